trigger StockLocationTrigger on Stock_Location__c (before insert, before update) { new StockLocationHandler(Trigger.new, Trigger.oldMap).beforeSave(); }
