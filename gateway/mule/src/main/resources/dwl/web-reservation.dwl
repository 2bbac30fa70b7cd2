%dw 2.0
/** A reservation as it stands, as far as a shop is told. */
import picked from dwl::Picks
output application/json
var names = ["requestKey", "status", "kind", "purpose", "channel", "orderRef", "expiresAt"]
---
if (vars.httpStatus >= 400) payload
else picked(payload, names) ++ {
  lines: payload.lines map ((line) -> (picked(line, ["sku", "location", "group", "quantity", "granted", "fulfilled", "released"]) ++ { line: line.line as String }))
}
