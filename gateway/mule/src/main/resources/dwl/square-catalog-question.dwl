%dw 2.0
/** Deleted ones, too: what was sold before is still to be told. */
output application/json
---
{ object_ids: vars.products, include_deleted_objects: true }
