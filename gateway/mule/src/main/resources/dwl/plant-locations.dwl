%dw 2.0
/** Places of the ERP; without a storage location, the plant as a whole. */
output application/json
---
payload map ((location) -> { location: location.Code__c, plant: location.ERP_Plant__c, storageLocation: location.ERP_Storage_Location__c default "" })
