%dw 2.0
/** Only fields of the contract go on: what a caller adds beside them is not told to the org. */
import rowOf from dwl::Inbox
import picked from dwl::Picks
output application/java
var names = ["key", "intent", "quantity", "occurredAt", "source", "sequence", "register", "reference", "businessDay", "condition", "correlation", "actor", "device", "reason", "reverses"]
---
payload.intents map ((intent, index) -> do {
  var fact = picked(intent, names) ++ { sku: upper(trim(intent.sku)), location: upper(trim(intent.location)) }
  ---
  rowOf(index, fact, fact, null)
})
