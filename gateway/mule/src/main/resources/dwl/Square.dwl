%dw 2.0
/**
 * Changes of inventory as Square tells them, as what happened to goods. A change that cannot be read is kept and looked at, and holds up nobody. States that are
 * left out on purpose: those of promises that Holdfast did not give (RESERVED_FOR_SALE, SOLD_ONLINE), of one of two sides (IN_TRANSIT), CUSTOM, COMPOSED, DECOMPOSED.
 */
import hashWith from dw::Crypto
import toHex from dw::core::Binaries
import isMoment from dwl::Times

var squareMeanings = {
  "IN_STOCK>SOLD": { intent: "StockSold" },
  "RESERVED_FOR_SALE>SOLD": { intent: "StockSold" },
  "SOLD>IN_STOCK": { intent: "StockReturned", condition: "sellable" },
  "UNLINKED_RETURN>IN_STOCK": { intent: "StockReturned", condition: "sellable" },
  "SOLD>RETURNED_BY_CUSTOMER": { intent: "StockReturned", condition: "inspection" },
  "RETURNED_BY_CUSTOMER>IN_STOCK": { intent: "InspectionPassed" },
  "RETURNED_BY_CUSTOMER>WASTE": { intent: "StockScrapped", condition: "inspection" },
  "NONE>IN_STOCK": { intent: "StockReceived", condition: "sellable" },
  "ORDERED_FROM_VENDOR>IN_STOCK": { intent: "StockReceived", condition: "sellable" },
  "ORDERED_FROM_VENDOR>RECEIVED_FROM_VENDOR": { intent: "StockReceived", condition: "inspection" },
  "RECEIVED_FROM_VENDOR>IN_STOCK": { intent: "InspectionPassed" },
  "IN_STOCK>WASTE": { intent: "StockScrapped", condition: "sellable" },
  "COUNT IN_STOCK": { intent: "StockCounted" },
  "TRANSFER OUT": { intent: "TransferDispatched" },
  "TRANSFER EXPECTED": { intent: "TransferExpected" },
  "TRANSFER IN": { intent: "TransferReceived" }
}

/** Known, and nothing is here yet. */
var withoutGoods = ["NONE>ORDERED_FROM_VENDOR"]

var neededTexts = {
  ADJUSTMENT: ["id", "from_state", "to_state", "location_id", "catalog_object_id"],
  PHYSICAL_COUNT: ["id", "state", "location_id", "catalog_object_id"],
  TRANSFER: ["id", "state", "from_location_id", "to_location_id", "catalog_object_id"]
}

fun bodyOf(change) = change.adjustment default change.physical_count default change.transfer

fun textOf(value) = if (value is String) value else ""

/** No | and no control characters: the parts of keys and lanes are parted by the one, and lines of logs by the others. */
fun isText(value) = textOf(value) matches /[^|\p{Cc}]{1,100}/

/** Why a change cannot be read; empty when it can. */
fun wrongOf(change) = do {
  var body = bodyOf(change)
  var names = neededTexts[textOf(change."type")]
  ---
  if (names == null) "its type is none of ADJUSTMENT, PHYSICAL_COUNT and TRANSFER."
  else if (!isEmpty(names filter ((name) -> !isText(body[name])))) "$((names filter ((name) -> !isText(body[name])))[0]) is missing, or no text of at most 100 characters."
  else if (!isMoment(textOf(body.created_at)) or !isMoment(textOf(body.occurred_at))) "created_at or occurred_at is no time with an offset."
  else if (!(textOf(body.quantity) matches /[0-9]{1,12}(\.[0-9]{1,5})?/)) "quantity is no decimal of 0 or more."
  else ""
}

fun optional(value) = if (textOf(value) matches /[^\p{Cc}]{1,80}/) value else null

fun factOf(body, movement, place, key) = do {
  var kind = optional(body.catalog_object_type) default "ITEM_VARIATION"
  ---
  {
    key: key,
    movement: if (kind == "ITEM_VARIATION") movement else "$(movement) of $(kind)",
    product: body.catalog_object_id,
    place: place,
    quantity: body.quantity as Number,
    occurredAt: body.occurred_at,
    reference: optional(body.transaction_id) default optional(body.refund_id) default optional(body.reference_id),
    actor: optional(body.team_member_id) default optional(body.employee_id)
  }
}

/** Under one key however often it is read. */
fun unreadable(change, wrong, readAt) = {
  key: "unreadable-" ++ (lower(toHex(hashWith(write(change, "application/json", { indent: false }) as Binary {encoding: "UTF-8"}, "SHA-256")))[0 to 31]),
  movement: "unreadable",
  product: "",
  place: "",
  quantity: 0,
  occurredAt: readAt,
  problem: "A change of inventory at Square cannot be read: $(wrong) Book what really moved by hand, then discard this."
}

/** A transfer is one change there, and leaves one shelf for another at once. */
fun factsOfTransfer(body) =
  if (body.state != "IN_STOCK") [factOf(body, "TRANSFER of $(body.state)", body.from_location_id, body.id)]
  else [
    factOf(body, "TRANSFER OUT", body.from_location_id, "$(body.id)-OUT"),
    factOf(body, "TRANSFER EXPECTED", body.to_location_id, "$(body.id)-EXPECTED"),
    factOf(body, "TRANSFER IN", body.to_location_id, "$(body.id)-IN")
  ]

fun factsOfAdjustment(body) = do {
  var movement = "$(body.from_state)>$(body.to_state)"
  ---
  if (withoutGoods contains movement) [] else [factOf(body, movement, body.location_id, body.id)]
}

/** @param readAt stands for the moment of a change that tells none */
fun factsOfChange(change, readAt) = do {
  var body = bodyOf(change)
  var wrong = wrongOf(change)
  ---
  if (wrong != "") [unreadable(change, wrong, readAt)]
  else if (change."type" == "ADJUSTMENT") factsOfAdjustment(body)
  else if (change."type" == "PHYSICAL_COUNT") [factOf(body, "COUNT $(body.state)", body.location_id, body.id)]
  else factsOfTransfer(body)
}
