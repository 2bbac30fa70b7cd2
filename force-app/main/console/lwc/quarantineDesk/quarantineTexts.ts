import type { QuarantineReason } from '@salesforce/apex/QuarantineReason';
import { formatQuantity } from 'c/formatQuantity';

/** Code of those of which somebody said that nothing is to come. */
export const DISCARDED = 'HF-DISCARDED';

interface ReasonText {
  readonly title: string;
  readonly advice: string;
}

export interface ReasonChoice {
  /** Empty: all that waits. */
  readonly code: string;
  readonly title: string;
  readonly count: string;
  readonly detail: string;
}

const RESEND = 'have it sent correctly under a key of its own, and discard this one';
const TEXTS: Readonly<Record<string, ReasonText>> = {
  'HF-UNKNOWN-SKU': { title: 'Unknown product', advice: `Create the product with this SKU, then try again. If the SKU is wrong, ${RESEND}.` },
  'HF-UNKNOWN-LOCATION': { title: 'Unknown location', advice: `Create the location with this code, then try again. If the code is wrong, ${RESEND}.` },
  'HF-UNKNOWN-INTENT': { title: 'Unknown intent', advice: 'Say what it does to stock: add an Intent Effect under Setup, Custom Metadata Types. Then try again.' },
  'HF-UNKNOWN-CONDITION': { title: 'Unknown condition', advice: `Add an Intent Effect for this intent and condition under Setup, Custom Metadata Types, then try again. If the condition is wrong, ${RESEND}.` },
  'HF-WHOLE-UNITS': { title: 'Part of a piece', advice: `Correct the base unit of the product if it is not counted in pieces, then try again. If the quantity is wrong, ${RESEND}.` },
  'HF-TOO-LATE': { title: 'Came too late', advice: 'Count the goods and discard this one. Or raise the Late Horizon in the Source Policy of its source, then try again.' },
  'HF-BEFORE-WINDOW': { title: 'Speaks of a time too long ago', advice: 'Have the source send a newer snapshot or count, and discard this one.' },
  'HF-FROM-THE-FUTURE': { title: 'Comes from the future', advice: 'Have the clock of the sender set right and the fact sent under a new key, and discard this one.' },
  'HF-WAITS-FOR-ORIGINAL': { title: 'Waits for what it takes back', advice: 'Nothing needs to be done: it is applied in the moment in which the original comes. Discard it if that never happens.' },
  'HF-KEY-REUSED': { title: 'Another fact has its key', advice: `The first one stands. If this one is true as well, ${RESEND}.` },
  'HF-NOT-REVERSIBLE': { title: 'Cannot be taken back', advice: 'Have what holds now sent as a fact of its own, and discard this one.' },
  'HF-REVERSAL-DIFFERS': { title: 'Takes back something else than was told', advice: `A fact is taken back whole, where it happened: ${RESEND}.` },
  'HF-REVERSED-ALREADY': { title: 'Was taken back before', advice: 'A fact is taken back once, and that has happened. Discard this one.' },
  'HF-LOCK-TIMEOUT': { title: 'The positions were busy', advice: 'Nothing is wrong with it. Try again.' },
  'HF-NOT-APPLIED': { title: 'Failed with its batch', advice: 'Read the error, mend its cause, then try again.' },
  'HF-MALFORMED': { title: 'Cannot be read', advice: `What was sent lacks something or says what cannot be: ${RESEND}.` },
  [DISCARDED]: { title: 'Discarded', advice: 'Nothing is to come of these, somebody said so. Trying one again takes that back.' },
};

/** A reason that an administrator cannot know yet shows its code. */
export function reasonText(code: string): ReasonText {
  return TEXTS[code] ?? { title: code, advice: 'The text of each fact says what to do.' };
}

/** `1 fact`, `1,250 facts`. */
export function factsText(count: number): string {
  return `${formatQuantity(count)} ${count === 1 ? 'fact' : 'facts'}`;
}

function countOf(reasons: readonly QuarantineReason[]): number {
  return reasons.reduce((sum, { count }) => sum + (count ?? 0), 0);
}

export function isWaiting({ code }: QuarantineReason): boolean {
  return code !== DISCARDED;
}

/** All that waits, then its reasons, most frequent first, then what was discarded. */
export function choicesOf(reasons: readonly QuarantineReason[]): ReasonChoice[] {
  const waiting = reasons.filter(isWaiting).sort((left, right) => (right.count ?? 0) - (left.count ?? 0));
  const all = { code: '', title: 'All that waits', count: formatQuantity(countOf(waiting)), detail: waiting.length === 1 ? '1 reason' : `${formatQuantity(waiting.length)} reasons` };
  return [all, ...waiting.map(choiceOf), ...reasons.filter((reason) => !isWaiting(reason)).map(choiceOf)];
}

function choiceOf({ code, count, sources }: QuarantineReason): ReasonChoice {
  const detail = (sources ?? []).map((each) => `${each.source ?? ''} ${formatQuantity(each.count ?? 0)}`).join(' · ');
  return { code: code ?? '', title: reasonText(code ?? '').title, count: formatQuantity(count ?? 0), detail };
}
