%dw 2.0
/**
 * Transactions of tills as facts, one per line that moved goods, and what the caller is told of each line.
 * vars.transactions as the contract has them; vars.locations: store → location; vars.packs: GTIN → {sku, quantity}; vars.source.
 */
import rowOf from dwl::Inbox
import receiptOf, saleKey from dwl::Keys
import inBaseUnits, unknownGtin, withZeros from dwl::Packs
output application/java

fun kindOf(transaction, line) = line.kind default (if (transaction.kind == "Return" or transaction.kind == "Refund") transaction.kind else "Sale")

/** Of a fact what does not depend on what stores and products are called. */
fun commonOf(transaction, line) = do {
  var receipt = receiptOf(transaction.store, transaction.register, transaction.businessDay, transaction.sequence)
  // One register of all stores.
  var register = upper(transaction.store ++ "-" ++ transaction.register)
  var isVoid = transaction.kind == "Void"
  var voided = receiptOf(transaction.store, transaction.voids.register default transaction.register, transaction.voids.businessDay, transaction.voids.sequence)
  ---
  {
    key: saleKey(receipt, line.line),
    intent: if (isVoid) "Reversal" else if (kindOf(transaction, line) == "Return") "StockReturned" else "StockSold",
    occurredAt: transaction.occurredAt,
    source: vars.source,
    sequence: transaction.sequence,
    register: register,
    reference: receipt,
    businessDay: transaction.businessDay,
    (condition: line.condition) if (!isVoid and kindOf(transaction, line) == "Return" and line.condition != null),
    (correlation: line.correlation) if (!isVoid and line.correlation != null),
    (actor: transaction.actor) if (transaction.actor != null),
    device: transaction.device default register,
    (reason: line.reason) if (line.reason != null),
    (reverses: saleKey(voided, line.line)) if (isVoid)
  }
}

fun lineOf(transaction, line, place) = do {
  var store = upper(transaction.store)
  var location = vars.locations[store]
  var gtin = if (line.sku == null) withZeros(line.gtin) else null
  var pack = if (gtin == null) null else vars.packs[gtin]
  var sku = if (line.sku != null) trim(line.sku) else pack.sku
  var common = commonOf(transaction, line)
  var told = common ++ {
    store: store,
    quantity: line.quantity,
    (sku: upper(sku)) if (gtin == null),
    (gtin: gtin) if (gtin != null)
  }
  // Held lines keep what tills call things: whoever mends the store or the barcode re-drives them, and nothing was guessed.
  var fact = common ++ {
    sku: upper(sku default gtin),
    location: location default store,
    quantity: inBaseUnits(line.quantity, pack)
  }
  var unresolved = { (store: store) if (location == null), (gtin: gtin) if (sku == null) }
  var hold =
    if (location == null) { reason: "GW-UNKNOWN-STORE", message: "No location has the till store code $(store). Give it to one, and re-drive.", unresolved: unresolved }
    else if (sku == null) { reason: "GW-UNKNOWN-GTIN", message: unknownGtin(line.gtin), unresolved: unresolved }
    else null
  ---
  { line: line.line, fact: rowOf(place, told, fact, hold) }
}

---
vars.transactions map ((transaction, transactionIndex) -> {
  store: transaction.store,
  register: transaction.register,
  businessDay: transaction.businessDay,
  sequence: transaction.sequence,
  occurredAt: transaction.occurredAt,
  lines: (transaction.lines default []) map ((line, lineIndex) ->
    if (kindOf(transaction, line) != "Refund") lineOf(transaction, line, "$(transactionIndex).$(lineIndex)")
    else { line: line.line, fact: null })
})
