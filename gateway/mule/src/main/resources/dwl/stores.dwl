%dw 2.0
output application/java
---
((vars.transactions map ((transaction) -> upper(transaction.store))) distinctBy $) joinBy ","
