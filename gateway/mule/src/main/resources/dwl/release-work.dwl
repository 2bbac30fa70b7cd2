%dw 2.0
/** A reservation that is to be given back. Told again, the work stands there already. */
output application/java
---
[{
  kind: "release",
  source: p("web.source"),
  key: vars.requestKey,
  lane: vars.requestKey,
  body: write({ requestKey: vars.requestKey }, "application/json", { indent: false }),
  occurredAt: now() as String,
  state: "Waiting",
  reason: null,
  message: null,
  unresolved: null
}]
