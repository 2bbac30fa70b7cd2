%dw 2.0
/** What barcodes stand for: a product, and how many of it. What is not known waits, and nothing is guessed. */
import leftPad from dw::core::Strings

/** A GTIN is one number, with 8, 12, 13 or 14 digits. */
fun withZeros(gtin) = leftPad(gtin, 14, "0")

/** A quantity counts what was scanned; a barcode may stand for several, or for part of one. */
fun inBaseUnits(quantity, pack) = if (pack == null) quantity else round(quantity * pack.quantity * 1000) * 0.001

fun unknownGtin(gtin) = "No product has the barcode $(gtin). Add it to its product, then re-drive this."
