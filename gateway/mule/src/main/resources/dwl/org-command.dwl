%dw 2.0
/** Process APIs reserve for tills and for channels, too. */
import commandOf from dwl::Reservations
output application/json
---
commandOf(payload, ["requestKey", "kind", "purpose", "channel", "register", "orderRef", "customer", "priority", "allOrNothing", "expiresAt"])
