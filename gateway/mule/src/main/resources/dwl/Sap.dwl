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

/** Text as OData writes it in a filter; what could end it is doubled. */
fun literal(value) = "'" ++ (value replace "'" with "''") ++ "'"

fun day(at) = "datetime'" ++ ((at >> "UTC") as String {format: "yyyy-MM-dd"}) ++ "T00:00:00'"
fun time(at) = "time'" ++ ((at >> "UTC") as String {format: "'PT'HH'H'mm'M'ss'S'"}) ++ "'"

/** SAP keeps the day and the time of creation apart. */
fun createdFrom(at) = "(CreationDate gt $(day(at)) or (CreationDate eq $(day(at)) and CreationTime ge $(time(at))))"
fun createdBefore(at) = "(CreationDate lt $(day(at)) or (CreationDate eq $(day(at)) and CreationTime lt $(time(at))))"

fun itemOf(item) = do {
  var reversed = text(item.ReversedMaterialDocument)
  ---
  {
    item: item.MaterialDocumentItem,
    material: text(item.Material) default "",
    plant: item.Plant,
    storageLocation: item.StorageLocation default "",
    movementType: item.GoodsMovementType,
    stockType: item.InventoryStockType default "",
    (specialStockType: text(item.InventorySpecialStockType)) if (text(item.InventorySpecialStockType) != null),
    quantity: abs(item.QuantityInBaseUnit as Number),
    baseUnit: text(item.MaterialBaseUnit) default "",
    (delivery: text(item.Delivery)) if (text(item.Delivery) != null),
    (reservation: text(item.Reservation)) if (text(item.Reservation) != null),
    (issuingOrReceivingPlant: text(item.IssuingOrReceivingPlant)) if (text(item.IssuingOrReceivingPlant) != null),
    (issuingOrReceivingStorageLocation: text(item.IssuingOrReceivingStorageLoc)) if (text(item.IssuingOrReceivingStorageLoc) != null),
    isAutomatic: isTrue(item.IsAutomaticallyCreated),
    isCancelled: isTrue(item.GoodsMovementIsCancelled),
    (reverses: { year: item.ReversedMaterialDocumentYear, number: reversed, item: item.ReversedMaterialDocumentItem }) if (reversed != null)
  }
}

/** A header with its items expanded. Its time of creation is taken for UTC, which is the system time zone of S/4HANA Cloud. */
fun documentOf(header) = {
  year: header.MaterialDocumentYear,
  number: header.MaterialDocument,
  createdAt: "$(dateOf(header.CreationDate))T$(timeOf(header.CreationTime)).000Z",
  postingDate: dateOf(header.PostingDate),
  (reference: text(header.ReferenceDocument)) if (text(header.ReferenceDocument) != null),
  (headerText: text(header.MaterialDocumentHeaderText)) if (text(header.MaterialDocumentHeaderText) != null),
  items: (header.to_MaterialDocumentItem.results default []) map ((item) -> itemOf(item))
}
