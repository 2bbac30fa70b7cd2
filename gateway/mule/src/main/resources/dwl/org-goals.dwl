%dw 2.0
/** Without a body, or without lines in it, the whole reservation is meant. */
import pickedAll from dwl::Picks
output application/json
var lines = if (payload is Object) payload.lines else null
---
if (isEmpty(lines)) {} else { lines: pickedAll(lines, ["line", "quantity"]) }
