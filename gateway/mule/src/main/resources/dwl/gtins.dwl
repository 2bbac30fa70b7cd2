%dw 2.0
/** GTINs of the upload, separated by commas. */
output application/java
---
((vars.transactions flatMap ((transaction) -> ((transaction.lines default []) filter ((line) -> line.sku == null and line.gtin != null)) map ((line) -> line.gtin))) distinctBy $) joinBy ","
