%dw 2.0
/** What was read of a key, added to what was read before; a key that the org does not know adds nothing. */
output application/java
---
(vars.reservations default []) ++ (if (vars.httpStatus == 200) [payload] else [])
