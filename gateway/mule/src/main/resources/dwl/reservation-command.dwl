%dw 2.0
import commandOf from dwl::Reservations
output application/json
---
commandOf(payload, ["requestKey", "kind", "purpose", "channel", "orderRef", "customer", "priority", "allOrNothing", "expiresAt"])
