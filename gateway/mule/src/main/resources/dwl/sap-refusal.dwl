%dw 2.0
/** SAP's own code and words. */
output application/java
---
(payload.error.code default "GW-REFUSED") ++ ": " ++ (payload.error.message.value default "SAP refuses this without saying why.")
