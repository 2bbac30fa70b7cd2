%dw 2.0
import problemOfTimes from dwl::Times
output application/java
---
problemOfTimes(vars.transactions map ((transaction) -> transaction.occurredAt))
