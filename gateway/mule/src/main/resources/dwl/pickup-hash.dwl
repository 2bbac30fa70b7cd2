%dw 2.0
/** Of what was asked, whoever asks it again, and in whatever order its fields come. */
import hashWith from dw::Crypto
import toHex from dw::core::Binaries
output application/java
var asked = [vars.pickup.code, vars.pickup.store, vars.pickup.register, vars.pickup.sale.businessDay, vars.pickup.sale.sequence, vars.pickup.sale.occurredAt]
---
lower(toHex(hashWith(write(asked, "application/json") as Binary {encoding: "UTF-8"}, "SHA-256")))
