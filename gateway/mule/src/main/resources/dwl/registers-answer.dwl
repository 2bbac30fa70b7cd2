%dw 2.0
output application/json
---
{
  registers: payload map ((day) -> {
    store: day.store,
    register: day.register,
    businessDay: day.business_day as String,
    first: day.first_sequence,
    contiguous: day.contiguous_sequence,
    highest: day.highest_sequence,
    missing: read(day.missing as String, "application/json"),
    transactions: day.transactions,
    lastAt: day.last_at as String
  })
}
