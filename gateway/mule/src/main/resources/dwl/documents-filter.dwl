%dw 2.0
/** Which documents are asked for, as OData filters them: those of a time, or those under a reference. */
import createdBefore, createdFrom, literal from dwl::Sap
output application/java
var asked = attributes.queryParams
---
if (asked.reference != null) "ReferenceDocument eq " ++ literal(asked.reference)
else createdFrom(asked."from" as DateTime) ++ " and " ++ createdBefore(asked."to" as DateTime)
