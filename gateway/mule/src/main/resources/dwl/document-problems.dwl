%dw 2.0
import problemsOf from dwl::Movements
output application/java
---
problemsOf(vars.movementMap, vars.plants, vars.document) joinBy " "
