%dw 2.0
/** Only what a contract names goes on, and what is null counts as absent. */

fun picked(item, names) = item filterObject ((value, key) -> value != null and (names contains (key as String)))

fun pickedAll(items, names) = (items default []) map ((item) -> picked(item, names))
