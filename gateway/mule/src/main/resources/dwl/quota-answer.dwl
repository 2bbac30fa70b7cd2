%dw 2.0
/** The org's result for the one request that was made; its refusals go through as they are. */
output application/json
---
if (vars.httpStatus != 200) payload
else do {
  var result = payload.results[0]
  ---
  {
    requestKey: result.requestKey,
    status: result.status,
    lines: result.lines map ((line) -> {
      line: line.line as Number,
      granted: line.granted,
      available: line.available,
      (reason: line.reason) if (line.reason != null),
      (message: line.message) if (line.message != null)
    })
  }
}
