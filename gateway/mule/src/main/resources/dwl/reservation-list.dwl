%dw 2.0
/** What was read, one reservation or those of an order, behind what was read before; a key that the org does not know adds nothing. */
output application/java
var found = if (vars.httpStatus != 200) [] else payload.items default [payload]
---
vars.reservations ++ found
