%dw 2.0
import picked, pickedAll from dwl::Picks
output application/json
var names = ["key", "sku", "location", "asOf", "from", "sellable", "inspection", "damaged"]
---
{
  source: payload.source,
  snapshots: payload.snapshots map ((snapshot) -> (picked(snapshot, names) ++ {
    (documents: pickedAll(snapshot.documents, ["key", "quantity", "condition", "occurredAt", "confirms"])) if (snapshot.documents != null)
  }))
}
