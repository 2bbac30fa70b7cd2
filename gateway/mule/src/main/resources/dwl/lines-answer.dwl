%dw 2.0
import answersOf from dwl::Inbox
output application/json
---
{ lines: answersOf(vars.facts, vars.taken) }
