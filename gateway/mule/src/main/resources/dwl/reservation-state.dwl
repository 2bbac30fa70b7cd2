%dw 2.0
output application/json
---
if (vars.httpStatus != 200) payload
else {
  requestKey: payload.requestKey,
  status: payload.status,
  lines: payload.lines map ((line) -> { line: line.line as String, sku: line.sku, granted: line.granted, fulfilled: line.fulfilled, released: line.released })
}
