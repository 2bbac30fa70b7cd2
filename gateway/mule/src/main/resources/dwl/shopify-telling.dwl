%dw 2.0
/** What a call tells beyond what was told of its order before: {facts, book}. Whether a refund is of an order that counts here only the order says. */
import bookAfter, factsOfOrder, factsOfRefund, idOf, orderOf, refundOf from dwl::Shopify
output application/java
var told = vars.bookRows[0].book
var book = if (told == null) null else read(told as String, "application/json")
---
if (vars.call.isOrder) do {
  var order = orderOf(payload)
  ---
  { facts: factsOfOrder(order, book, vars.since), book: bookAfter(order, book) }
}
else { facts: if (book.isPassedOver default false) [] else factsOfRefund(idOf(payload.order_id), refundOf(payload), [], vars.since), book: null }
