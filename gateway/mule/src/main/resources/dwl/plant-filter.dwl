%dw 2.0
/** The plant as a whole, all of its storage locations. */
import literal from dwl::Sap
output application/java
---
"Plant eq " ++ literal(payload)
