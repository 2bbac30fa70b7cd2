%dw 2.0
/** HMAC-SHA256 over bytes as they came. Bodies are never parsed and written again before they are signed: that would be another body. */
import HMACBinary from dw::Crypto
import concatWith, toBase64, toHex from dw::core::Binaries

fun bytesOf(text) = (text default "") as Binary {encoding: "UTF-8"}

fun hexSignature(secret, stamp, body) =
  lower(toHex(HMACBinary(bytesOf(secret), bytesOf("$(stamp).") concatWith (body default bytesOf("")), "HmacSHA256")))

/** As Square and Shopify write it. */
fun base64Signature(secret, content) = toBase64(HMACBinary(bytesOf(secret), content, "HmacSHA256"))

/**
 * DataWeave's == stops at the first difference and has no constant-time sibling. Both sides are therefore blinded by a key that is new
 * at every comparison: what == can be timed on tells nothing of the signature that was expected.
 */
fun isSame(expected, given) = isSameUnder(bytesOf(uuid()), expected, given)

fun isSameUnder(blind, expected, given) =
  toHex(HMACBinary(blind, bytesOf(expected), "HmacSHA256")) == toHex(HMACBinary(blind, bytesOf(given), "HmacSHA256"))

/** Every pair is compared, whatever the first ones say. */
fun isAnySame(expectations, givens) =
  (expectations flatMap ((expected) -> givens map ((given) -> isSame(expected, given)))) contains true
