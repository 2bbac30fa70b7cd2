%dw 2.0
output application/json
---
{ status: if (vars.doorbell.isIgnored default false) "Ignored" else if (payload[0] == 0) "Repeated" else "Stored" }
