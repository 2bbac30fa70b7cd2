trigger LocationGroupTrigger on Location_Group__c (before insert, before update) { new LocationGroupHandler(Trigger.new, Trigger.oldMap).beforeSave(); }
