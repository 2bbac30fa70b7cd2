%dw 2.0
import isSame from dwl::Signatures
output application/java
var token = ((attributes.headers.authorization default "") scan /^Bearer (\S+)$/)[0][1] default ""
---
if (isSame(p("secure::sap.doorbellToken"), token)) ""
else "GW-UNAUTHORISED: Send the token agreed for doorbells: Authorization: Bearer <token>."
