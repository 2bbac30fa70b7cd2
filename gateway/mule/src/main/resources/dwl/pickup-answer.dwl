%dw 2.0
output application/json
---
if (vars.httpStatus >= 400) payload
else {
  requestKey: vars.collected.requestKey,
  status: "Fulfilled",
  lines: vars.collected.lines map ((line) -> { line: line.line as String, sku: line.sku, quantity: line.open })
}
