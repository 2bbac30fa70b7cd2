%dw 2.0
/** A document that must be read. Its doorbell may ring more than once: the work stands there already. */
import documentKey from dwl::Keys
output application/java
var key = documentKey(vars.doorbell.year, vars.doorbell.number)
---
[{
  kind: "document",
  source: p("sap.source"),
  key: key,
  lane: key,
  body: write({ year: vars.doorbell.year, number: vars.doorbell.number }, "application/json", { indent: false }),
  occurredAt: vars.doorbell.occurredAt,
  state: "Waiting",
  reason: null,
  message: null,
  unresolved: null
}]
