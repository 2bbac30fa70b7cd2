%dw 2.0
/** Facts of a document as rows of the work table. */
import factsOf from dwl::Movements
import laneOf from dwl::Keys
output application/java
var source = p("sap.source")
---
factsOf(vars.rules, vars.document) map ((fact) -> {
  kind: "fact",
  source: source,
  key: fact.key,
  lane: laneOf(fact.sku, fact.location),
  body: write(fact, "application/json", { indent: false }),
  occurredAt: fact.occurredAt,
  state: "Waiting",
  reason: null,
  message: null,
  unresolved: null
})
