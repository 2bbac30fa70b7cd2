%dw 2.0
output application/json
---
{ changed: payload[0].changed }
