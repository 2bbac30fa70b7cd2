%dw 2.0
/** Request keys of what stands under a pickup code or an order number here; a code that is neither is taken for a request key. */
output application/java
var found = (payload map ((task) -> task.Request_Key__c)) distinctBy $
---
if (isEmpty(found)) [vars.code] else found
