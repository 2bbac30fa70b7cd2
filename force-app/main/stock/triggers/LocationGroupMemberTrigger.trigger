trigger LocationGroupMemberTrigger on Location_Group_Member__c (before insert, before update) { new LocationGroupMemberHandler(Trigger.new).beforeSave(); }
