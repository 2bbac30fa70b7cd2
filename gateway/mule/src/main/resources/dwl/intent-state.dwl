%dw 2.0
import picked from dwl::Picks
output application/json
---
picked(read(payload[0].shown as String, "application/json"), ["source", "key", "state", "effect", "reason", "message", "attempts", "receivedAt", "endedAt"])
