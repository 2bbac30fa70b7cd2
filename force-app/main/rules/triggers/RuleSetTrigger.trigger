trigger RuleSetTrigger on Rule_Set__c (before insert, before update, before delete) { new RuleSetHandler(Trigger.new, Trigger.oldMap).run(Trigger.operationType); }
