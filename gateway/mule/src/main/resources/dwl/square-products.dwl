%dw 2.0
/** Products of the page, and those that something is held for; a call takes 1,000. */
import slice from dw::core::Arrays
output application/java
var told = (vars.happened map ((fact) -> fact.product)) ++ (vars.heldProducts map ((row) -> row.product))
var products = (told filter ((product) -> !isEmpty(product))) distinctBy ((product) -> product)
---
slice(products, 0, 1000)
