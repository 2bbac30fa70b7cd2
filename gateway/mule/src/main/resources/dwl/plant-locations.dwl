%dw 2.0
/** `PLANT|STORAGE` → code. */
output application/json
---
{ (payload map ((location) -> { ("$(location.ERP_Plant__c)|$(location.ERP_Storage_Location__c)"): location.Code__c })) }
