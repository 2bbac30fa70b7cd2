%dw 2.0
/** SAP's OData of version 2 in our own words: times and flags as the world writes them, empty texts as nothing. */

fun text(value) = if (isEmpty(value)) null else trim(value as String)

/** `/Date(1763716443000)/` is midnight UTC of the day. */
fun dateOf(value) = do {
  var milliseconds = (value scan /\/Date\((-?[0-9]+)\)\//)[0][1] as Number
  ---
  ((milliseconds as DateTime {unit: "milliseconds"}) >> "UTC") as String {format: "yyyy-MM-dd"}
}

/** `PT09H14M03S`; SAP leaves out nothing. */
fun timeOf(value) = do {
  var parts = (value scan /PT([0-9]{2})H([0-9]{2})M([0-9]{2})S/)[0]
  ---
  "$(parts[1]):$(parts[2]):$(parts[3])"
}

fun isTrue(value) = value == true or value == "X" or value == "true"

fun documentOf(header) = {
  year: header.MaterialDocumentYear,
  number: header.MaterialDocument,
  createdAt: "$(dateOf(header.CreationDate))T$(timeOf(header.CreationTime))Z",
  postingDate: dateOf(header.PostingDate),
  reference: text(header.ReferenceDocument),
  headerText: text(header.MaterialDocumentHeaderText),
  items: (header.to_MaterialDocumentItem.results default []) map ((item) -> {
    item: item.MaterialDocumentItem,
    material: text(item.Material),
    plant: item.Plant,
    storageLocation: item.StorageLocation,
    movementType: item.GoodsMovementType,
    stockType: item.InventoryStockType,
    specialStockType: text(item.InventorySpecialStockType),
    quantity: item.QuantityInBaseUnit as Number,
    isAutomatic: isTrue(item.IsAutomaticallyCreated)
  })
}
