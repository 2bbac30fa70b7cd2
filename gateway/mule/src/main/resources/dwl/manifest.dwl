%dw 2.0
/**
 * What documents say of positions. A page that was read while documents were added may have one twice. Of a document that is not understood every
 * position it can touch is named: its stock cannot be told yet, because the document would count again once it is understood.
 */
import documentOf from dwl::Sap
import factsOf, locationOf, waitsFor from dwl::Movements
import picked from dwl::Picks
output application/java
var documents = (vars.entities map ((header) -> documentOf(header))) distinctBy ((document) -> document.year ++ "/" ++ document.number)
var understood = documents filter ((document) -> waitsFor(vars.rules, document) == null)
var others = documents filter ((document) -> waitsFor(vars.rules, document) != null)
fun positionsOf(item) = (["", item.storageLocation] map ((storageLocation) -> locationOf(vars.rules, item.plant, storageLocation)))
  filter ((location) -> location != null)
---
{
  documents: understood flatMap ((document) -> factsOf(vars.rules, document) map ((fact) ->
    picked(fact, ["key", "sku", "location", "quantity", "condition", "occurredAt", "confirms"]))),
  unmapped: others flatMap ((document) -> document.items flatMap ((item) ->
    positionsOf(item) map ((location) -> { sku: upper(item.material), location: location })))
}
