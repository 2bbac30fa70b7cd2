%dw 2.0
/** From a supplier, or with a transfer from another location of ours. */
import rowOfLine from dwl::Handhelds
output application/java
var source = p("handhelds.source")
var document = vars.document
var arrival = if (document.transfer == null) { intent: "StockReceived", reference: document.reference default document.documentNo } else { intent: "TransferReceived", reference: document.transfer }
---
document.lines map ((line, index) -> do {
  var meaning = arrival ++ { occurredAt: document.occurredAt, (condition: line.condition) if (line.condition != null) }
  ---
  rowOfLine(document, line, index, meaning, vars.packs, source)
})
