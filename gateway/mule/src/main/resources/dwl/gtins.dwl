%dw 2.0
/** GTINs of the upload with 14 digits, separated by commas. */
import leftPad from dw::core::Strings
output application/java
---
((vars.transactions flatMap ((transaction) -> ((transaction.lines default []) filter ((line) -> line.sku == null and line.gtin != null)) map ((line) -> leftPad(line.gtin, 14, "0")))) distinctBy $) joinBy ","
