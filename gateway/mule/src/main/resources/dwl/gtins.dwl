%dw 2.0
/** GTINs of the upload with 14 digits, separated by commas. */
import withZeros from dwl::Packs
output application/java
---
((vars.transactions flatMap ((transaction) -> ((transaction.lines default []) filter ((line) -> line.sku == null and line.gtin != null)) map ((line) -> withZeros(line.gtin)))) distinctBy $) joinBy ","
