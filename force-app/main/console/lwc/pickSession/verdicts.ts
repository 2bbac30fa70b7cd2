import type { ScanJudgement, ScanOutcome } from 'c/codeTable';
import { formatQuantity } from 'c/formatQuantity';
import type { TaskKind } from 'c/taskDetail';
import type { LineProgress } from './lineProgress';

/** What the screen says of a scan, at once and at arm's length. */
export interface Verdict {
  /** New for every scan, so that the same verdict twice is shown twice. */
  readonly key: string;
  readonly outcome: ScanOutcome;
  readonly isGood: boolean;
  readonly title: string;
  readonly detail: string;
}

export interface VerdictFacts {
  readonly key: string;
  readonly code: string;
  readonly kind: TaskKind;
  readonly judgement: ScanJudgement;
  /** Before the scan counts. */
  readonly line: LineProgress | undefined;
  /** What the associate should have scanned. */
  readonly expected: LineProgress | undefined;
}

const LONGEST_SHOWN_CODE = 40;
export const DONE_WORDS: Readonly<Record<TaskKind, string>> = { Pick: 'picked', PutAway: 'put back', Receive: 'received', Inspect: 'inspected', Count: 'counted' };

const TEXTS: Readonly<Record<ScanOutcome, (facts: VerdictFacts) => readonly [title: string, detail: string]>> = {
  Accepted: acceptedText,
  Surplus: surplusText,
  Wrong: ({ code, expected }) => ['Wrong item', `${shown(code)} is not in this order. ${expectation(expected)}`],
  Unknown: ({ code, expected }) => ['Unknown code', `${shown(code)} cannot be read as a code of this order: scan the bars again, or count the item by hand. ${expectation(expected)}`],
};

export function verdictOf(facts: VerdictFacts): Verdict {
  const { outcome } = facts.judgement;
  const [title, detail] = TEXTS[outcome](facts);
  return { key: facts.key, outcome, isGood: outcome === 'Accepted', title, detail: detail.trim() };
}

/** Apex has counted otherwise than the screen said: the line has been corrected, and somebody must look. */
export function correctionOf(key: string, outcome: ScanOutcome, message: string | null | undefined): Verdict {
  const isGood = outcome === 'Accepted';
  const title = isGood ? 'Counted after all' : 'Not counted';
  return { key: `${key} corrected`, outcome, isGood, title, detail: `${message ?? 'The org counted this scan otherwise.'} Check the line: it now shows what the org has counted.` };
}

export function nameOf(line: LineProgress): string {
  return line.productName ?? line.sku;
}

function acceptedText({ kind, judgement, line }: VerdictFacts): readonly [string, string] {
  if (line === undefined) return ['Right', ''];
  const done = line.picked + judgement.units;
  const pack = judgement.units === 1 ? '' : `${formatQuantity(judgement.units)} in one scan. `;
  const wanted = line.quantity - line.missing;
  return [nameOf(line), `${pack}${formatQuantity(done)} of ${formatQuantity(wanted)} ${DONE_WORDS[kind]}`];
}

function surplusText({ kind, judgement, line }: VerdictFacts): readonly [string, string] {
  if (line === undefined) return ['Too many', ''];
  const title = `Too many: ${nameOf(line)}`;
  if (line.remaining > 0) return [title, `That is ${formatQuantity(judgement.units)} at once, but only ${formatQuantity(line.remaining)} ${line.remaining === 1 ? 'is' : 'are'} left. Scan single items.`];
  const missing = line.missing > 0 ? `, ${formatQuantity(line.missing)} reported missing` : '';
  return [title, `All ${formatQuantity(line.quantity - line.missing)} are ${DONE_WORDS[kind]}${missing}. Leave this one.`];
}

function expectation(line: LineProgress | undefined): string {
  if (line === undefined) return '';
  const place = line.place == null ? '' : ` at ${line.place}`;
  return `Expected: ${nameOf(line)}${place}.`;
}

/** Control characters of labels are no text for people. */
function shown(code: string): string {
  const text = Array.from(code, (character) => (character < ' ' ? ' ' : character)).join('').trim();
  return text.length > LONGEST_SHOWN_CODE ? `${text.slice(0, LONGEST_SHOWN_CODE)}…` : text;
}
