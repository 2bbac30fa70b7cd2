%dw 2.0
output application/java
---
payload map ((location) -> { store: upper(trim(location.Till_Store_Code__c)), location: location.Code__c })
