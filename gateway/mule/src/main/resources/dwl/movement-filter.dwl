%dw 2.0
import literal from dwl::Sap
output application/java
---
"ReferenceDocument eq " ++ literal(payload.reference)
