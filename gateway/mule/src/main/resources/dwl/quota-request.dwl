%dw 2.0
/** A quota as a reservation of the org: firm stock that a till keeps, spent by the sales of its register. */
output application/json
---
{
  requestKey: payload.requestKey,
  kind: "Quota",
  purpose: "Ship",
  channel: "TILL",
  // As sales name it: one register of all stores.
  register: upper(payload.store ++ "-" ++ payload.register),
  allOrNothing: false,
  lines: payload.lines map ((line) -> { line: line.line, sku: upper(line.sku), location: vars.location, quantity: line.quantity })
}
