%dw 2.0
/** Reservations under a code, with what is still to be handed over at this place. */
output application/json
---
{
  reservations: vars.collectables map ((reservation) -> {
    requestKey: reservation.requestKey,
    status: reservation.status,
    correlation: reservation.requestKey,
    (orderRef: reservation.orderRef) if (reservation.orderRef != null),
    (customer: reservation.customer) if (reservation.customer != null),
    lines: reservation.lines map ((line) -> { line: line.line as String, sku: line.sku, open: line.open })
  })
}
