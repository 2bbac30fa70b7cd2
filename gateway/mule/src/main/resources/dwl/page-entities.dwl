%dw 2.0
/** What was read so far and this page. */
output application/java
---
vars.entities ++ (payload.d.results default [])
