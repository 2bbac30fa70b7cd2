%dw 2.0
/**
 * Items of material documents as facts, by the movement map that people keep in the org (Movement_Map__mdt), with the meaning the Node gateway
 * gives it. SAP's items carry no sign: what arrives and what leaves is what the map says. All of a document or nothing: what the map does not
 * say is never guessed.
 */
import itemKey from dwl::Keys

var conditions = { "01": "sellable", "02": "inspection", "03": "inspection", "04": "transit", "05": "transit", "06": "transit", "07": "damaged", "08": "damaged", "10": "damaged" }
var inTransit = "06"

fun generalRuleOf(rules, item) = (rules.movements filter ((rule) -> rule.Movement_Type__c == item.movementType and isEmpty(rule.Stock_Type__c)))[0]
fun exactRuleOf(rules, item, stockType) = (rules.movements filter ((rule) -> rule.Movement_Type__c == item.movementType and rule.Stock_Type__c == stockType))[0]

/** The rule for exactly this stock type, or the one for any. */
fun ruleOf(rules, item) = exactRuleOf(rules, item, item.stockType) default generalRuleOf(rules, item)

fun conditionOf(rule, stockType) = if (isEmpty(rule.Condition__c)) conditions[stockType] else rule.Condition__c

/** +1 arrives, -1 leaves, 0 has no effect here. The item that SAP makes by itself is the other leg of a transfer. */
fun signOf(direction, isAutomatic) = direction match {
  case "+" -> 1
  case "-" -> -1
  case "-+" -> if (isAutomatic) 1 else -1
  case "+-" -> if (isAutomatic) -1 else 1
  else -> 0
}

fun isOurs(rules, item) = (rules.places map ((place) -> place.plant)) contains item.plant

/** Our location, null when none or more than one is meant. An empty storage location is the plant as a whole, where goods in transit to it are. */
fun locationOf(rules, plant, storageLocation) = do {
  var ofPlant = rules.places filter ((place) -> place.plant == plant)
  var exact = ofPlant filter ((place) -> place.storageLocation == storageLocation)
  var whole = ofPlant filter ((place) -> place.storageLocation == "")
  var found = if (!isEmpty(exact)) exact else if (!isEmpty(whole)) whole else if (storageLocation == "") ofPlant else []
  ---
  if (sizeOf(found) == 1) found[0].location else null
}

/** Of others (special stock, plants that are not ours), or without effect. */
fun isPassedOver(rules, item) = !isOurs(rules, item) or !isEmpty(item.specialStockType)
fun movesNothing(rule, item) = rule != null and (signOf(rule.Direction__c, item.isAutomatic) == 0 or item.quantity == 0)

/**
 * The receipt of a stock transport order takes goods out of transit, and the document has no item for it: the map says so by a rule for stock
 * type 06 beside the general one.
 */
fun hasTransit(rules, document, item) =
  item.issuingOrReceivingPlant != null and exactRuleOf(rules, item, inTransit) != null and generalRuleOf(rules, item) != null
    and isEmpty(document.items filter ((other) -> other.material == item.material and other.stockType == inTransit and other.movementType == item.movementType))

/** The local facts a document stands for. */
fun confirmsOf(rules, document, rule) = do {
  var receipt = if ((document.headerText default "") matches /[A-Za-z0-9_.]+-[A-Za-z0-9_.]+-[0-9]{8}-[0-9]+/) document.headerText else null
  var reference = if (rule.Confirms__c == "BusinessDay") receipt default document.reference else document.reference
  var isByDay = rule.Confirms__c == "BusinessDay" and rules.tillMode == "ByDay"
  var isFinal = rule.Confirms__c == "BusinessDay" and rules.tillMode == "Final"
  ---
  if (isEmpty(rule.Confirms__c) or rule.Confirms__c == "None" or isFinal) null
  else if (isByDay) { businessDay: document.postingDate }
  else if (reference == null) null
  else { reference: reference }
}

fun problemOf(rules, document, item) = do {
  var rule = ruleOf(rules, item)
  ---
  if (isPassedOver(rules, item) or movesNothing(rule, item)) []
  else if (rule == null or conditionOf(rule, item.stockType) == null)
    [{ reason: "GW-UNMAPPED", message: "item $(item.item): movement type $(item.movementType) with stock type $(item.stockType) is not in the movement map. Say in Setup (Movement Map) what it does, and re-drive; nothing of the document counts until then." }]
  else if (locationOf(rules, item.plant, item.storageLocation) == null or (hasTransit(rules, document, item) and locationOf(rules, item.plant, "") == null))
    [{ reason: "GW-UNKNOWN-PLANT", message: "item $(item.item): not one location of ours is plant $(item.plant), storage location $(item.storageLocation). Set ERP Plant and ERP Storage Location of the location it is, and re-drive." }]
  else []
}

/** Why the document waits, the first reason of all; null when it need not. */
fun waitsFor(rules, document) =
  // References of this form were given by write-back, which is the Node gateway's: only it knows which request they stand for.
  if ((document.reference default "") matches /HF[0-9A-HJKMNP-TV-Z]{14}/)
    { reason: "GW-UNMAPPED", message: "its reference $(document.reference) was given by the gateway that posts to SAP; let that one read it." }
  else (document.items flatMap ((item) -> problemOf(rules, document, item)))[0]

fun factOf(rules, document, item) = do {
  var rule = ruleOf(rules, item)
  var confirms = confirmsOf(rules, document, rule)
  var reference = document.reference default document.headerText
  ---
  {
    key: itemKey(document.year, document.number, item.item),
    intent: "StockDocument",
    sku: upper(item.material),
    location: locationOf(rules, item.plant, item.storageLocation),
    quantity: signOf(rule.Direction__c, item.isAutomatic) * item.quantity,
    condition: conditionOf(rule, item.stockType),
    occurredAt: document.createdAt,
    source: rules.source,
    businessDay: document.postingDate,
    reason: "$(item.movementType) $(rule.Intent_Label__c)",
    (reference: reference) if (reference != null),
    (confirms: if (item.reverses != null and confirms.reference != null) confirms ++ { takesBack: true } else confirms) if (confirms != null)
  }
}

fun transitFactOf(rules, document, item) = do {
  var rule = exactRuleOf(rules, item, inTransit)
  ---
  (factOf(rules, document, item) - "key" - "location" - "condition" - "quantity" - "reason") ++ {
    key: itemKey(document.year, document.number, item.item) ++ "/T",
    location: locationOf(rules, item.plant, ""),
    condition: conditionOf(rule, inTransit) default "transit",
    quantity: signOf(rule.Direction__c, false) * item.quantity,
    reason: "$(item.movementType) $(rule.Intent_Label__c)"
  }
}

fun factsOf(rules, document) = document.items flatMap ((item) ->
  if (isPassedOver(rules, item) or movesNothing(ruleOf(rules, item), item)) []
  else if (hasTransit(rules, document, item)) [factOf(rules, document, item), transitFactOf(rules, document, item)]
  else [factOf(rules, document, item)])
