%dw 2.0
/** What the org's answer makes of a release; nothing where the answer is not about the reservation. */
output application/java
var refusal = if (payload is Array) payload[0] else {}
fun endingOf(state, effect, reason, message) = [{ id: vars.workId, owner: vars.owner, state: state, effect: effect, reason: reason, message: message }]
---
if (vars.httpStatus < 300) endingOf("Done", "Released", null, null)
// Handed over in the meantime: there is nothing left to give back.
else if (refusal.errorCode == "HF-ALREADY-FULFILLED") endingOf("Done", "Fulfilled", refusal.errorCode, refusal.message)
else if (vars.httpStatus == 400 or vars.httpStatus == 409) endingOf("Dead", null, refusal.errorCode default "GW-REFUSED", refusal.message)
else []
