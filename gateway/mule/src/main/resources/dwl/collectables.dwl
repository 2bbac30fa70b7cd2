%dw 2.0
/** What was found under a code, each once, with its lines at this place. What is kept for a channel or a till is collected by nobody. */
import openOf from dwl::Reservations
output application/java
var unique = vars.reservations distinctBy ((reservation) -> reservation.requestKey)
var collected = unique filter ((reservation) -> !(["Fence", "Quota"] contains reservation.kind))
var here = collected map ((reservation) -> {
  requestKey: reservation.requestKey,
  status: reservation.status,
  orderRef: reservation.orderRef,
  customer: reservation.customer,
  lines: (reservation.lines filter ((line) -> line.location == vars.location)) map ((line) -> { line: line.line, sku: line.sku, fulfilled: line.fulfilled, open: openOf(line) })
})
---
here filter ((reservation) -> !isEmpty(reservation.lines))
