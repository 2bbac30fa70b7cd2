%dw 2.0
import skuOf from dwl::Shops
output application/java
var rows = (payload.objects default []) map ((found) -> { product: "square|$(found.id)", sku: skuOf(found.item_variation_data.sku) })
---
rows filter ((row) -> row.sku != null)
