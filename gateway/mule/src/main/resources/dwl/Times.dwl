%dw 2.0
/** Times without an offset are another moment in every store: they are refused, never read as local. So is what is no moment at all. */
import try from dw::Runtime

fun isMoment(time) = (time matches /.+(Z|[+-][0-9]{2}:[0-9]{2})/) and try(() -> time as DateTime).success

/** What is wrong with the first of these that is no moment; empty when all are. */
fun problemOfTimes(times) = do {
  var wrong = times filter ((time) -> !isMoment((time default "") as String))
  ---
  if (isEmpty(wrong)) "" else "GW-MALFORMED: Something occurred at $(wrong[0] default 'no time'); it must be an RFC 3339 time with an offset, such as 2026-11-21T10:14:03+01:00."
}
