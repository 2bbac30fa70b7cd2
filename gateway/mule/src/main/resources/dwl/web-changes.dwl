%dw 2.0
/** Figures of no channel, and none of what is on the shelf. */
import picked, pickedAll from dwl::Picks
output application/json
---
if (vars.httpStatus >= 400) payload
else picked(payload, ["nextCursor", "hasMore"]) ++ { items: pickedAll(payload.items, ["sku", "location", "available", "version", "changedAt"]) }
