%dw 2.0
/**
 * Items of material documents as facts, by the movement map that people keep in the org (Movement_Map__mdt). SAP's items carry no sign:
 * what arrives and what leaves is what the map says. What the map does not say is never guessed: the whole document waits.
 */
import itemKey from dwl::Keys

var conditionOfStockType = { "01": "sellable", "02": "inspection", "03": "inspection", "04": "transit", "05": "transit", "06": "transit", "07": "damaged", "08": "damaged", "10": "damaged" }

/** The row for this stock type, otherwise the one for every stock type. Rows that are not active do not count. */
fun ruleOf(movementMap, item) = do {
  var rules = movementMap filter ((rule) -> rule.Active__c == true and rule.Movement_Type__c == item.movementType)
  ---
  (rules filter ((rule) -> rule.Stock_Type__c == item.stockType))[0] default (rules filter ((rule) -> isEmpty(rule.Stock_Type__c)))[0]
}

/** +1 arrives, -1 leaves, 0 has no effect here. The item that SAP makes by itself is the other leg of a transfer. */
fun signOf(direction, isAutomatic) = direction match {
  case "+" -> 1
  case "-" -> -1
  case "-+" -> if (isAutomatic) 1 else -1
  case "+-" -> if (isAutomatic) -1 else 1
  else -> 0
}

fun confirmsOf(rule, document) =
  if (rule.Confirms__c == "Reference" and !isEmpty(document.reference)) { reference: document.reference }
  else if (rule.Confirms__c == "BusinessDay") { businessDay: document.postingDate }
  else null

/** Why the document waits, for each item that cannot be mapped. */
fun problemsOf(movementMap, locations, document) = document.items flatMap ((item) -> do {
  var rule = ruleOf(movementMap, item)
  ---
  if (!isEmpty(item.specialStockType)) []
  else if (rule == null) ["Item $(item.item): movement type $(item.movementType) with stock type $(item.stockType) is not in the movement map."]
  else if (rule.Direction__c == "0") []
  else if (isEmpty(rule.Condition__c) and conditionOfStockType[item.stockType] == null) ["Item $(item.item): stock type $(item.stockType) is known neither to the movement map nor to the gateway."]
  else if (locations["$(item.plant)|$(item.storageLocation)"] == null) ["Item $(item.item): no location has plant $(item.plant) and storage location $(item.storageLocation)."]
  else []
})

fun factsOf(movementMap, locations, source, document) = document.items flatMap ((item) -> do {
  var rule = ruleOf(movementMap, item)
  var sign = signOf(rule.Direction__c, item.isAutomatic)
  var confirms = confirmsOf(rule, document)
  ---
  // Stock of others (consignment, projects, orders) is not what we may promise.
  if (!isEmpty(item.specialStockType) or sign == 0) []
  else [{
    key: itemKey(document.year, document.number, item.item),
    intent: "StockDocument",
    sku: upper(item.material),
    location: locations["$(item.plant)|$(item.storageLocation)"],
    quantity: sign * item.quantity,
    condition: if (isEmpty(rule.Condition__c)) conditionOfStockType[item.stockType] else rule.Condition__c,
    occurredAt: document.createdAt,
    source: source,
    (reference: document.reference) if (!isEmpty(document.reference)),
    (confirms: confirms) if (confirms != null)
  }]
})
