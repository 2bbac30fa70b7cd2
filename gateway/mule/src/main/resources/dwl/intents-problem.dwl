%dw 2.0
import problemOfTimes from dwl::Times
output application/java
var blank = payload.intents flatMap ((intent, index) -> (["sku", "location"] filter ((name) -> isBlank(intent[name]))) map ((name) -> "intents[$(index)].$(name) is blank."))
---
if (!isEmpty(blank)) "GW-MALFORMED: " ++ blank[0] else problemOfTimes(payload.intents map ((intent) -> intent.occurredAt))
