%dw 2.0
output application/json
---
{
  items: payload map ((row) -> read(row.shown as String, "application/json")),
  (nextAfterId: payload[-1].id) if (sizeOf(payload) == 200)
}
