%dw 2.0
/** Locations that are none with an ERP plant. Empty when all are. */
output application/java
var known = vars.rules.places map ((place) -> place.location)
var unknown = (vars.asked filter ((code) -> !(known contains code)))[0]
---
if (unknown == null) "" else "GW-UNKNOWN-LOCATION: $(unknown) is no location with an ERP plant."
