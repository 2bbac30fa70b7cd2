%dw 2.0
import problemOfTimes from dwl::Times
output application/java
var numbers = vars.document.lines map ((line) -> line.line)
var times = if (vars.document.occurredAt != null) [vars.document.occurredAt] else vars.document.lines map ((line) -> line.countedAt)
var problems = vars.document.lines flatMap ((line, index) ->
  (if ((numbers indexOf line.line) < index) ["lines[$(index)].line is $(line.line) a second time; lines of a document have numbers of their own."] else [])
    ++ (if (line.gtin == null and isBlank(line.sku)) ["lines[$(index)] has neither sku nor gtin."] else []))
---
if (!isEmpty(problems)) "GW-MALFORMED: " ++ problems[0] else problemOfTimes(times)
