%dw 2.0
import withZeros from dwl::Packs
output application/java
---
((vars.document.lines filter ((line) -> line.gtin != null)) map ((line) -> withZeros(line.gtin))) joinBy ","
