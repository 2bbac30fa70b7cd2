%dw 2.0
/** Times without an offset are another moment in every store: they are refused, never read as local. */
output application/java
var without = vars.transactions filter ((transaction) -> !((transaction.occurredAt default "") matches /.+(Z|[+-][0-9]{2}:[0-9]{2})/))
var told = without[0].occurredAt default "no time"
---
if (isEmpty(without)) "" else "GW-MALFORMED: A transaction occurred at $(told); times need an offset, for example 2026-11-21T10:14:03+01:00."
