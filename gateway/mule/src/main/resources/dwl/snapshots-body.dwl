%dw 2.0
/** Snapshots as they were stored, in the order they were leased; all are of the one ERP. */
output application/json
---
{ source: vars.leased[0].source, snapshots: vars.leased map ((item) -> read(item.body as String, "application/json")) }
