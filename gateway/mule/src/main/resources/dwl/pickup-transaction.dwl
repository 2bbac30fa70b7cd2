%dw 2.0
/** The open lines as lines of the transaction they are rung up with; their correlation is what hands the goods over in the org. */
output application/java
---
[{
  store: vars.pickup.store,
  register: vars.pickup.register,
  businessDay: vars.pickup.sale.businessDay as String,
  sequence: vars.pickup.sale.sequence,
  kind: "Sale",
  occurredAt: vars.pickup.sale.occurredAt as String,
  (actor: vars.pickup.actor) if (vars.pickup.actor != null),
  lines: (vars.collected.lines filter ((line) -> line.open > 0)) map ((line, index) -> {
    line: index + 1,
    sku: line.sku,
    quantity: line.open,
    correlation: vars.collected.requestKey
  })
}]
