%dw 2.0
/** Whether the answer names what was told, one by one; a refusal names nothing and is passed on. The org takes white space off the ends of keys. */
output application/java
var named = (payload.results default []) map ((result) -> trim(result.key))
---
if (vars.httpStatus >= 400) true else named == (vars.keys map ((key) -> trim(key)))
