%dw 2.0
import answersOf from dwl::Inbox
output application/json
---
{ intents: answersOf(vars.facts, vars.taken) }
