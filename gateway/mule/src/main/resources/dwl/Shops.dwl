%dw 2.0
/**
 * What happened in a shop, in the shop's words, as rows of facts: {key, movement, product, place, quantity, occurredAt}, and where they are told sku, reference,
 * actor, correlation, and a problem. What a movement means, and what places and products are called here, is looked up and never guessed.
 */
import rowOf from dwl::Inbox

var names = { square: "Square", shopify: "Shopify" }

/** What a shop calls a SKU as the org has it; null when it can be none there. */
fun skuOf(told) = do {
  var sku = upper(trim((told default "") as String))
  ---
  if (sku matches /[^|\p{Cc}\p{Cs}]{1,80}/) sku else null
}

fun isBefore(time, since) = (time as DateTime) < (since as DateTime)

/** Why a fact can be told by nobody, whatever is mended here. */
fun problemOf(fact, meaning, shop) =
  if (fact.problem != null) { reason: "GW-MALFORMED", message: fact.problem }
  else if (meaning == null) { reason: "GW-UNMAPPED", message: "What $(names[shop]) calls $(fact.movement) has no meaning for stock here. Book what really moved by hand, then discard this." }
  else if (round(fact.quantity * 1000) != fact.quantity * 1000) { reason: "GW-UNMAPPED", message: "The quantity is $(fact.quantity), and stock has at most 3 decimals. Book what really moved by hand, then discard this." }
  else null

fun unknownPlace(fact, shop) = {
  reason: "GW-UNKNOWN-STORE",
  message: (if (fact.place == "") "$(names[shop]) named no location" else "No location of ours stands for $(fact.place) of $(names[shop])")
    ++ ". Name it in the configuration ($(shop).locations) and start the application anew; this then goes on by itself."
}

fun unknownProduct(fact, shop) = {
  reason: "GW-UNKNOWN-SKU",
  message: (if (fact.product == "") "A line without a product" else "The product $(fact.product)")
    ++ " has no SKU in $(names[shop]) that can be one here (at most 80 characters, no |, no control characters). Name it in shop_product; this then goes on by itself."
}

/** @param shop name, source, meanings: movement → {intent, condition?}, places and products: what is theirs → what is ours */
fun rowOfShop(fact, index, shop) = do {
  var place = "$(shop.name)|$(fact.place)"
  var product = "$(shop.name)|$(fact.product)"
  var meaning = shop.meanings[fact.movement]
  var location = shop.places[place]
  var sku = fact.sku default shop.products[product]
  var problem = problemOf(fact, meaning, shop.name)
  var named = {
    key: fact.key,
    source: shop.source,
    sku: sku default product,
    location: location default place,
    quantity: fact.quantity,
    occurredAt: fact.occurredAt,
    (intent: meaning.intent) if (meaning != null),
    (condition: meaning.condition) if (meaning.condition != null),
    (reference: fact.reference) if (fact.reference != null),
    (actor: fact.actor) if (fact.actor != null),
    (correlation: fact.correlation) if (fact.correlation != null)
  }
  var unresolved = {
    (unmapped: fact.movement) if (problem != null),
    (place: place) if (location == null),
    (product: product) if (sku == null)
  }
  var reason =
    if (problem != null) problem
    else if (location == null) unknownPlace(fact, shop.name)
    else if (sku == null) unknownProduct(fact, shop.name)
    else null
  ---
  // The same state is told again and again, and which facts it makes is found out each time: what is known under its key is no contradiction.
  rowOf(index, { key: fact.key }, named, if (reason == null) null else reason ++ { unresolved: unresolved })
}
