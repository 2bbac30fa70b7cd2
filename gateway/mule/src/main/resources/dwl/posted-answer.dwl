%dw 2.0
output application/json
---
{ year: vars.posted.MaterialDocumentYear, number: vars.posted.MaterialDocument }
