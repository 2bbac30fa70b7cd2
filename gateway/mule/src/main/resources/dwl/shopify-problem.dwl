%dw 2.0
/** What a schema of JSON cannot say: what belongs to the topic, identifiers, times with an offset. Empty when all is well, or nobody reads the topic. */
import isId, orderTopics from dwl::Shopify
import problemOfTimes from dwl::Times
output application/java
var headers = attributes.headers
var topic = headers."x-shopify-topic"
var isOrder = orderTopics contains topic
var isRefund = topic == "refunds/create"
var refunds = if (isOrder) payload.refunds default [] else [payload]
var returned = refunds flatMap ((refund) -> refund.refund_line_items default [])
var lines = (payload.line_items default []) ++ ((returned filter ((line) -> line.line_item != null)) map ((line) -> line.line_item))
var ids = [{ name: "id", id: payload.id }]
  ++ (if (isRefund) [{ name: "order_id", id: payload.order_id }] else [])
  ++ (if (isOrder and payload.location_id != null) [{ name: "location_id", id: payload.location_id }] else [])
  ++ (refunds map ((refund) -> { name: "refunds.id", id: refund.id }))
  ++ (lines map ((line) -> { name: "line_items.id", id: line.id }))
  ++ ((lines filter ((line) -> line.variant_id != null)) map ((line) -> { name: "line_items.variant_id", id: line.variant_id }))
  ++ (returned map ((line) -> { name: "refund_line_items.id", id: line.id }))
  ++ (returned map ((line) -> { name: "refund_line_items.line_item_id", id: line.line_item_id }))
  ++ ((returned filter ((line) -> line.location_id != null)) map ((line) -> { name: "refund_line_items.location_id", id: line.location_id }))
var wrongIds = ids filter ((one) -> !isId(one.id))
var lacking =
  (if (isEmpty(headers."x-shopify-event-id") and isEmpty(headers."x-shopify-webhook-id")) ["X-Shopify-Event-Id"] else [])
    ++ (if (isOrder and payload.processed_at == null and payload.created_at == null) ["processed_at"] else [])
    ++ (if (isOrder and payload.updated_at == null) ["updated_at"] else [])
    ++ (if (isOrder and payload.line_items == null) ["line_items"] else [])
    ++ (if (isRefund and payload.refund_line_items == null) ["refund_line_items"] else [])
    ++ (if (isRefund and payload.created_at == null) ["created_at"] else [])
var times = [payload.created_at, payload.processed_at, payload.updated_at] ++ (refunds flatMap ((refund) -> [refund.created_at, refund.processed_at]))
---
if (!isEmpty(lacking)) "GW-MALFORMED: $(lacking[0]) is missing."
else if (!isOrder and !isRefund) ""
else if (!isEmpty(wrongIds)) "GW-MALFORMED: $(wrongIds[0].name) is missing, or no identifier of up to 19 digits."
else problemOfTimes(times filter ((time) -> time != null))
