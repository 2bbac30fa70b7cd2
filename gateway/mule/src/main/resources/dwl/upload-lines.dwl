%dw 2.0
/**
 * Transactions of tills as facts, one per line that moved goods, and what the caller is told of each line.
 * vars.transactions as the contract has them; vars.locations: store → location; vars.packs: GTIN → {sku, quantity}; vars.source.
 */
import laneOf, receiptOf, saleKey from dwl::Keys
import leftPad from dw::core::Strings
output application/java

fun kindOf(transaction, line) = line.kind default (if (transaction.kind == "Return" or transaction.kind == "Refund") transaction.kind else "Sale")

fun factOf(transaction, line, location, sku, quantity) = do {
  var receipt = receiptOf(transaction.store, transaction.register, transaction.businessDay, transaction.sequence)
  // One register of all stores.
  var register = upper(transaction.store ++ "-" ++ transaction.register)
  var isVoid = transaction.kind == "Void"
  var voided = receiptOf(transaction.store, transaction.voids.register default transaction.register, transaction.voids.businessDay, transaction.voids.sequence)
  ---
  {
    key: saleKey(receipt, line.line),
    intent: if (isVoid) "Reversal" else if (kindOf(transaction, line) == "Return") "StockReturned" else "StockSold",
    sku: upper(sku),
    location: location,
    quantity: quantity,
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

fun lineOf(transaction, line) = do {
  var store = upper(transaction.store)
  var location = vars.locations[store]
  // A barcode may stand for several: the quantity counts what was scanned.
  var gtin = if (line.sku == null) leftPad(line.gtin, 14, "0") else null
  var pack = if (gtin == null) null else vars.packs[gtin]
  var sku = if (line.sku != null) trim(line.sku) else pack.sku
  var quantity = line.quantity * (pack.quantity default 1)
  var key = saleKey(receiptOf(transaction.store, transaction.register, transaction.businessDay, transaction.sequence), line.line)
  // Held lines keep what tills call things: whoever mends the store or the barcode re-drives them, and nothing was guessed.
  var fact = factOf(transaction, line, location default store, sku default gtin, quantity)
  var hold =
    if (location == null) { reason: "GW-UNKNOWN-STORE", message: "No location has the till store code $(store). Give it to one, and re-drive." }
    else if (sku == null) { reason: "GW-UNKNOWN-GTIN", message: "No product has the barcode $(line.gtin). Give it to one, and re-drive." }
    else null
  ---
  {
    line: line.line,
    key: key,
    hold: hold,
    work: {
      kind: "fact",
      source: vars.source,
      key: key,
      lane: laneOf(fact.sku, fact.location),
      body: write(fact, "application/json", { indent: false }),
      occurredAt: transaction.occurredAt,
      state: if (hold == null) "Waiting" else "Dead",
      reason: hold.reason,
      message: hold.message,
      unresolved: if (hold == null) null else write({ (store: store) if (location == null), (gtin: gtin) if (sku == null) }, "application/json", { indent: false })
    }
  }
}

---
vars.transactions map ((transaction) -> {
  store: transaction.store,
  register: transaction.register,
  businessDay: transaction.businessDay,
  sequence: transaction.sequence,
  occurredAt: transaction.occurredAt,
  lines: (transaction.lines default []) map ((line) ->
    if (kindOf(transaction, line) != "Refund") lineOf(transaction, line)
    else { line: line.line, key: null, hold: null, work: null })
})
