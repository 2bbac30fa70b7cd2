%dw 2.0
/** Every sequence that was told, also of what moved no goods: a number that never comes is a lost upload. */
output application/java
---
vars.upload map ((transaction) -> {
  network: vars.network,
  store: upper(transaction.store),
  register: upper(transaction.register),
  businessDay: transaction.businessDay,
  sequence: transaction.sequence,
  occurredAt: transaction.occurredAt
})
