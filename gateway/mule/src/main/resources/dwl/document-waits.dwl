%dw 2.0
import waitsFor from dwl::Movements
output application/java
---
waitsFor(vars.rules, vars.document)
