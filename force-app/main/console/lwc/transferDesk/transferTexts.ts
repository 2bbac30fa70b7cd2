import type { Line, TransferView } from '@salesforce/apex/TransferView';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { TallyLine } from 'c/tallyList';

export type Mode = 'send' | 'receive' | 'watch';
export type Condition = 'received' | 'inspection' | 'damaged';
/** What was scanned of one SKU in this sitting, per condition; sending uses the first. */
export type Tallies = ReadonlyMap<string, Readonly<Record<Condition, number>>>;

export const CONDITIONS: readonly { readonly label: string; readonly value: Condition }[] = [
  { label: 'Sellable', value: 'received' },
  { label: 'To be inspected', value: 'inspection' },
  { label: 'Damaged', value: 'damaged' },
];
const WORDS: Readonly<Record<Condition, string>> = { received: 'sellable', inspection: 'to be inspected', damaged: 'damaged' };
const NOTHING: Readonly<Record<Condition, number>> = { received: 0, inspection: 0, damaged: 0 };
const STATES: Readonly<Record<string, string>> = { Requested: 'Asked for', InTransit: 'On the way', Received: 'Received', Cancelled: 'Cancelled' };

/** What the people of a store do with a transfer. */
export function modeOf(transfer: TransferView, storeCode: string): Mode {
  if (transfer.fromLocation === storeCode && (transfer.lines ?? []).some(({ toDispatch }) => (toDispatch ?? 0) > 0)) return 'send';
  return transfer.toLocation === storeCode && transfer.state === 'InTransit' ? 'receive' : 'watch';
}

export function tallied(tallies: Tallies, sku: string | null | undefined): Readonly<Record<Condition, number>> {
  return tallies.get(sku ?? '') ?? NOTHING;
}

export function sumOf(tally: Readonly<Record<Condition, number>>): number {
  return tally.received + tally.inspection + tally.damaged;
}

export function choiceOf(transfer: TransferView, storeCode: string): DocumentChoice {
  const isOutgoing = transfer.fromLocation === storeCode;
  const due = transfer.dueOn == null ? '' : ` · due ${transfer.dueOn}`;
  return {
    id: transfer.documentNo ?? '',
    title: transfer.summary ?? '',
    badge: isOutgoing && transfer.state === 'Requested' ? 'To send' : isOutgoing ? 'Sent' : transfer.state === 'InTransit' ? 'To receive' : (STATES[transfer.state ?? ''] ?? ''),
    detail: `${isOutgoing ? `to ${transfer.toLocation ?? '?'}` : `from ${transfer.fromLocation ?? '?'}`}${due} · ${transfer.documentNo ?? ''}`,
  };
}

/** "4 asked for, 3 sent, 1 lost": everything that happened to a line so far. */
export function storyOf(line: Line): string {
  const parts: [number | null | undefined, string][] = [
    [line.requested, 'asked for'], [line.dispatched, 'sent'], [line.received, 'arrived sellable'], [line.inspection, 'to be inspected'], [line.damaged, 'damaged'], [line.lost, 'missing'], [line.surplus, 'too many'], [line.cancelled, 'not sent any more'],
  ];
  return parts.flatMap(([quantity, word]) => ((quantity ?? 0) === 0 ? [] : `${formatQuantity(quantity ?? 0)} ${word}`)).join(', ');
}

export function lineOf(line: Line, mode: Mode, tallies: Tallies, condition: Condition): TallyLine {
  const tally = tallied(tallies, line.sku);
  const awaited = mode === 'send' ? (line.toDispatch ?? 0) : Math.max(line.inTransit ?? 0, 0);
  const isCounted = mode === 'receive' || (mode === 'send' && awaited > 0);
  const others = CONDITIONS.filter(({ value }) => value !== condition && tally[value] > 0).map(({ value }) => `${formatQuantity(tally[value])} ${WORDS[value]}`);
  const verb = mode === 'send' ? 'to send' : 'on the way';
  return {
    key: line.sku ?? '',
    name: line.productName ?? line.sku ?? '',
    sku: line.sku ?? '',
    imageUrl: line.imageUrl ?? undefined,
    note: isCounted ? [`${formatQuantity(awaited)} ${verb}`, ...others].join(' · ') : storyOf(line),
    tally: isCounted ? tally[condition] : undefined,
    ...verdictOf(sumOf(tally), awaited, isCounted),
  };
}

function verdictOf(counted: number, awaited: number, isCounted: boolean): Pick<TallyLine, 'verdict' | 'tone'> {
  if (!isCounted || counted === 0) return { verdict: '', tone: 'plain' };
  if (counted === awaited) return { verdict: 'Complete', tone: 'good' };
  const difference = formatQuantity(Math.abs(awaited - counted));
  return counted > awaited ? { verdict: `${difference} too many`, tone: 'warning' } : { verdict: `${difference} still missing`, tone: 'plain' };
}
