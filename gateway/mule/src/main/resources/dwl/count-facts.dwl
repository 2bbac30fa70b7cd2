%dw 2.0
/** What was counted decides what is on hand at that moment. */
import rowOfLine from dwl::Handhelds
output application/java
var source = p("handhelds.source")
---
vars.document.lines map ((line, index) -> do {
  var meaning = { intent: "StockCounted", reference: vars.document.documentNo, occurredAt: line.countedAt }
  ---
  rowOfLine(vars.document, line, index, meaning, vars.packs, source)
})
