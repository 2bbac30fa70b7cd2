%dw 2.0
/** Over the body. Every live secret is tried. */
import base64Signature, bytesOf, isAnySame from dwl::Signatures
output application/java
var signed = payload.^raw default bytesOf("")
var secrets = [p("secure::shopify.webhook.current"), p("secure::shopify.webhook.next")]
var given = attributes.headers."x-shopify-hmac-sha256" default ""
---
if (isAnySame(secrets map ((secret) -> base64Signature(secret, signed)), [given])) ""
else "GW-SIGNATURE: No signature fits. The secret of the subscription is another than the gateway is configured with."
