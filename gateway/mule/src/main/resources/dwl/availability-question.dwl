%dw 2.0
import picked from dwl::Picks
output application/json
---
picked(payload, ["channel", "skus", "locations", "groups", "days", "sums", "cursor"])
