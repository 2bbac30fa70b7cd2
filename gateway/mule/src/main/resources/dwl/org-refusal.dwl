%dw 2.0
/** The org's own words of why it refuses, with its code. */
output application/java
var told = error.errorMessage.payload[0] default {}
---
{ code: told.errorCode default "GW-REFUSED", message: told.message default (error.description default "The org refuses this without saying why.") }
