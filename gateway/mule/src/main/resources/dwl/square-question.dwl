%dw 2.0
/** TRANSFER is no type that can be asked for; it is read when it comes. */
output application/json
---
{ types: ["ADJUSTMENT", "PHYSICAL_COUNT"], updated_after: vars.reading.after_at, limit: 1000, (cursor: vars.cursor) if (vars.cursor != "") }
