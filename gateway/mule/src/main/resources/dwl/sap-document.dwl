%dw 2.0
import documentOf from dwl::Sap
output application/java
---
documentOf(payload.d)
