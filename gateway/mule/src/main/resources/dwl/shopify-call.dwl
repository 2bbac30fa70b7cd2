%dw 2.0
/** The headers are not signed: only the same event with the same body is the same. One event may be told under several topics. */
import idOf, orderTopics from dwl::Shopify
output application/java
var topic = attributes.headers."x-shopify-topic"
var event = attributes.headers."x-shopify-event-id" default attributes.headers."x-shopify-webhook-id"
var isOrder = orderTopics contains topic
var isRefund = topic == "refunds/create"
---
{
  isOrder: isOrder,
  isTold: isOrder or isRefund,
  event: "$(topic)|$(event)|$(vars.hash)",
  order: if (isOrder) idOf(payload.id) else if (isRefund) idOf(payload.order_id) else ""
}
