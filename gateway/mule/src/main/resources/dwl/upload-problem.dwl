%dw 2.0
/** What a schema of JSON cannot say, and what a POSLog may lack: names, lines in all, a Void that names what it takes back, products. Empty when all is well. */
output application/java
var lineCount = sum(vars.transactions map ((transaction) -> sizeOf(transaction.lines default [])))
var required = ["store", "register", "businessDay", "sequence", "occurredAt"]
var problems = vars.transactions flatMap ((transaction, index) -> do {
  var lines = transaction.lines default []
  var isVoidWithout = transaction.kind == "Void" and transaction.voids == null
  ---
  ((required filter ((name) -> transaction[name] == null)) map ((name) -> "transactions[$(index)].$(name) is missing."))
    ++ (if (isVoidWithout) ["transactions[$(index)].voids is missing; a Void names the transaction it takes back."] else [])
    ++ (if (transaction.kind != "Void" and transaction.voids != null) ["transactions[$(index)].voids is only for a Void."] else [])
    ++ (if (transaction.kind == "NoSale" and !isEmpty(lines)) ["transactions[$(index)] is a NoSale and has lines; say what they are."] else [])
    ++ (if (transaction.kind != "NoSale" and transaction.lines == null) ["transactions[$(index)].lines is missing."] else [])
    ++ (if (sizeOf(lines distinctBy ((line) -> line.line)) != sizeOf(lines)) ["transactions[$(index)].lines names a line twice."] else [])
    ++ ((lines filter ((line) -> line.line == null or (line.quantity default 0) <= 0)) map ((line) -> "transactions[$(index)].lines has one without a number, or with a quantity that is not above 0."))
    ++ (lines flatMap ((line, at) ->
      if (line.sku == null and line.gtin == null and (line.kind default transaction.kind) != "Refund") ["transactions[$(index)].lines[$(at)] names neither sku nor gtin."] else []))
})
---
if (lineCount > 200) "GW-MALFORMED: The upload has $(lineCount) lines; at most 200 are taken at once."
else if (isEmpty(problems)) ""
else "GW-MALFORMED: " ++ problems[0]
