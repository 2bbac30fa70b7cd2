%dw 2.0
/** 202: the org is in peak mode and decides later. */
import decisionOf from dwl::Reservations
output application/json
var result = payload.results[0]
---
if (vars.httpStatus >= 400) payload
else if (vars.httpStatus == 202) { requestKey: result.requestKey, status: result.status }
else decisionOf(result)
