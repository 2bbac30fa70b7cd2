%dw 2.0
import problemOf from dwl::Problems
output application/java
var problem = problemOf(error)
---
{ "Content-Type": "application/json", ("Retry-After": problem.retryAfterSeconds as String) if (problem.retryAfterSeconds != null) }
