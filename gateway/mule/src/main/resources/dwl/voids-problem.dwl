%dw 2.0
/** A till takes back transactions of its own store. */
output application/java
var others = vars.transactions filter ((transaction) -> transaction.voids.store != null and transaction.voids.store != transaction.store)
---
if (isEmpty(others)) ""
else "GW-MALFORMED: A Transaction takes back one of $(others[0].voids.store); a till takes back those of its own store."
