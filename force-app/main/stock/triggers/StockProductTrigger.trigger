trigger StockProductTrigger on Product2 (before insert, before update) { new StockProductHandler(Trigger.new, Trigger.oldMap).beforeSave(); }
