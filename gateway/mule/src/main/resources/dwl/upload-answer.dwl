%dw 2.0
/** What became of each line: payload says, per stored row and in their order, whether it is new. */
output application/json
var keys = vars.work map ((row) -> row.key)
var counts = payload
fun isNew(key) = (counts[(keys indexOf key)] default 0) != 0
---
{
  transactions: vars.upload map ((transaction) -> {
    store: transaction.store,
    register: transaction.register,
    businessDay: transaction.businessDay,
    sequence: transaction.sequence,
    lines: transaction.lines map ((line) ->
      if (line.work == null) { line: line.line, status: "NoGoods" }
      else if (!isNew(line.key)) { line: line.line, status: "Duplicate", key: line.key }
      else if (line.hold != null) { line: line.line, status: "Held", key: line.key, reason: line.hold.reason, message: line.hold.message }
      else { line: line.line, status: "Accepted", key: line.key })
  })
}
