%dw 2.0
/**
 * Transactions of tills as facts, one per line that moved goods, and what the caller is told of each line.
 * vars.transactions as the contract has them; vars.locations: store → location; vars.skus: GTIN → SKU; vars.source.
 */
import laneOf, receiptOf, saleKey from dwl::Keys
output application/java

var intents = { Sale: "StockSold", Return: "StockReturned" }

fun kindOf(transaction, line) = line.kind default (if (transaction.kind == "Void") "Void" else transaction.kind)

fun factOf(transaction, line, location, sku) = do {
  var receipt = receiptOf(transaction.store, transaction.register, transaction.businessDay, transaction.sequence)
  var isVoid = transaction.kind == "Void"
  var voided = receiptOf(transaction.store, transaction.voids.register default transaction.register, transaction.voids.businessDay, transaction.voids.sequence)
  ---
  {
    key: saleKey(receipt, line.line),
    intent: if (isVoid) "Reversal" else intents[kindOf(transaction, line)],
    sku: upper(sku),
    location: location,
    quantity: line.quantity,
    occurredAt: transaction.occurredAt,
    source: vars.source,
    sequence: transaction.sequence,
    register: upper(transaction.register),
    reference: receipt,
    businessDay: transaction.businessDay,
    (condition: line.condition default "inspection") if (!isVoid and kindOf(transaction, line) == "Return"),
    (correlation: line.correlation) if (line.correlation != null),
    (actor: transaction.actor) if (transaction.actor != null),
    device: transaction.device default transaction.register,
    (reason: line.reason) if (line.reason != null),
    (reverses: saleKey(voided, line.line)) if (isVoid)
  }
}

fun lineOf(transaction, line) = do {
  var store = upper(transaction.store)
  var location = vars.locations[store]
  var sku = line.sku default vars.skus[line.gtin]
  var key = saleKey(receiptOf(transaction.store, transaction.register, transaction.businessDay, transaction.sequence), line.line)
  // Held lines keep what tills call things: whoever mends the store or the barcode re-drives them, and nothing was guessed.
  var fact = factOf(transaction, line, location default store, sku default (line.gtin default ""))
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
      unresolved: if (hold == null) null else write({ (store: store) if (location == null), (gtin: line.gtin) if (sku == null) }, "application/json", { indent: false })
    }
  }
}

fun movesGoods(transaction, line) = transaction.kind == "Void" or (intents[kindOf(transaction, line)] != null)
---
vars.transactions map ((transaction) -> {
  store: transaction.store,
  register: transaction.register,
  businessDay: transaction.businessDay,
  sequence: transaction.sequence,
  occurredAt: transaction.occurredAt,
  lines: (transaction.lines default []) map ((line) ->
    if (transaction.kind != "NoSale" and movesGoods(transaction, line)) lineOf(transaction, line)
    else { line: line.line, key: null, hold: null, work: null })
})
