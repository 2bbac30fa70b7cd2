%dw 2.0
/** What documents of handhelds mean for stock. Locations are codes of the org; a line with a barcode counts what was scanned. */
import rowOf from dwl::Inbox
import inBaseUnits, unknownGtin, withZeros from dwl::Packs

/** @param meaning intent, reference, occurredAt and condition of the line */
fun rowOfLine(document, line, index, meaning, packs, source) = do {
  var gtin = if (line.gtin == null) null else withZeros(line.gtin)
  var pack = if (gtin == null) null else packs[gtin]
  var isKnown = gtin == null or pack != null
  var common = {
    key: "$(document.documentNo)-$(line.line)",
    location: upper(trim(document.location)),
    source: source,
    (actor: document.actor) if (document.actor != null),
    (device: document.device) if (document.device != null)
  } ++ meaning
  var told = common ++ {
    quantity: line.quantity,
    (sku: upper(trim(line.sku))) if (gtin == null),
    (gtin: gtin) if (gtin != null)
  }
  var fact = common ++ {
    sku: if (gtin == null) upper(trim(line.sku)) else upper(pack.sku default gtin),
    quantity: inBaseUnits(line.quantity, pack)
  }
  ---
  rowOf(index, told, fact, if (isKnown) null else { reason: "GW-UNKNOWN-GTIN", message: unknownGtin(line.gtin), unresolved: { gtin: gtin } })
}
