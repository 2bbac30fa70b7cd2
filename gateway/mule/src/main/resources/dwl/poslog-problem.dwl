%dw 2.0
/** Looked at as text, before anything reads it as XML: what declares a document type can declare entities, and what is nested without end can exhaust who reads it. */
output application/java
var document = payload.^raw as String {encoding: "UTF-8"}
// Sold in other ways than over the counter: not guessed at, and not passed over in silence.
var notRead = /<([A-Za-z0-9_]+:)?(SaleForDelivery|SaleForPickup|PreviousLayaway|Layaway|CustomerOrderForDelivery|CustomerOrderForPickup|PreviousCustomerOrder)[ >]/
var mostLevels = 32

/** Comments, CDATA and instructions are no tags. A tag's own end may stand in quotes, which only makes it look longer. */
var markup = document replace /(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>/ with ""
var steps = (markup scan /<(\/?)[^>]*?(\/?)>/) map ((tag) -> if (tag[1] == "/") -1 else if (tag[2] == "/") 0 else 1)
var levels = steps reduce ((step, reached = { depth: 0, deepest: 0 }) -> do {
  var depth = reached.depth + step
  ---
  { depth: depth, deepest: max([reached.deepest, depth]) }
})
---
if (upper(document) contains /<!(DOCTYPE|ENTITY)/) "GW-MALFORMED: The document declares a document type. Send it without a DTD and without entities of its own."
else if (levels.deepest > mostLevels) "GW-MALFORMED: The document is nested deeper than $(mostLevels) elements."
else if (document contains notRead) "GW-MALFORMED: The document has lines that are neither Sale nor Return; other ways of selling go through the order."
else ""
