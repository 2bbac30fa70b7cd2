%dw 2.0
/**
 * Facts on their way in: rows that the database takes each once (take_facts of schema.sql), and what the teller is told of them. Of a row, `told` is
 * what was said, by which another telling under its key is known for another; `body` is what the org gets.
 */
import laneOf from dwl::Keys

/** @param hold why the fact waits for somebody, with what tills call the thing that nobody knows; null when it need not */
fun rowOf(place, told, fact, hold) = {
  place: place as String,
  source: fact.source,
  key: fact.key,
  lane: laneOf(fact.sku, fact.location),
  occurredAt: fact.occurredAt,
  told: told,
  body: fact,
  (hold: hold) if (hold != null)
}

/** Row by row, in their order. */
fun answersOf(rows, taken) = do {
  var statuses = { (taken map ((one) -> { (one.place): one.status })) }
  ---
  rows map ((row) -> answerOf(row, statuses[row.place]))
}

fun answerOf(row, status) =
  if (status == "Duplicate") { key: row.key, status: "Duplicate" }
  else if (status == "Conflict") { key: row.key, status: "Conflict", message: "Something else was told as $(row.key) before; both are kept." }
  else if (row.hold != null) { key: row.key, status: "Held", reason: row.hold.reason, message: row.hold.message }
  else { key: row.key, status: "Accepted" }
