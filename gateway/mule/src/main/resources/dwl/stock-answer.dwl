%dw 2.0
/** One row per material, place and stock type: batches, suppliers and projects add up. */
import text from dwl::Sap
output application/json
var groups = vars.entities groupBy ((row) -> [row.Material, row.Plant, row.StorageLocation, row.InventoryStockType, row.InventorySpecialStockType default ""] joinBy "|")
---
{
  stock: valuesOf(groups) map ((rows) -> {
    material: rows[0].Material,
    plant: rows[0].Plant,
    storageLocation: rows[0].StorageLocation,
    stockType: rows[0].InventoryStockType,
    (specialStockType: text(rows[0].InventorySpecialStockType)) if (text(rows[0].InventorySpecialStockType) != null),
    quantity: sum(rows map ((row) -> row.MatlWrhsStkQtyInMatlBaseUnit as Number))
  })
}
