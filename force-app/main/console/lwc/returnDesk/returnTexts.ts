import type { Line, ReturnView } from '@salesforce/apex/ReturnView';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { TallyLine } from 'c/tallyList';

export type Mode = 'take' | 'inspect' | 'watch';
export type Condition = 'sellable' | 'inspection' | 'damaged';
export type Finding = 'sellable' | 'damaged' | 'vendor';

export const REASONS: readonly { readonly label: string; readonly value: string }[] = [
  { label: 'Does not want it', value: 'Unwanted' },
  { label: 'Got the wrong item', value: 'WrongItem' },
  { label: 'It does not work', value: 'Defective' },
  { label: 'Damaged on the way', value: 'DamagedOnTheWay' },
  { label: 'Something else', value: 'Other' },
];
export const CONDITIONS: readonly { readonly label: string; readonly value: Condition }[] = [
  { label: 'Looks fine', value: 'sellable' },
  { label: 'Look at it later', value: 'inspection' },
  { label: 'Damaged', value: 'damaged' },
];
export const FINDINGS: readonly { readonly label: string; readonly value: Finding }[] = [
  { label: 'Sellable', value: 'sellable' },
  { label: 'Damaged', value: 'damaged' },
  { label: 'For the vendor', value: 'vendor' },
];
const STATES: Readonly<Record<string, string>> = { Announced: 'Expected', Received: 'Waits', Done: 'Done', Cancelled: 'Not coming' };
const FINDING_WORDS: Readonly<Record<Finding, string>> = { sellable: 'sellable', damaged: 'damaged', vendor: 'for the vendor' };

export function reasonText(reason: string | null | undefined): string {
  return REASONS.find(({ value }) => value === reason)?.label ?? '';
}

export function awaitedOf(line: Line): number {
  return Math.max((line.announced ?? 0) - (line.received ?? 0) - (line.turnedAway ?? 0) - (line.refundOnly ?? 0), 0);
}

/** Goods that are here are looked at before more are taken. */
export function modeOf(document: ReturnView): Mode {
  const lines = document.lines ?? [];
  if (lines.some(({ toInspect }) => (toInspect ?? 0) > 0)) return 'inspect';
  return lines.some((line) => awaitedOf(line) > 0) ? 'take' : 'watch';
}

export function choiceOf(document: ReturnView): DocumentChoice {
  const proof = document.orderRef ?? document.receipt;
  return { id: document.documentNo ?? '', title: document.summary ?? '', badge: STATES[document.state ?? ''] ?? '', detail: [proof, document.locationCode, document.documentNo].filter((part) => part != null).join(' · ') };
}

/** "2 taken back, 1 to be inspected": everything that happened to a line so far. */
export function storyOf(line: Line): string {
  const parts: [number | null | undefined, string][] = [
    [awaitedOf(line), 'expected'], [line.received, 'taken back'], [line.turnedAway, 'not taken back'], [line.refundOnly, 'refunded without goods'], [line.toInspect, 'to be inspected'], [line.sellable, 'sellable'], [line.damaged, 'damaged'],
    [(line.forVendor ?? 0) - (line.sentToVendor ?? 0), 'waiting for the vendor'], [line.sentToVendor, 'sent to the vendor'],
  ];
  const story = parts.flatMap(([quantity, word]) => ((quantity ?? 0) === 0 ? [] : `${formatQuantity(quantity ?? 0)} ${word}`)).join(', ');
  return [reasonText(line.reason), story, line.note, line.ruleVersion == null ? undefined : `by ${line.ruleVersion}`].filter((part) => part != null && part !== '').join(' · ');
}

/** @param tallies per line; inspecting, what was found per finding */
export function lineOf(line: Line, mode: Mode, tallies: Readonly<Record<string, number>>, finding: Finding): TallyLine {
  const key = line.line ?? '';
  const awaited = mode === 'take' ? awaitedOf(line) : (line.toInspect ?? 0);
  const isCounted = mode !== 'watch' && awaited > 0;
  const counted = mode === 'take' ? (tallies[key] ?? 0) : FINDINGS.reduce((sum, { value }) => sum + (tallies[`${key} ${value}`] ?? 0), 0);
  const found = mode === 'inspect' ? FINDINGS.filter(({ value }) => value !== finding && (tallies[`${key} ${value}`] ?? 0) > 0).map(({ value }) => `${formatQuantity(tallies[`${key} ${value}`] ?? 0)} ${FINDING_WORDS[value]}`) : [];
  return {
    key,
    name: line.productName ?? line.sku ?? '',
    sku: line.sku ?? '',
    imageUrl: line.imageUrl ?? undefined,
    note: [storyOf(line), ...found].join(' · '),
    tally: isCounted ? (mode === 'take' ? counted : (tallies[`${key} ${finding}`] ?? 0)) : undefined,
    ...(counted === 0 ? { verdict: '', tone: 'plain' as const } : counted > awaited ? { verdict: `${formatQuantity(counted - awaited)} too many`, tone: 'warning' as const } : { verdict: counted === awaited ? 'Complete' : `${formatQuantity(awaited - counted)} left`, tone: counted === awaited ? ('good' as const) : ('plain' as const) }),
  };
}
