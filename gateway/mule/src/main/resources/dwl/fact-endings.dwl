%dw 2.0
/**
 * What the org's answer says of each key it names. An item whose key is not named is left out: its lease runs out and it is sent again.
 * The org keeps what it quarantines, so for us that is done; two facts under one key are for people to look at.
 */
output application/java
var results = payload.results default []
---
results flatMap ((result, index) -> do {
  // The same key may stand in a batch for two sources: results come in the order of the request.
  var item = vars.leased[index]
  ---
  if (item == null or item.key != result.key or result.effect == "Queued") []
  else [{
    id: item.id,
    owner: vars.owner,
    state: if (result.effect == "Conflict") "Dead" else "Done",
    effect: result.effect,
    reason: if (result.effect == "Conflict") "GW-CONFLICT" else result.reason,
    message: result.message
  }]
})
