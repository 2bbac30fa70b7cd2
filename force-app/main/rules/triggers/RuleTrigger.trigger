trigger RuleTrigger on Rule__c (before insert, before update, before delete) { new RuleHandler(Trigger.new, Trigger.old).before(); }
