%dw 2.0
import pickedAll from dwl::Picks
output application/json
var names = ["key", "intent", "sku", "location", "quantity", "occurredAt", "source", "sequence", "register", "reference", "businessDay", "condition", "correlation", "actor", "device", "reason", "confirms", "reverses"]
---
{ events: pickedAll(payload.facts, names) }
