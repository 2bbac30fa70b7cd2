trigger ExpectedSupplyTrigger on Expected_Supply__c (before insert, before update) { new ExpectedSupplyHandler(Trigger.new).beforeSave(); }
