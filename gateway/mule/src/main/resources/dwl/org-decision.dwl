%dw 2.0
import decisionOf from dwl::Reservations
output application/json
---
if (vars.httpStatus >= 400) payload else decisionOf(payload.results[0])
