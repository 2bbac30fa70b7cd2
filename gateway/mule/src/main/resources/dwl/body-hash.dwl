%dw 2.0
import hashWith from dw::Crypto
import toHex from dw::core::Binaries
output application/java
---
lower(toHex(hashWith(payload.^raw, "SHA-256")))
