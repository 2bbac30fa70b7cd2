%dw 2.0
/** Over the notification address, as it is subscribed, and the body. Every live secret is tried. */
import base64Signature, bytesOf, isAnySame from dwl::Signatures
import concatWith from dw::core::Binaries
output application/java
var signed = bytesOf(p("square.notificationUrl")) concatWith (payload.^raw default bytesOf(""))
var secrets = [p("secure::square.webhook.current"), p("secure::square.webhook.next")]
var given = attributes.headers."x-square-hmacsha256-signature" default ""
---
if (isAnySame(secrets map ((secret) -> base64Signature(secret, signed)), [given])) ""
else "GW-SIGNATURE: No signature fits. The secret of the subscription, or the address it was made for, is another than the gateway is configured with."
