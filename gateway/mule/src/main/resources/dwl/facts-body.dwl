%dw 2.0
/** Facts as they were stored, in the order they were leased. */
output application/json
---
{ events: vars.leased map ((item) -> read(item.body as String, "application/json")) }
