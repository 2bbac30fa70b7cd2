%dw 2.0
/** A page of GET /changes as rows. The org tells what is short as below 0; channels are told 0. A position may come twice in a page: its last change stays. */
import laneOf from dwl::Keys
output application/java
var rows = payload.items map ((item) -> {
  key: laneOf(item.sku, item.location),
  sku: item.sku,
  location: item.location,
  available: max([item.available, 0]),
  version: item.version
})
---
valuesOf((rows orderBy ((row) -> row.version)) groupBy ((row) -> row.key)) map ((versions) -> versions[-1])
