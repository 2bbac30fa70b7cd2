%dw 2.0
/** Rows of what happened in vars.shop. */
import rowOfShop from dwl::Shops
import shopifyMeanings from dwl::Shopify
import squareMeanings from dwl::Square
output application/java
var meanings = if (vars.shop == "square") squareMeanings else shopifyMeanings
var places = { (vars.placeRows map ((row) -> { (row.place): row.location })) }
var products = { (vars.productRows map ((row) -> { (row.product): row.sku })) }
---
vars.happened map ((fact, index) -> rowOfShop(fact, index, { name: vars.shop, source: vars.source, meanings: meanings, places: places, products: products }))
