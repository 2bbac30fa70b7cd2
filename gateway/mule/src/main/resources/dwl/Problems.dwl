%dw 2.0
/** What callers are told of errors: `[{errorCode, message}]`, as the org does. Texts of exceptions stay in the log. */
import substringAfter, substringBefore from dw::core::Strings

var again = "Nothing of the call is stored. Send it again, unchanged."

var answers = {
  "APIKIT:BAD_REQUEST": { status: 400, code: "GW-MALFORMED" },
  "APIKIT:NOT_FOUND": { status: 404, code: "GW-NOT-FOUND", message: "There is no such resource." },
  "APIKIT:METHOD_NOT_ALLOWED": { status: 405, code: "GW-NOT-FOUND", message: "The resource does not know this method." },
  "APIKIT:NOT_ACCEPTABLE": { status: 406, code: "GW-MEDIA-TYPE", message: "Answers are application/json; the header Accept asks for something else." },
  "APIKIT:UNSUPPORTED_MEDIA_TYPE": { status: 415, code: "GW-MEDIA-TYPE", message: "The content type is not the one that the contract names." },
  "APIKIT:NOT_IMPLEMENTED": { status: 501, code: "GW-NOT-IN-MULE", message: "The contract has this operation, the Mule application does not." },
  "MULE:STREAM_MAXIMUM_SIZE_EXCEEDED": { status: 413, code: "GW-BODY-TOO-LARGE", message: "The body is larger than 1048576 bytes; send less at once." },
  "HOLDFAST:MALFORMED": { status: 400 },
  "HOLDFAST:UNAUTHORISED": { status: 401 },
  "HOLDFAST:FORBIDDEN": { status: 403 },
  "HOLDFAST:UNKNOWN": { status: 404 },
  "HOLDFAST:CONFLICT": { status: 409 },
  "HOLDFAST:NOT_HERE": { status: 501 },
  "HOLDFAST:BUSY": { status: 503, retryAfterSeconds: 1 },
  "MULE:RETRY_EXHAUSTED": { status: 503, code: "GW-TRY-AGAIN", message: "The other system did not answer. $(again)", retryAfterSeconds: 5 },
  "HTTP:CONNECTIVITY": { status: 503, code: "GW-TRY-AGAIN", message: "The other system cannot be reached. $(again)", retryAfterSeconds: 5 },
  "HTTP:TIMEOUT": { status: 503, code: "GW-TRY-AGAIN", message: "The other system did not answer in time. $(again)", retryAfterSeconds: 5 },
  "HTTP:TOO_MANY_REQUESTS": { status: 503, code: "GW-TRY-AGAIN", message: "The other system asks for patience. $(again)", retryAfterSeconds: 10 },
  "HTTP:UNAUTHORIZED": { status: 503, code: "GW-TRY-AGAIN", message: "The other system refuses the gateway's credentials. $(again)", retryAfterSeconds: 30 },
  "HTTP:FORBIDDEN": { status: 503, code: "GW-TRY-AGAIN", message: "The other system forbids this to the gateway. $(again)", retryAfterSeconds: 30 },
  "HTTP:BAD_REQUEST": { status: 422, code: "GW-REFUSED", message: "The other system understood this and refuses it; the gateway's log has its words." },
  "HOLDFAST:REFUSED": { status: 422 },
  "HTTP:INTERNAL_SERVER_ERROR": { status: 503, code: "GW-TRY-AGAIN", message: "The other system failed. $(again)", retryAfterSeconds: 5 },
  "HTTP:BAD_GATEWAY": { status: 503, code: "GW-TRY-AGAIN", message: "The other system is not there. $(again)", retryAfterSeconds: 5 },
  "HTTP:SERVICE_UNAVAILABLE": { status: 503, code: "GW-TRY-AGAIN", message: "The other system is busy. $(again)", retryAfterSeconds: 5 },
  "HTTP:GATEWAY_TIMEOUT": { status: 503, code: "GW-TRY-AGAIN", message: "The other system did not answer in time. $(again)", retryAfterSeconds: 5 },
  "DB:CONNECTIVITY": { status: 503, code: "GW-TRY-AGAIN", message: "The gateway's database cannot be reached. $(again)", retryAfterSeconds: 5 }
}

var ours = { status: 500, code: "GW-INTERNAL", message: "The gateway failed at this; nothing of the call is stored. Its log tells why." }

/** Errors raised by the application say `CODE: message`; all others get the words of the table, and what is not in it those of nobody. */
fun problemOf(found) = do {
  var kind = "$(found.errorType.namespace):$(found.errorType.identifier)"
  var told = (found.description default "") as String
  var known = answers[kind] default ours
  ---
  if (kind startsWith "HOLDFAST:")
    known ++ { code: told substringBefore ": ", message: told substringAfter ": " }
  else if (kind == "APIKIT:BAD_REQUEST")
    known ++ { message: told }
  else known
}
