%dw 2.0
/** Own stock by position and condition, behind what was read before. Goods in transit and tied empties are no part of a snapshot. */
import conditions, locationOf from dwl::Movements
import text from dwl::Sap
output application/java
var rows = vars.entities map ((row) -> {
  sku: upper(row.Material),
  location: locationOf(vars.rules, row.Plant, row.StorageLocation default ""),
  condition: conditions[row.InventoryStockType default ""],
  isOwn: text(row.InventorySpecialStockType) == null,
  quantity: row.MatlWrhsStkQtyInMatlBaseUnit as Number
})
var kept = rows filter ((row) -> row.isOwn and row.location != null and (["sellable", "inspection", "damaged"] contains row.condition))
---
vars.stock ++ (kept map ((row) -> row - "isOwn"))
