%dw 2.0
/** Plants and locations of the run; all that have an ERP plant unless some were asked for. */
output application/java
var asked = if (vars.runs[0].locations == null) null else read(vars.runs[0].locations as String, "application/json")
var places = if (asked == null) vars.rules.places else vars.rules.places filter ((place) -> asked contains place.location)
---
{
  plants: (places map ((place) -> place.plant)) distinctBy ((plant) -> plant),
  locations: (places map ((place) -> place.location)) distinctBy ((location) -> location)
}
