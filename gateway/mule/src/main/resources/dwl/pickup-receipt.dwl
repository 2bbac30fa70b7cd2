%dw 2.0
import receiptOf from dwl::Keys
output application/java
---
receiptOf(vars.pickup.store, vars.pickup.register, vars.pickup.sale.businessDay, vars.pickup.sale.sequence)
