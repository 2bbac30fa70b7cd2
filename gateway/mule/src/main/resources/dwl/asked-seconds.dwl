%dw 2.0
/** Seconds of Retry-After of the answer that failed; 0 when there is no answer, or it does not say. */
output application/java
var header = (error.errorMessage.attributes.headers."retry-after" default "0") as String
---
if (header matches /[0-9]{1,5}/) header as Number else 0
