%dw 2.0
/** Documents since the last snapshot. A second of SAP's clock is not over while it lasts, and its clock may be ahead of ours. */
import createdBefore, createdFrom from dwl::Sap
output application/java
---
createdFrom(vars.since[0].since as DateTime) ++ " and " ++ createdBefore(now() + |PT1H|)
