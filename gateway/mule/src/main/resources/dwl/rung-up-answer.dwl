%dw 2.0
output application/json
---
{
  requestKey: vars.collected.requestKey,
  status: "RungUp",
  lines: (vars.collected.lines filter ((line) -> line.open > 0)) map ((line) -> { line: line.line as String, sku: line.sku, quantity: line.open })
}
