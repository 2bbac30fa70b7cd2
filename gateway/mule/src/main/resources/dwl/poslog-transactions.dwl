%dw 2.0
/**
 * ARTS POSLog 6 as transactions of the contract, with the meaning the Node gateway gives it. What a document holds besides sale and return lines
 * and post-voids moves no goods; its sequence number counts all the same. Names are compared without their namespace, which vendors differ in.
 */
output application/java

/** Children of a name; attributes belong to keys. */
fun children(parent, name) =
  if (parent is Object) (parent pluck ((value, key) -> { name: key as String, value: value, attributes: key.@ })) filter ((child) -> child.name == name)
  else []
fun first(parent, name) = children(parent, name)[0].value
fun text(value) = if (isEmpty(value) or value is Object) null else trim(value as String)
/** A number, or nothing where there is none: what is missing is told by upload-problem.dwl, in words. */
fun number(value) = if ((text(value) default "") matches /[0-9]+([.][0-9]+)?/) text(value) as Number else null

/** Fees and the like are rung up as items and are none. */
var services = ["Service", "Fee", "Deposit", "Warranty", "Alteration"]
/** Cancelled before payment, suspended, or failed: nobody took goods along. */
var nothingDone = ["Voided", "Suspended", "SuspendedDeleted", "Failed"]
var voidingLinks = ["PostVoid", "PostVoided", "Void", "Voided"]

fun lineOf(item) = do {
  var sale = children(item, "Sale")[0]
  var goods = sale default children(item, "Return")[0]
  // Units says how many base units it is; the text, how many of the unit it was sold in.
  var quantity = children(goods.value, "Quantity")[0]
  var sku = text(first(goods.value, "ItemID"))
  var scanned = (children(goods.value, "POSIdentity") map ((identity) -> text(first(identity.value, "POSItemID")) default "")) filter ((code) -> code matches /[0-9]{8,14}/)
  var reason = text(first(goods.value, "Reason"))
  ---
  if (goods == null or (services contains (goods.attributes.ItemType default "Stock"))) []
  else [{
    line: number(first(item, "SequenceNumber")),
    kind: if (sale != null) "Sale" else "Return",
    (sku: sku) if (sku != null),
    (gtin: scanned[0]) if (sku == null and !isEmpty(scanned)),
    quantity: number(quantity.attributes.Units default quantity.value),
    (reason: reason) if (reason != null)
  }]
}

fun voidsOf(link) = {
  (store: text(first(link.value, "RetailStoreID"))) if (first(link.value, "RetailStoreID") != null),
  (register: text(first(link.value, "WorkstationID"))) if (first(link.value, "WorkstationID") != null),
  businessDay: text(first(link.value, "BusinessDayDate")),
  sequence: number(first(link.value, "SequenceNumber"))
}

fun transactionOf(element) = do {
  var transaction = element.value
  var retail = children(transaction, "RetailTransaction")[0]
  var isNothing = retail == null or element.attributes.CancelFlag == "true" or element.attributes.TrainingModeFlag == "true"
    or (nothingDone contains (retail.attributes.TransactionStatus default ""))
  var items = if (isNothing) [] else children(retail.value, "LineItem") filter ((item) -> (item.attributes.VoidFlag default "") != "true")
  var lines = items flatMap ((item) -> lineOf(item.value))
  var link = if (isNothing) null else (children(retail.value, "TransactionLink") filter ((one) -> voidingLinks contains (one.attributes.ReasonCode default "")))[0]
  var actor = text(first(transaction, "OperatorID"))
  ---
  {
    store: text(first(transaction, "RetailStoreID")) default text(first(first(transaction, "BusinessUnit"), "UnitID")),
    register: text(first(transaction, "WorkstationID")),
    businessDay: text(first(transaction, "BusinessDayDate")),
    sequence: number(first(transaction, "SequenceNumber")),
    occurredAt: text(first(transaction, "EndDateTime")) default text(first(transaction, "BeginDateTime")),
    (actor: actor) if (actor != null),
    kind: if (isNothing) "NoSale" else if (link != null) "Void" else if (isEmpty(lines)) "NoSale" else if (isEmpty(lines filter ((line) -> line.kind != "Return"))) "Return" else "Sale",
    (voids: voidsOf(link)) if (link != null),
    (lines: lines) if (!isEmpty(lines))
  }
}
---
children(payload[0], "Transaction") map ((element) -> transactionOf(element))
