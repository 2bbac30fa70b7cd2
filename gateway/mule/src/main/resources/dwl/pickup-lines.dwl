%dw 2.0
/** The first reservation under the code that has open lines here, or, when all was handed over before, the first one. */
output application/java
var here = vars.reservations map ((reservation) -> {
  requestKey: reservation.requestKey,
  lines: (reservation.lines filter ((line) -> line.location == vars.location)) map ((line) -> {
    line: line.line as String,
    sku: line.sku,
    open: max([line.granted - line.fulfilled - line.released, 0])
  })
})
---
(here filter ((reservation) -> !isEmpty(reservation.lines filter ((line) -> line.open > 0))))[0] default here[0]
