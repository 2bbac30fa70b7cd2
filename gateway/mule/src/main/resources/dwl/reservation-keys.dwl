%dw 2.0
/** Request keys behind a pickup code. */
output application/java
---
(payload map ((task) -> task.Request_Key__c)) distinctBy ((requestKey) -> requestKey)
