%dw 2.0
/**
 * A CloudEvent of SAP says that a document was made, not what is in it. In binary mode its attributes are headers and the body is its data.
 * Answers {year, number, occurredAt}; {isIgnored} for events of other types; {problem} for what is no event.
 */
output application/java
var headers = attributes.headers default {}
var isBinary = headers."ce-type" != null
var event =
  if (isBinary) { specversion: headers."ce-specversion", "type": headers."ce-type", id: headers."ce-id", source: headers."ce-source", time: headers."ce-time", data: payload }
  else payload
var lacking = ["specversion", "type", "id", "source"] filter ((name) -> isEmpty(event[name]))
var year = event.data.MaterialDocumentYear default ""
var number = event.data.MaterialDocument default ""
---
if (!isEmpty(lacking)) { problem: "This is no CloudEvent of a material document: its attribute $(lacking[0]) is missing." }
else if (event.specversion != "1.0") { problem: "This is no CloudEvent of a material document: its specversion is $(event.specversion), and 1.0 is read here." }
else if (event."type" != "sap.s4.beh.materialdocument.v1.MaterialDocument.Created.v1") { isIgnored: true }
else if (!(year matches /[0-9]{4}/)) { problem: "This is no CloudEvent of a material document: MaterialDocumentYear is not four digits." }
else if (!(number matches /[0-9A-Za-z]{1,10}/)) { problem: "This is no CloudEvent of a material document: MaterialDocument is not a number of up to ten characters." }
else { year: year, number: number, occurredAt: event.time default (now() as String) }
