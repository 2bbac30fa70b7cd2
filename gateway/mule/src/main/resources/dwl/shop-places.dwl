%dw 2.0
/** Locations of the configuration: theirs=ours, separated by commas. */
output application/java
fun placesOf(shop, text) = ((text splitBy ",") filter ((pair) -> pair contains "=")) map ((pair) -> do {
  var names = pair splitBy "="
  ---
  { place: "$(shop)|$(trim(names[0]))", location: upper(trim(names[1])) }
})
---
placesOf("square", p("square.locations")) ++ placesOf("shopify", p("shopify.locations"))
