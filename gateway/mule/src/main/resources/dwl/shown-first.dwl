%dw 2.0
/** The database has made JSON of it; here it only becomes an answer. */
output application/json
---
read(payload[0].shown as String, "application/json")
