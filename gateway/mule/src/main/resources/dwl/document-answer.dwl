%dw 2.0
import documentOf from dwl::Sap
output application/json
---
documentOf(payload.d)
