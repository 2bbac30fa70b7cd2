%dw 2.0
/** Looked at as text, before anything reads it as XML: what declares a document type can declare entities. */
output application/java
var document = payload.^raw as String {encoding: "UTF-8"}
---
if (upper(document) contains "<!DOCTYPE") "GW-MALFORMED: The document declares a document type. Send it without a DTD and without entities of its own."
else ""
