%dw 2.0
output application/json
---
{ requestKey: vars.requestKey, status: if (payload[0] == 0) "Duplicate" else "Accepted" }
