%dw 2.0
/**
 * What orders and refunds of Shopify mean for stock: each line a sale, each restocked line of a refund something that came back. Told from any state of an order,
 * in any order of states, the facts add up to the same: the quantity of a line only grows, and what it grew by beyond what was told (the book) is a fact of its own.
 */
import isBefore, skuOf from dwl::Shops

var orderTopics = ["orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/fulfilled", "orders/partially_fulfilled"]

/** legacy_restock, no type and types that are not known yet are held for somebody to look at. */
var shopifyMeanings = {
  "sale": { intent: "StockSold" },
  "restock return": { intent: "StockReturned" },
  "restock cancel": { intent: "StockReturned", condition: "sellable" }
}

/** Identifiers are numbers there and texts from here on; a format keeps them from being written with an exponent. */
fun idOf(id) = if (id == null) "" else id as String {format: "0"}

fun isId(id) = id != null and (idOf(id) matches /[1-9][0-9]{0,18}/) and round(id) == id

fun lineOf(line) = do {
  var variant = idOf(line.variant_id)
  ---
  {
    id: idOf(line.id),
    sku: skuOf(line.sku),
    variant: variant,
    isProduct: !(line.gift_card default false) and (variant != "" or !isBlank(line.sku)),
    quantity: line.quantity
  }
}

fun refundOf(refund) = {
  id: idOf(refund.id),
  createdAt: refund.created_at,
  refundedAt: refund.processed_at default refund.created_at,
  lines: (refund.refund_line_items default []) map ((returned) -> {
    id: idOf(returned.id),
    orderLine: idOf(returned.line_item_id),
    place: idOf(returned.location_id),
    quantity: returned.quantity,
    restock: returned.restock_type default "of no type",
    line: if (returned.line_item == null) null else lineOf(returned.line_item)
  })
}

/** The request key of a reservation here that the shop noted. */
fun reservationOf(notes) = do {
  var noted = ((notes default []) filter ((note) -> note.name == "holdfast_reservation"))[0].value default ""
  ---
  if (noted matches /[A-Za-z0-9._:-]{1,80}/) noted else null
}

fun orderOf(order) = do {
  var boughtAt = order.processed_at default order.created_at
  ---
  {
    id: idOf(order.id),
    isTest: order.test default false,
    boughtAt: boughtAt,
    createdAt: order.created_at default boughtAt,
    updatedAt: order.updated_at,
    place: if (order.location_id == null) "online" else idOf(order.location_id),
    reservation: reservationOf(order.note_attributes),
    lines: order.line_items map ((line) -> lineOf(line)),
    refunds: (order.refunds default []) map ((refund) -> refundOf(refund))
  }
}

/** Holdfast hands over itself what it has promised to a customer who bought online, and tells so. */
fun isPassedOver(order, book) = if (book != null) book.isPassedOver else (order.isTest or (order.reservation != null and order.place == "online"))

fun grownOf(order, book) = order.lines filter ((line) -> line.isProduct and line.quantity > (book.lines[line.id] default 0))

/** What is told of the order from now on; null when that stays as it was. */
fun bookAfter(order, book) = do {
  var grown = grownOf(order, book)
  var ids = grown map ((line) -> line.id)
  ---
  if (book != null and isEmpty(grown)) null
  else {
    isPassedOver: isPassedOver(order, book),
    revision: (book.revision default 0) + 1,
    lines: ((book.lines default {}) filterObject ((quantity, id) -> !(ids contains (id as String)))) ++ { (grown map ((line) -> { (line.id): line.quantity })) }
  }
}

/** An edit tells no moment of its own. */
fun saleOf(order, line, book) = do {
  var told = book.lines[line.id]
  ---
  {
    key: "$(order.id)-$(line.id)" ++ (if (told == null) "" else "+$(book.revision)"),
    movement: "sale",
    product: line.variant,
    sku: line.sku,
    place: order.place,
    quantity: line.quantity - (told default 0),
    occurredAt: if (book == null) order.boughtAt else order.updatedAt,
    reference: order.id,
    correlation: order.reservation
  }
}

/** @param lines of the order, where they are known */
fun factsOfRefund(orderId, refund, lines, since) =
  if (isBefore(refund.createdAt, since)) []
  else refund.lines flatMap ((returned) -> do {
    var line = returned.line default (lines filter ((one) -> one.id == returned.orderLine))[0]
    ---
    if (returned.quantity == 0 or returned.restock == "no_restock" or line.isProduct == false) []
    else [{
      key: "$(orderId)-R$(refund.id)-$(returned.id)",
      movement: "restock $(returned.restock)",
      product: line.variant default "",
      sku: line.sku,
      place: returned.place,
      quantity: returned.quantity,
      occurredAt: refund.refundedAt,
      reference: orderId
    }]
  })

fun factsOfOrder(order, book, since) =
  if (isPassedOver(order, book)) []
  else (if (book == null and isBefore(order.createdAt, since)) [] else grownOf(order, book) map ((line) -> saleOf(order, line, book)))
    ++ (order.refunds flatMap ((refund) -> factsOfRefund(order.id, refund, order.lines, since)))
