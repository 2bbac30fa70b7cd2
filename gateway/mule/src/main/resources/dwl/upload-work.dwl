%dw 2.0
/** Rows of the work table for every line that moved goods, in the order of the upload. */
output application/java
---
vars.upload flatMap ((transaction) -> (transaction.lines filter ((line) -> line.work != null)) map ((line) -> line.work))
