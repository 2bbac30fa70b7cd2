%dw 2.0
import withZeros from dwl::Packs
output application/java
---
payload map ((barcode) -> { gtin: withZeros(barcode.GTIN__c), sku: barcode.Product__r.SKU__c, quantity: barcode.Pack_Quantity__c default 1 })
