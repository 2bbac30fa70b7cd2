%dw 2.0
/** What the contract says in words: a time of at most a day, or a reference. Empty when all is well. */
output application/java
var asked = attributes.queryParams
var isTime = asked."from" != null and asked."to" != null
var seconds = if (isTime) ((asked."to" as DateTime) as Number {unit: "seconds"}) - ((asked."from" as DateTime) as Number {unit: "seconds"}) else 0
---
if (asked.reference != null) ""
else if (!isTime) "GW-MALFORMED: Ask with from and to, or with reference."
else if (seconds < 0 or seconds > 86400) "GW-MALFORMED: from and to are $(seconds) s apart; to is later than from, by a day at most."
else ""
