%dw 2.0
/** Those that something is open of. */
output application/java
---
vars.collectables filter ((reservation) -> !isEmpty(reservation.lines filter ((line) -> line.open > 0)))
