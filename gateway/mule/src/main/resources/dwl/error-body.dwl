%dw 2.0
import problemOf from dwl::Problems
output application/json
var problem = problemOf(error)
---
[{ errorCode: problem.code, message: problem.message }]
