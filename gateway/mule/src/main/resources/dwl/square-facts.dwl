%dw 2.0
/** What a page of changes tells, without what was before the books with the shop begin. */
import isBefore from dwl::Shops
import factsOfChange from dwl::Square
output application/java
var facts = (payload.changes default []) flatMap ((change) -> factsOfChange(change, vars.reading.read_at))
---
facts filter ((fact) -> !isBefore(fact.occurredAt, vars.since))
