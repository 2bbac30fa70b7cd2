%dw 2.0
/** Documents in the order of creation; a page that was read while documents were added may have one twice. */
import documentOf from dwl::Sap
output application/json
var documents = (vars.entities map ((header) -> documentOf(header))) distinctBy ((document) -> document.year ++ "/" ++ document.number)
var plant = vars.plant
var touching = if (plant == null) documents else documents filter ((document) -> (document.items map ((item) -> item.plant)) contains plant)
---
{ documents: touching orderBy ((document) -> document.createdAt ++ document.number) }
