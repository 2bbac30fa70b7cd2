%dw 2.0
/** Business keys. They are what the org de-duplicates by, so they are made of what the source says and of nothing else. */
import leftPad from dw::core::Strings

/** A receipt: store, register, business day and sequence name a transaction for ever. */
fun receiptOf(store, register, businessDay, sequence) =
  upper([store, register, (businessDay as String) replace "-" with "", sequence as String] joinBy "-")

fun saleKey(receipt, line) = "$(receipt)-$(line)"

/** Year, number and item of a material document; numbers keep their leading zeros. */
fun documentKey(year, number) = "$(year)/$(number)"
fun itemKey(year, number, item) = documentKey(year, number) ++ "/" ++ leftPad(item as String, 4, "0")

/** What must stay in order in the org: a product at a place. */
fun laneOf(sku, location) = upper("$(sku)|$(location)")
