/** Lines of reservations and what becomes of them, one by one: no rule here looks at what others were promised. */
import { sum, type GoalBody, type RequestBody, type SettleVerb, thousandths, type Thousandths } from './stock-bodies.ts';

/** Where a line, or a part of it, is promised. */
export interface Part {
  readonly location: string;
  readonly place: string;
  asked: Thousandths;
  granted: Thousandths;
  /** By scan or call; on hand fell with it. */
  handedOver: Thousandths;
  /** By a till's own fact, which took it off on hand. */
  sold: Thousandths;
  /** What tills told of the goods that were handed over. */
  told: Thousandths;
  released: Thousandths;
  /** Of a fence: what is promised to customers. Absent before it was ever granted anything. */
  drawn: Thousandths | undefined;
  /** Of a fence: may promises draw on it, and give back to it? */
  stands: boolean;
  /** What came out of which fence, in this order, and is still promised. */
  draws: { readonly fence: Part; quantity: Thousandths }[];
}

export interface Line {
  readonly literal: number | string;
  readonly sku: string;
  readonly group: string | undefined;
  readonly parts: Part[];
}

export interface Reservation {
  readonly request: RequestBody | undefined;
  /** What was asked, or the transfer that asked. */
  asked: string;
  readonly endsAt: number | undefined;
  decision: 'Reserved' | 'Partial' | 'Refused' | 'Blocked';
  readonly lines: readonly Line[];
  readonly answer: unknown;
  hasExpired: boolean;
}

export function newPart(location: string, place: string, asked: Thousandths): Part {
  return { location, place, asked, granted: 0, handedOver: 0, sold: 0, told: 0, released: 0, drawn: undefined, stands: false, draws: [] };
}

export const fulfilledOf = (part: Part): Thousandths => part.handedOver + part.sold;
export const openOf = (part: Part): Thousandths => part.granted - fulfilledOf(part) - part.released - (part.drawn ?? 0);
export const openOfLine = ({ parts }: Line): Thousandths => sum(parts.map(openOf));
export const promisedOf = ({ parts }: Line): Thousandths => sum(parts.map((part) => part.granted - part.released));
const isStanding = (part: Part): boolean => openOf(part) > 0 || part.stands;
export const partsOf = ({ lines }: Reservation): readonly Part[] => lines.flatMap(({ parts }) => parts);
export const isKeptStock = ({ request }: Reservation): boolean => request?.kind === 'Fence' || request?.kind === 'Quota';
export const lineNamed = ({ lines }: Reservation, reference: number | string): Line | undefined => lines.find(({ literal }) => String(literal) === String(reference));
export const isOpen = (reservation: Reservation): boolean => ['Reserved', 'Partial'].includes(statusOf(reservation));

/** What was decided, as long as something is open; then what became of the goods. */
export function statusOf(reservation: Reservation): string {
  const { decision, hasExpired } = reservation;
  if (decision === 'Blocked') return 'Released';
  if (decision === 'Refused' || partsOf(reservation).some(isStanding)) return decision;
  if (partsOf(reservation).some((part) => fulfilledOf(part) > 0)) return 'Fulfilled';
  return hasExpired ? 'Expired' : 'Released';
}

/** Takes so much off what the part drew, the last draw first. @returns per fence how much */
function takeDraws(part: Part, quantity: Thousandths): readonly (readonly [Part, Thousandths])[] {
  const taken: (readonly [Part, Thousandths])[] = [];
  for (let left = quantity; left > 0 && part.draws.length > 0;) {
    const last = part.draws.at(-1)!;
    const some = Math.min(last.quantity, left);
    taken.push([last.fence, some]);
    last.quantity -= some;
    left -= some;
    if (last.quantity === 0) part.draws.pop();
  }
  return taken;
}

export function giveBack(part: Part, quantity: Thousandths): void {
  part.released += quantity;
  if (openOf(part) === 0) part.stands = false;
  for (const [fence, some] of takeDraws(part, quantity)) if (fence.stands) fence.drawn = (fence.drawn ?? 0) - some;
}

export function handOver(part: Part, quantity: Thousandths): void {
  part.handedOver += quantity;
  takeDraws(part, quantity);
}

/** A till's own fact took it off on hand. */
export function sell(part: Part, quantity: Thousandths): void {
  part.sold += quantity;
  takeDraws(part, quantity);
}

/** A promise draws on fences in their order before it takes what is free. */
export function draw(part: Part, quantity: Thousandths, fences: readonly Part[]): void {
  let left = quantity;
  for (const fence of fences) {
    const some = Math.min(openOf(fence), left);
    if (some <= 0) continue;
    left -= some;
    fence.drawn = (fence.drawn ?? 0) + some;
    const known = part.draws.find((one) => one.fence === fence);
    if (known === undefined) part.draws.push({ fence, quantity: some });
    else known.quantity += some;
  }
}

function settlePart(part: Part, verb: SettleVerb, quantity: Thousandths): void {
  if (verb === 'fulfil') handOver(part, quantity);
  else giveBack(part, quantity);
}

/** So much of the line, in the order of its parts. */
export function settleLine({ parts }: Line, verb: SettleVerb, quantity: Thousandths): void {
  let left = quantity;
  for (const part of parts) {
    const some = Math.min(openOf(part), left);
    if (some <= 0) continue;
    left -= some;
    settlePart(part, verb, some);
  }
}

export function settleAll(reservation: Reservation, verb: SettleVerb): string | undefined {
  const standing = partsOf(reservation).filter(isStanding);
  if (standing.length === 0) return goneTheOtherWay(partsOf(reservation), verb);
  for (const part of standing) settlePart(part, verb, openOf(part));
  return undefined;
}

/** Nothing is open: harmless when it went the way that is asked for, and an error when nothing did. */
function goneTheOtherWay(parts: readonly Part[], verb: SettleVerb): string | undefined {
  const fulfilled = sum(parts.map(fulfilledOf));
  const released = sum(parts.map((part) => part.released));
  if (verb === 'release') return fulfilled > 0 && released === 0 ? 'HF-ALREADY-FULFILLED' : undefined;
  if (fulfilled > 0) return undefined;
  return parts.length > 0 && parts.every(({ granted }) => granted === 0) ? 'HF-NOTHING-RESERVED' : 'HF-ALREADY-RELEASED';
}

/** All the goals are reached, or none is. */
export function settleGoals(reservation: Reservation, verb: SettleVerb, goals: readonly GoalBody[]): string | undefined {
  const reached: (() => void)[] = [];
  for (const { line: reference, quantity } of goals) {
    const line = lineNamed(reservation, reference);
    if (line === undefined) return 'HF-UNKNOWN-LINE';
    const open = openOfLine(line);
    const problem = quantity === undefined && open === 0 ? goneTheOtherWay(line.parts, verb) : undefined;
    if (problem !== undefined) return problem;
    const done = sum(line.parts.map((part) => (verb === 'fulfil' ? fulfilledOf(part) : part.released)));
    const total = quantity === undefined ? done + open : thousandths(quantity);
    if (total > done + open) return 'HF-LINE-QUANTITY';
    reached.push(() => { settleLine(line, verb, total - done); });
  }
  for (const reach of reached) reach();
  return undefined;
}

export function viewOfLine({ literal, sku, group, parts }: Line): object {
  const places = parts.filter(({ granted }) => granted > 0).map((part) => ({ location: part.location, quantity: openOf(part) }));
  const isPlaced = group === undefined || places.length === 1;
  const [first] = parts;
  return {
    line: literal, sku, ...(isPlaced ? { location: first!.location } : {}), ...(group === undefined ? {} : { group, places }),
    quantity: sum(parts.map(({ asked }) => asked)), granted: sum(parts.map(({ granted }) => granted)), fulfilled: sum(parts.map(fulfilledOf)), released: sum(parts.map(({ released }) => released)),
    ...(first!.drawn === undefined ? {} : { drawn: first!.drawn }),
  };
}
