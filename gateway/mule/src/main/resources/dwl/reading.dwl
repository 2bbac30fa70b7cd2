%dw 2.0
/** Everything that was read, for the database to compare. */
output application/java
var moment = (vars.asOf >> "UTC") as String {format: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"}
---
write({
  asOf: moment,
  "from": vars.since[0].since,
  plants: vars.area.plants,
  locations: vars.area.locations,
  before: vars.before,
  after: vars.after,
  stock: vars.stock
}, "application/json", { indent: false })
