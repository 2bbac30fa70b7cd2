%dw 2.0
import problemOf from dwl::Problems
output application/java
---
problemOf(error).status
