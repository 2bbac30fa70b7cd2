/** Tells how an answer differs from the expected one, for people: of a call of a hundred requests only those that were answered otherwise. */
import { inspect, isDeepStrictEqual } from 'node:util';

/** More of one kind says no more than these. */
const MOST_TOLD = 5;
const LONGEST_TEXT = 2_000;

/** `undefined`: there is none. `body` is what was sent: its requests, facts or lines go with the results by their place. */
export function answerDifference(seen: unknown, expected: unknown, body: string | undefined): string | undefined {
  if (isDeepStrictEqual(seen, expected)) return undefined;
  const [seenResults, expectedResults] = [resultsOf(seen), resultsOf(expected)];
  if (seenResults === undefined || expectedResults === undefined || seenResults.length !== expectedResults.length) return `sent ${shortened(body ?? 'nothing')}\n${pair(seen, expected)}`;
  const sent = partsOf(body);
  const different = expectedResults.flatMap((one, index) => (isDeepStrictEqual(seenResults[index], one) ? [] : [index]));
  if (different.length === 0) return `sent ${shortened(body ?? 'nothing')}\n${pair(seen, expected)}`;
  const told = different.slice(0, MOST_TOLD).map((index) => `[${String(index)}] sent ${shortened(JSON.stringify(sent?.[index]) ?? body ?? 'nothing')}\n${pair(seenResults[index], expectedResults[index])}`);
  return [`${String(different.length)} of ${String(expectedResults.length)} results differ${different.length > MOST_TOLD ? `, the first ${String(MOST_TOLD)} of them` : ''}:`, ...told].join('\n');
}

function pair(seen: unknown, expected: unknown): string {
  return `  answered ${shown(seen)}\n  expected ${shown(expected)}`;
}

function shown(value: unknown): string {
  return shortened(inspect(value, { depth: null, breakLength: Infinity, compact: true, maxArrayLength: 20 }));
}

/** As much of a text as somebody reads. */
export function shortened(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${String(text.length)} characters)`;
}

function resultsOf(essence: unknown): readonly unknown[] | undefined {
  const { results } = ((essence as { readonly body?: unknown }).body ?? {}) as { readonly results?: unknown };
  return Array.isArray(results) ? results : undefined;
}

function partsOf(body: string | undefined): readonly unknown[] | undefined {
  const { requests, events } = JSON.parse(body ?? '{}') as { readonly requests?: readonly unknown[]; readonly events?: readonly unknown[] };
  return requests ?? events;
}
