%dw 2.0
/** What a schema cannot say of a reservation. Empty when all is well. */
output application/java
var ends = if (payload.kind != "Cart" and payload.expiresAt != null) ["expiresAt is only for a Cart; this is a $(payload.kind)."] else []
var numbers = payload.lines map ((line) -> line.line)
var problems = payload.lines flatMap ((line, index) -> do {
  var at = "lines[$(index)]"
  var blank = ["sku", "location", "group"] filter ((name) -> line[name] != null and isBlank(line[name]))
  ---
  (if ((numbers indexOf line.line) < index) ["$(at).line is $(line.line) a second time."] else [])
    ++ (if ((line.location == null) == (line.group == null)) ["$(at) needs a location or a group, and not both."] else [])
    ++ (blank map ((name) -> "$(at).$(name) is blank."))
})
var first = (ends ++ problems)[0]
---
if (first == null) "" else "GW-MALFORMED: " ++ first
