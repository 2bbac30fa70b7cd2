%dw 2.0
/** vars.isTold: this kind of call is read. vars.isFirst, of one that is; vars.isBell: it has changes read that it does not tell. */
output application/json
var news = ((vars.taken default []) filter ((one) -> one.status == "New")) map ((one) -> one.place)
var held = (vars.facts default []) filter ((row) -> row.hold != null and (news contains row.place))
---
{
  status:
    if (!vars.isTold) "Ignored"
    else if (!vars.isFirst) "Duplicate"
    else if (!isEmpty(held)) "Held"
    else if (vars.isBell or !isEmpty(news)) "Accepted"
    else if (!isEmpty(vars.facts default [])) "Duplicate"
    else "Ignored"
}
