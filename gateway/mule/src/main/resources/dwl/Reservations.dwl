%dw 2.0
/** What callers ask to be reserved, and what became of it, in the words of the org. */
import picked, pickedAll from dwl::Picks

fun commandOf(command, names) =
  picked(command, names) ++ { lines: pickedAll(command.lines, ["line", "sku", "location", "group", "quantity"]) }

/** The org's result for the one request that was made; lines have numbers here. */
fun decisionOf(result) = {
  requestKey: result.requestKey,
  status: result.status,
  lines: (result.lines default []) map ((line) -> (picked(line, ["granted", "available", "reason", "message", "places"]) ++ { line: line.line as Number }))
}

/** Still to be handed over. */
fun openOf(line) = max([line.granted - line.fulfilled - line.released, 0])
