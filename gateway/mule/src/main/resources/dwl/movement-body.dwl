%dw 2.0
/** A movement as SAP takes it: quantities as texts with three decimals, the posting date as midnight UTC. */
output application/json
var movement = vars.movement
var midnight = (movement.postingDate ++ "T00:00:00Z") as DateTime as Number {unit: "milliseconds"}
var date = "/Date($(midnight))/"
---
{
  GoodsMovementCode: movement.code,
  PostingDate: date,
  DocumentDate: date,
  ReferenceDocument: movement.reference,
  MaterialDocumentHeaderText: movement.headerText default "",
  to_MaterialDocumentItem: {
    results: movement.items map ((item) -> {
      Material: item.material,
      Plant: item.plant,
      StorageLocation: item.storageLocation,
      GoodsMovementType: movement.movementType,
      QuantityInEntryUnit: item.quantity as String {format: "0.000"},
      EntryUnit: item.baseUnit
    })
  }
}
