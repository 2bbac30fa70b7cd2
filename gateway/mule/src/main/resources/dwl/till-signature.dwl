%dw 2.0
import hexSignature, isAnySame, bytesOf from dwl::Signatures
output application/java

var networks = (p("tills.networks") splitBy ",") map ((name) -> trim(name))
var network = attributes.headers."x-till" default ""
var parts = ((attributes.headers."x-signature" default "") splitBy ",") map ((part) -> trim(part))
var stamps = (parts filter ((part) -> part startsWith "t=")) map ((part) -> part[2 to -1])
var givens = (parts filter ((part) -> part startsWith "v1=")) map ((part) -> lower(part[3 to -1]))
var stamp = stamps[0] default ""
var mostSeconds = p("tills.clockSeconds") as Number
var isStamp = sizeOf(stamps) == 1 and (stamp matches /[0-9]{1,12}/)
var offSeconds = if (isStamp) abs((now() as Number {unit: "seconds"}) - (stamp as Number)) else 0
// What has no body signs its path with the query instead.
var hasBody = (payload.^raw != null) and (sizeOf(payload.^raw) > 0)
var signed = if (hasBody) payload.^raw else bytesOf(attributes.rawRequestUri)
var isKnown = networks contains network
var fits = isKnown and isStamp and isAnySame(
  [p("secure::tills.$(network).current"), p("secure::tills.$(network).next")] map ((secret) -> hexSignature(secret, stamp, signed)),
  givens[0 to 1] default givens)
---
if (!fits)
  "GW-SIGNATURE: X-Till and X-Signature do not fit a till network, its secrets and this body. Sign the bytes that are sent: t=<seconds>,v1=<HMAC-SHA256 of t + \".\" + body>."
else if (offSeconds > mostSeconds)
  "GW-CLOCK: The clock of the till is $(offSeconds) s off; at most $(mostSeconds) s are taken. Set it, and sign again."
else ""
