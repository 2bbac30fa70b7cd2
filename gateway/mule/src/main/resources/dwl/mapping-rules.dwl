%dw 2.0
/** What documents are mapped by, as the org had it when it was copied last. */
output application/java
var policies = vars.policies default []
fun modeOf(source) = (policies filter ((policy) -> policy.Source__c == source))[0].Mode__c
---
{
  source: p("sap.source"),
  movements: vars.movements default [],
  places: vars.places default [],
  tillMode: modeOf(p("tills.source")) default (modeOf("Default") default "Final")
}
