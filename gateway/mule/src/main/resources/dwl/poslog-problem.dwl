%dw 2.0
/** Looked at as text, before anything reads it as XML: what declares a document type can declare entities. */
output application/java
var document = payload.^raw as String {encoding: "UTF-8"}
// Sold in other ways than over the counter: not guessed at, and not passed over in silence.
var notRead = /<([A-Za-z0-9_]+:)?(SaleForDelivery|SaleForPickup|PreviousLayaway|Layaway|CustomerOrderForDelivery|CustomerOrderForPickup|PreviousCustomerOrder)[ >]/
---
if (upper(document) contains /<!(DOCTYPE|ENTITY)/) "GW-MALFORMED: The document declares a document type. Send it without a DTD and without entities of its own."
else if (document contains notRead) "GW-MALFORMED: The document has lines that are neither Sale nor Return; other ways of selling go through the order."
else ""
