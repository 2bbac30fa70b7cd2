%dw 2.0
/** Each may have 2,000 documents, and all together as well. Empty when all is well. */
output application/java
var documents = sum(payload.snapshots map ((snapshot) -> sizeOf(snapshot.documents default [])))
---
if (documents > 2000) "GW-MALFORMED: snapshots have $(documents) documents together; send at most 2000 at once." else ""
