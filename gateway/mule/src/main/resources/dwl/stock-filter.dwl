%dw 2.0
import literal from dwl::Sap
output application/java
var asked = attributes.queryParams
---
"Plant eq " ++ literal(asked.plant)
  ++ (if (asked.storageLocation == null) "" else " and StorageLocation eq " ++ literal(asked.storageLocation))
  ++ (if (asked.material == null) "" else " and Material eq " ++ literal(asked.material))
