%dw 2.0
/**
 * A CloudEvent of SAP says that a document was made, not what is in it. Whatever is no such event is named, and kept by whoever hears it.
 * Answers {year, number, occurredAt} or {problem}.
 */
output application/java
var event = payload
var data = event.data default {}
var told = event."type" default "none"
var isOurs = event.specversion == "1.0" and (told endsWith ".MaterialDocument.Created.v1")
var isWhole = ((data.MaterialDocumentYear default "") matches /[0-9]{4}/) and ((data.MaterialDocument default "") matches /[0-9A-Za-z]{1,10}/)
---
if (!isOurs) { problem: "It is no CloudEvent 1.0 of type …MaterialDocument.Created.v1, but of type $(told)." }
else if (!isWhole) { problem: "Its data names no material document and year." }
else { year: data.MaterialDocumentYear, number: data.MaterialDocument, occurredAt: event.time default (now() as String) }
