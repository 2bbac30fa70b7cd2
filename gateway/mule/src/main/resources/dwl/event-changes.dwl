%dw 2.0
/** One event of Availability_Changed__e as a row; an event without its fields has none, and the reading of GET /changes tells it. */
import laneOf from dwl::Keys
output application/java
---
if (payload.SKU__c == null or payload.Version__c == null) []
else [{
  key: laneOf(payload.SKU__c, payload.Location_Code__c),
  sku: payload.SKU__c,
  location: payload.Location_Code__c,
  available: payload.Available__c default 0,
  version: payload.Version__c
}]
