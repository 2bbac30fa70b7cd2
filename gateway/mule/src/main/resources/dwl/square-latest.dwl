%dw 2.0
/** When Square got the latest change that was read, by which positions are counted. */
import bodyOf, wrongOf from dwl::Square
output application/java
var readable = (payload.changes default []) filter ((change) -> wrongOf(change) == "")
---
max([vars.latest as DateTime] ++ (readable map ((change) -> bodyOf(change).created_at as DateTime))) as String
