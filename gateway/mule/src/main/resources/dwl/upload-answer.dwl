%dw 2.0
/** What became of each line. */
import answersOf from dwl::Inbox
output application/json
var places = vars.facts map ((row) -> row.place)
var answers = answersOf(vars.facts, vars.taken)
---
{
  transactions: vars.upload map ((transaction) -> {
    store: transaction.store,
    register: transaction.register,
    businessDay: transaction.businessDay,
    sequence: transaction.sequence,
    lines: transaction.lines map ((line) ->
      if (line.fact == null) { line: line.line, status: "NoGoods" }
      else { line: line.line } ++ answers[places indexOf line.fact.place])
  })
}
