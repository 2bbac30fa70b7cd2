/** APEX_TRACE: one line for each query, statement, trigger and transaction, for people who watch an org or a test run. */
import type { LimitName } from '../../library/ports.ts';
import type { TraceEvent, TracePlace, Tracer } from '../../runtime/trace.ts';

export const TRACE_WORDS = ['soql', 'dml', 'trigger', 'limits'] as const;
export type TraceWord = (typeof TRACE_WORDS)[number];

/** The words of `soql,dml`. @throws Error that names a word which is none */
export function traceWords(text: string): ReadonlySet<TraceWord> {
  return new Set(text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const word = TRACE_WORDS.find((each) => each === part.toLowerCase());
    if (word === undefined) throw new Error(`APEX_TRACE: ${part} is none of ${TRACE_WORDS.join(', ')}.`);
    return word;
  }));
}

/** A listener for the org's services; `undefined` when nothing is to be told. */
export function apexTrace(words: ReadonlySet<TraceWord>, tell: (line: string) => void): Tracer | undefined {
  if (words.size === 0) return undefined;
  return (event) => {
    const line = lineOf(event, words);
    if (line !== undefined) tell(line);
  };
}

function lineOf(event: TraceEvent, words: ReadonlySet<TraceWord>): string | undefined {
  switch (event.kind) {
    case 'soql': return words.has('soql') ? `soql     ${String(event.rows)} rows, ${milliseconds(event.milliseconds)}  ${event.text}${placeText(event.place)}` : undefined;
    case 'dml': {
      const failed = event.failed === 0 ? '' : `, ${String(event.failed)} failed`;
      return words.has('dml') ? `dml      ${event.operation} ${event.objectName}, ${String(event.rows)} rows${failed}, ${milliseconds(event.milliseconds)}${placeText(event.place)}` : undefined;
    }
    case 'triggerBegins': return words.has('trigger') ? `trigger  ${event.name} on ${event.objectName} ${event.event}` : undefined;
    case 'ends': return words.has('limits') ? `limits   ${LIMITS.map(([text, name]) => `${text} ${String(event.limits.used(name))}/${String(event.limits.allowed(name))}`).join(', ')}` : undefined;
    case 'triggerEnds': case 'debug': return undefined;
  }
}

const LIMITS: readonly (readonly [text: string, name: LimitName])[] = [
  ['queries', 'queries'], ['query rows', 'queryRows'], ['DML', 'dmlStatements'], ['DML rows', 'dmlRows'], ['CPU ms', 'cpuMilliseconds'],
];

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const placeText = (place: TracePlace): string => (place === undefined ? '' : `  (${place.method ?? 'Apex'}:${String(place.line)})`);
