trigger ProductBarcodeTrigger on Product_Barcode__c (before insert, before update) { new ProductBarcodeHandler(Trigger.new).beforeSave(); }
