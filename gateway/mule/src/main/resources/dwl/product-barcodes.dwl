%dw 2.0
output application/java
---
payload map ((barcode) -> { gtin: barcode.GTIN__c, sku: barcode.Product__r.SKU__c })
