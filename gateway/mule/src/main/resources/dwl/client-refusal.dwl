%dw 2.0
import hashWith from dw::Crypto
import toHex from dw::core::Binaries
output application/java

var token = ((attributes.headers.authorization default "") scan /^Bearer (\S+)$/)[0][1] default ""
var hash = lower(toHex(hashWith(token as Binary {encoding: "UTF-8"}, "SHA-256")))
var clients = (p("secure::clients.table") splitBy ";") map ((row) -> do {
  var columns = trim(row) splitBy " "
  ---
  { name: columns[0], hash: columns[1], scopes: (columns[2] default "") splitBy "," }
})
var client = (clients filter ((row) -> row.hash == hash))[0]
---
if (token == "" or client == null)
  { kind: "UNAUTHORISED", text: "GW-UNAUTHORISED: Send the token of a configured client: Authorization: Bearer <token>." }
else if (!(client.scopes contains vars.scope))
  { kind: "FORBIDDEN", text: "GW-FORBIDDEN: $(client.name) may not do this: it needs the scope $(vars.scope), which the gateway's configuration gives." }
else { kind: "NONE", text: "" }
