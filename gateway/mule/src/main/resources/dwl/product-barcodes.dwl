%dw 2.0
import leftPad from dw::core::Strings
output application/java
---
payload map ((barcode) -> { gtin: leftPad(barcode.GTIN__c, 14, "0"), sku: barcode.Product__r.SKU__c, quantity: barcode.Pack_Quantity__c default 1 })
