%dw 2.0
/** Shops see what can be promised, and not what is on the shelf. */
import picked, pickedAll from dwl::Picks
output application/json
---
if (vars.httpStatus >= 400) payload
else picked(payload, ["asOf", "unknown", "nextCursor"]) ++ { items: pickedAll(payload.items, ["sku", "location", "group", "available", "promisable", "version"]) }
