%dw 2.0
/**
 * ARTS POSLog 6 as transactions of the contract. What a document holds besides sale and return lines and post-voids moves no goods;
 * its sequence number counts all the same. Names are compared without their namespace, which vendors differ in.
 */
output application/java

fun named(parent, name) = (parent pluck ((value, key) -> { name: key as String, value: value })) filter ((child) -> child.name == name) map ((child) -> child.value)
fun first(parent, name) = if (parent is Object) named(parent, name)[0] else null
fun text(value) = if (value == null) null else trim(value as String)
/** A number, or nothing where there is none: what is missing is told by upload-problem.dwl, in words. */
fun number(value) = if ((text(value) default "") matches /[0-9]+(\.[0-9]+)?/) text(value) as Number else null

fun linesOf(retail) = named(retail, "LineItem") flatMap ((item) -> do {
  var sale = first(item, "Sale")
  var returned = first(item, "Return")
  var goods = sale default returned
  var identity = first(goods default {}, "POSIdentity")
  var gtin = text(first(identity default {}, "POSItemID"))
  var sku = text(first(goods default {}, "ItemID"))
  ---
  if (goods == null) [] else [{
    line: number(first(item, "SequenceNumber")),
    kind: if (sale != null) "Sale" else "Return",
    (sku: sku) if (sku != null),
    (gtin: gtin) if (sku == null and gtin != null),
    quantity: number(first(goods, "Quantity"))
  }]
})

fun transactionOf(transaction) = do {
  var retail = first(transaction, "RetailTransaction")
  var lines = if (retail == null) [] else linesOf(retail)
  var voided = first(first(retail default {}, "PostVoidTransaction") default {}, "TransactionLink")
  ---
  {
    store: text(first(transaction, "RetailStoreID")),
    register: text(first(transaction, "WorkstationID")),
    businessDay: text(first(transaction, "BusinessDayDate"))[0 to 9],
    sequence: number(first(transaction, "SequenceNumber")),
    kind: if (voided != null) "Void" else if (isEmpty(lines)) "NoSale" else "Sale",
    occurredAt: text(first(transaction, "EndDateTime") default first(transaction, "BeginDateTime")),
    (actor: text(first(transaction, "OperatorID"))) if (first(transaction, "OperatorID") != null),
    (voids: {
      register: text(first(voided, "WorkstationID")) default text(first(transaction, "WorkstationID")),
      businessDay: text(first(voided, "BusinessDayDate"))[0 to 9],
      sequence: number(first(voided, "SequenceNumber"))
    }) if (voided != null),
    lines: lines
  }
}
---
named(payload[0], "Transaction") map ((transaction) -> transactionOf(transaction))
