%dw 2.0
/** Rows of facts of every line that moved goods, in the order of the upload. */
output application/java
---
vars.upload flatMap ((transaction) -> (transaction.lines filter ((line) -> line.fact != null)) map ((line) -> line.fact))
