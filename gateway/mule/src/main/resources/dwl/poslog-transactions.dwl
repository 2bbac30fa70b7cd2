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
/** A boolean of XML Schema. */
fun isTrue(flag) = ["true", "1"] contains trim((flag default "") as String)
/** Units of measure that stand for no pieces. */
var measures = ["KGM", "KG", "GRM", "GR", "G", "LBR", "LB", "ONZ", "OZ", "LTR", "LT", "L", "MLT", "ML", "CLT", "GLL", "GLI", "GAL", "GA", "PTI", "PT", "QTI", "QT", "MTR", "MR", "M", "CMT", "CM", "MMT", "MM", "FOT", "FT", "INH", "IN", "YRD", "YD", "MTK", "FTK", "MTQ", "FTQ"]
var voidingLinks = ["PostVoid", "PostVoided", "Void", "Voided"]

fun lineOf(item) = do {
  var sale = children(item, "Sale")[0]
  var goods = sale default children(item, "Return")[0]
  // The text says how much; Units, how many pieces that were. Where both count pieces they have to agree: otherwise there is no quantity, which is refused.
  var quantity = children(goods.value, "Quantity")[0]
  var told = number(quantity.value)
  var units = number(quantity.attributes.Units)
  var isClear = told == null or units == null or told == units or (measures contains upper((quantity.attributes.UnitOfMeasureCode default "") as String))
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
    quantity: if (isClear) told default units else null,
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
  var isNothing = retail == null or isTrue(element.attributes.CancelFlag) or isTrue(element.attributes.TrainingModeFlag)
    or (nothingDone contains (retail.attributes.TransactionStatus default ""))
  var items = if (isNothing) [] else children(retail.value, "LineItem") filter ((item) -> not isTrue(item.attributes.VoidFlag))
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
    // A void without its lines would take nothing back; upload-problem.dwl refuses it. One of a transaction without goods has lines of other kinds.
    (lines: lines) if (!isEmpty(lines) or (link != null and !isEmpty(items)))
  }
}
---
children(payload[0], "Transaction") map ((element) -> transactionOf(element))
