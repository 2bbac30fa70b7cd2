/**
 * The rules of stock in a few pages of plain code, written from docs/domain.md and docs/api/openapi.yaml: what every call must be answered and how much is
 * where afterwards. It knows nothing of locks, ledger, batches or keys of rows. Quantities are whole thousandths of a base unit; times are milliseconds.
 */
export type Thousandths = number;

export interface FactBody {
  readonly key: string;
  readonly intent: string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly occurredAt: string;
  readonly source: string;
  readonly condition?: string;
  readonly reason?: string;
}

export interface LineBody {
  readonly line: number | string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
}

export interface RequestBody {
  readonly requestKey: string;
  readonly kind: 'Firm' | 'Cart';
  readonly purpose: 'Pickup' | 'Ship';
  readonly channel: string;
  readonly orderRef?: string;
  readonly customer?: string;
  readonly priority?: number;
  readonly allOrNothing: boolean;
  readonly expiresAt?: string;
  readonly lines: readonly LineBody[];
}

export interface GoalBody {
  readonly line: number | string;
  readonly quantity?: number;
}

export interface ChangeBody {
  readonly line: number | string;
  readonly quantity: number;
}

export interface MoveBody {
  readonly line: number | string;
  readonly location: string;
  readonly quantity?: number;
}

/** Named lines, each to its location, or everything to one. */
export interface TransferBody {
  readonly newRequestKey?: string;
  readonly location?: string;
  readonly lines?: readonly MoveBody[];
}

export type SettleVerb = 'release' | 'fulfil';

/** What a call is answered, texts for people left out. */
export type Expected = { readonly status: 200; readonly body: unknown } | { readonly status: 400 | 404 | 409; readonly errorCode: string };

export interface FactResult {
  readonly key: string;
  readonly effect: string;
  readonly reason?: string;
}

export interface Buckets {
  readonly onHand: Thousandths;
  readonly reserved: Thousandths;
  readonly inspection: Thousandths;
  readonly damaged: Thousandths;
  readonly safety: Thousandths;
}

export interface Product {
  readonly safety: Thousandths;
  readonly isWhole: boolean;
}

export interface MasterData {
  readonly products: ReadonlyMap<string, Product>;
  readonly locations: ReadonlySet<string>;
  readonly cartHoldMinutes: number;
}

interface Place {
  /** By facts alone; what was fulfilled has left as well. */
  onHand: Thousandths;
  inspection: Thousandths;
  damaged: Thousandths;
  readonly product: Product;
}

interface Line {
  readonly literal: number | string;
  readonly sku: string;
  readonly location: string;
  readonly place: string;
  asked: Thousandths;
  granted: Thousandths;
  fulfilled: Thousandths;
  released: Thousandths;
}

interface Reservation {
  readonly request: RequestBody | undefined;
  /** What was asked, or the transfer that asked. */
  asked: string;
  readonly endsAt: number | undefined;
  decision: 'Reserved' | 'Partial' | 'Refused' | 'Blocked';
  readonly lines: readonly Line[];
  readonly answer: unknown;
  hasExpired: boolean;
}

const MINUTE = 60_000;
const USUAL_PRIORITY = 5;
const CONDITIONS: Readonly<Record<string, readonly string[]>> = { StockReceived: ['sellable', 'inspection', 'damaged'], StockReturned: ['sellable', 'inspection', 'damaged'], StockAdjusted: ['sellable', 'inspection', 'damaged'], StockSold: [] };
const BUCKET_OF: Readonly<Record<string, 'onHand' | 'inspection' | 'damaged'>> = { sellable: 'onHand', inspection: 'inspection', damaged: 'damaged' };

export const thousandths = (quantity: number): Thousandths => Math.round(quantity * 1000);
export const placeOf = (sku: string, location: string): string => `${sku.toUpperCase()}|${location.toUpperCase()}|0`;
const openOf = (line: Line): Thousandths => line.granted - line.fulfilled - line.released;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const isUnit = (quantity: Thousandths): boolean => quantity % 1000 === 0;

export class StockModel {
  readonly #master: MasterData;
  readonly #places = new Map<string, Place>();
  readonly #facts = new Map<string, { readonly said: string; readonly result: FactResult }>();
  readonly #reservations = new Map<string, Reservation>();

  constructor(master: MasterData) {
    this.#master = master;
  }

  // Facts

  takeFacts(facts: readonly FactBody[]): Expected {
    for (const fact of facts) {
      const errorCode = this.#malformation(fact);
      if (errorCode !== undefined) return { status: 400, errorCode };
    }
    // A place is opened by the first fact about it, wherever in the call that is.
    for (const fact of facts) if (!this.#facts.has(factName(fact))) this.#open(fact);
    return { status: 200, body: { results: facts.map((fact) => this.#take(fact)) } };
  }

  #malformation(fact: FactBody): string | undefined {
    if (this.#effectProblem(fact) !== undefined) return undefined;
    const quantity = thousandths(fact.quantity);
    if (fact.intent === 'StockAdjusted' ? quantity === 0 : quantity <= 0) return 'HF-QUANTITY-RANGE';
    return fact.intent === 'StockAdjusted' && fact.reason === undefined ? 'HF-MISSING-FIELD' : undefined;
  }

  #effectProblem(fact: FactBody): string | undefined {
    const conditions = CONDITIONS[fact.intent];
    if (conditions === undefined) return 'HF-UNKNOWN-INTENT';
    return fact.condition === undefined || conditions.includes(fact.condition) ? undefined : 'HF-UNKNOWN-CONDITION';
  }

  #open(fact: FactBody): void {
    const product = this.#master.products.get(fact.sku.toUpperCase());
    const place = placeOf(fact.sku, fact.location);
    if (product === undefined || !this.#master.locations.has(fact.location.toUpperCase()) || this.#effectProblem(fact) !== undefined || this.#places.has(place)) return;
    this.#places.set(place, { onHand: 0, inspection: 0, damaged: 0, product });
  }

  #take(fact: FactBody): FactResult {
    const known = this.#facts.get(factName(fact));
    if (known !== undefined) {
      if (known.said !== saidBy(fact)) return { key: fact.key, effect: 'Conflict', reason: 'HF-KEY-REUSED' };
      return known.result.effect === 'Quarantined' ? known.result : { key: fact.key, effect: 'Duplicate' };
    }
    const reason = this.#obstacle(fact);
    const result: FactResult = reason === undefined ? { key: fact.key, effect: 'Applied' } : { key: fact.key, effect: 'Quarantined', reason };
    this.#facts.set(factName(fact), { said: saidBy(fact), result });
    if (reason === undefined) this.#apply(fact);
    return result;
  }

  #obstacle(fact: FactBody): string | undefined {
    const effectProblem = this.#effectProblem(fact);
    if (effectProblem !== undefined) return effectProblem;
    const product = this.#master.products.get(fact.sku.toUpperCase());
    if (product === undefined) return 'HF-UNKNOWN-SKU';
    if (!this.#master.locations.has(fact.location.toUpperCase())) return 'HF-UNKNOWN-LOCATION';
    return product.isWhole && !isUnit(thousandths(fact.quantity)) ? 'HF-WHOLE-UNITS' : undefined;
  }

  #apply(fact: FactBody): void {
    const place = this.#places.get(placeOf(fact.sku, fact.location))!;
    const usual = fact.intent === 'StockReturned' ? 'inspection' : 'sellable';
    const change = thousandths(fact.quantity) * (fact.intent === 'StockSold' ? -1 : 1);
    place[BUCKET_OF[fact.condition ?? usual]!] += change;
  }

  // Promises

  reserve(requests: readonly RequestBody[], isBatch: boolean, now: number): Expected {
    for (const request of requests) {
      const references = request.lines.map(({ line }) => String(line));
      if (new Set(references).size < references.length) return { status: 400, errorCode: 'HF-BAD-FIELD' };
      if (request.expiresAt !== undefined && request.kind === 'Firm') return { status: 400, errorCode: 'HF-BAD-FIELD' };
    }
    this.#expire(now);
    const results: unknown[] = [];
    for (const request of requests) {
      const known = this.#reservations.get(request.requestKey);
      const errorCode = known === undefined ? undefined : known.decision === 'Blocked' ? 'HF-KEY-RELEASED' : known.asked === askedBy(request) ? undefined : 'HF-KEY-REUSED';
      if (errorCode !== undefined && !isBatch) return { status: 409, errorCode };
      if (errorCode !== undefined) results.push({ requestKey: request.requestKey, status: 'Refused', reason: errorCode, lines: [] });
      else results.push((known ?? this.#decide(request, now)).answer);
    }
    return { status: 200, body: { results } };
  }

  /** What a request may be promised of what nobody else was promised: the heart of the matter. */
  #decide(request: RequestBody, now: number): Reservation {
    const endsAt = request.kind === 'Cart' ? endOfMinute(request.expiresAt === undefined ? now + this.#master.cartHoldMinutes * MINUTE : Date.parse(request.expiresAt)) : undefined;
    const isOver = request.expiresAt !== undefined && Date.parse(request.expiresAt) <= now;
    const lines: Line[] = [];
    const reasons: (string | undefined)[] = [];
    for (const { line: literal, sku, location, quantity } of request.lines) {
      const line: Line = { literal, sku: sku.toUpperCase(), location: location.toUpperCase(), place: placeOf(sku, location), asked: thousandths(quantity), granted: 0, fulfilled: 0, released: 0 };
      const obstacle = isOver ? 'HF-EXPIRED' : this.#obstacleToLine(line);
      if (obstacle === undefined) line.granted = this.#grantOf(line, request.allOrNothing, this.#available(line.place) - sum(lines.filter(({ place }) => place === line.place).map(openOf)));
      lines.push(line);
      reasons.push(obstacle ?? (line.granted < line.asked ? 'HF-SHORT' : undefined));
    }
    if (request.allOrNothing && reasons.some((reason) => reason !== undefined)) {
      for (const [index, line] of lines.entries()) {
        line.granted = 0;
        reasons[index] ??= 'HF-ALL-OR-NOTHING';
      }
    }
    const decision = lines.every(({ asked, granted }) => granted === asked) ? 'Reserved' : lines.some(({ granted }) => granted > 0) ? 'Partial' : 'Refused';
    const answer = { requestKey: request.requestKey, status: decision, lines: [] as unknown[] };
    const reservation: Reservation = { request, asked: askedBy(request), endsAt, decision, lines, answer, hasExpired: false };
    this.#reservations.set(request.requestKey, reservation);
    answer.lines = lines.map(({ literal, granted, place }, index) => ({
      line: literal, granted, available: Math.max(this.#available(place), 0), ...(reasons[index] === undefined ? {} : { reason: reasons[index] }),
    }));
    return reservation;
  }

  #obstacleToLine(line: Line): string | undefined {
    const place = this.#places.get(line.place);
    if (place !== undefined) return place.product.isWhole && !isUnit(line.asked) ? 'HF-WHOLE-UNITS' : undefined;
    if (!this.#master.products.has(line.sku)) return 'HF-UNKNOWN-SKU';
    return this.#master.locations.has(line.location) ? undefined : 'HF-UNKNOWN-LOCATION';
  }

  #grantOf(line: Line, allOrNothing: boolean, left: Thousandths): Thousandths {
    if (line.asked <= left) return line.asked;
    if (allOrNothing || left <= 0) return 0;
    return this.#places.get(line.place)!.product.isWhole ? left - (left % 1000) : left;
  }

  #linesAt(place: string): readonly Line[] {
    return [...this.#reservations.values()].flatMap(({ lines }) => lines.filter((line) => line.place === place));
  }

  #bucketsOf(key: string, { onHand, inspection, damaged, product }: Place): Buckets {
    const lines = this.#linesAt(key);
    return { onHand: onHand - sum(lines.map(({ fulfilled }) => fulfilled)), reserved: sum(lines.map(openOf)), inspection, damaged, safety: product.safety };
  }

  #available(key: string): Thousandths {
    const place = this.#places.get(key);
    if (place === undefined) return 0;
    const { onHand, reserved, safety } = this.#bucketsOf(key, place);
    return onHand - reserved - safety;
  }

  /** A cart that is over promises nothing any more. */
  #expire(now: number): void {
    for (const reservation of this.#reservations.values()) {
      if (reservation.endsAt === undefined || reservation.endsAt > now) continue;
      for (const line of reservation.lines) {
        reservation.hasExpired ||= openOf(line) > 0;
        line.released += openOf(line);
      }
    }
  }

  // The ends of a promise

  settle(requestKey: string, verb: SettleVerb, goals: readonly GoalBody[], now: number): Expected {
    const references = goals.map(({ line }) => String(line));
    if (new Set(references).size < references.length) return { status: 400, errorCode: 'HF-BAD-FIELD' };
    this.#expire(now);
    const reservation = this.#reservations.get(requestKey);
    if (reservation === undefined) {
      if (verb === 'fulfil') return { status: 404, errorCode: 'HF-UNKNOWN-RESERVATION' };
      this.#reservations.set(requestKey, { request: undefined, asked: '', endsAt: undefined, decision: 'Blocked', lines: [], answer: undefined, hasExpired: false });
      return { status: 200, body: this.#view(requestKey) };
    }
    // Of a blocked key nobody knows the lines.
    const errorCode = goals.length === 0 || reservation.decision === 'Blocked' ? settleAll(reservation.lines, verb) : settleGoals(reservation, verb, goals);
    if (errorCode !== undefined) return { status: errorCode === 'HF-UNKNOWN-LINE' ? 404 : 409, errorCode };
    return { status: 200, body: this.#view(requestKey) };
  }

  // Changes of a promise

  change(requestKey: string, goals: readonly ChangeBody[], now: number): Expected {
    const references = goals.map(({ line }) => String(line));
    if (new Set(references).size < references.length) return { status: 400, errorCode: 'HF-BAD-FIELD' };
    this.#expire(now);
    const reservation = this.#reservations.get(requestKey);
    if (reservation === undefined) return { status: 404, errorCode: 'HF-UNKNOWN-RESERVATION' };
    if (!isOpen(reservation)) return { status: 409, errorCode: 'HF-NOT-OPEN' };
    const before = reservation.lines.map((line) => ({ ...line }));
    const errorCode = this.#reachTotals(reservation, goals);
    if (errorCode === undefined) return { status: 200, body: this.#view(requestKey) };
    for (const [index, line] of reservation.lines.entries()) Object.assign(line, before[index]);
    return { status: errorCode === 'HF-UNKNOWN-LINE' ? 404 : 409, errorCode };
  }

  #reachTotals(reservation: Reservation, goals: readonly ChangeBody[]): string | undefined {
    const wanted: (readonly [Line, Thousandths])[] = [];
    for (const { line: reference, quantity } of goals) {
      const line = lineNamed(reservation, reference);
      if (line === undefined) return 'HF-UNKNOWN-LINE';
      const total = thousandths(quantity);
      if (total < line.fulfilled) return 'HF-LINE-QUANTITY';
      if (this.#places.get(line.place)?.product.isWhole === true && !isUnit(total)) return 'HF-WHOLE-UNITS';
      wanted.push([line, total]);
    }
    for (const [line, total] of wanted) line.released += Math.max(line.granted - line.released - total, 0);
    let isRaised = false;
    for (const [line, total] of wanted) {
      const rise = total - (line.granted - line.released);
      if (rise > this.#available(line.place) && rise > 0) return 'HF-SHORT';
      line.granted += rise;
      line.asked = Math.max(line.asked, line.granted);
      isRaised ||= rise > 0;
    }
    if (isRaised) reservation.decision = reservation.lines.every(({ asked, granted }) => granted >= asked) ? 'Reserved' : 'Partial';
    return undefined;
  }

  /** All of it there and nothing of it here any more, or as it was. */
  transfer(requestKey: string, { newRequestKey, location, lines: named }: TransferBody, now: number): Expected {
    const references = (named ?? []).map(({ line }) => String(line));
    if (new Set(references).size < references.length) return { status: 400, errorCode: 'HF-BAD-FIELD' };
    this.#expire(now);
    const reservation = this.#reservations.get(requestKey);
    if (reservation === undefined) return { status: 404, errorCode: 'HF-UNKNOWN-RESERVATION' };
    const goals: readonly MoveBody[] = named ?? reservation.lines.map(({ literal }) => ({ line: literal, location: location! }));
    const asked = JSON.stringify([requestKey, goals.map((goal) => [String(goal.line), goal.location.toUpperCase(), goal.quantity ?? null])]);
    const newKey = newRequestKey ?? this.#keyOfMove(requestKey, asked);
    if (this.#reservations.get(newKey)?.asked !== asked) {
      const errorCode = this.#move(reservation, named === undefined, goals, newKey, asked, now);
      if (errorCode !== undefined) return { status: errorCode === 'HF-UNKNOWN-LINE' ? 404 : errorCode === 'HF-BAD-FIELD' ? 400 : 409, errorCode };
    }
    return { status: 200, body: { ...this.#view(requestKey), transferredTo: this.#view(newKey) } };
  }

  #keyOfMove(requestKey: string, asked: string): string {
    const root = requestKey.replace(/\.moved-\d{1,2}$/, '');
    for (let number = 1; ; number += 1) {
      const key = `${root}.moved-${number}`;
      const known = this.#reservations.get(key);
      if (known === undefined || known.asked === asked) return key;
    }
  }

  #move(reservation: Reservation, isWhole: boolean, goals: readonly MoveBody[], newKey: string, asked: string, now: number): string | undefined {
    const { request } = reservation;
    if (request?.kind === 'Cart') return 'HF-UNSUPPORTED';
    if (request === undefined || !isOpen(reservation)) return 'HF-NOT-OPEN';
    const moves: { readonly line: Line; readonly location: string; readonly quantity: Thousandths }[] = [];
    for (const { line: reference, location, quantity } of goals) {
      const line = lineNamed(reservation, reference);
      if (line === undefined) return 'HF-UNKNOWN-LINE';
      if (isWhole && openOf(line) === 0) continue;
      if (line.location === location.toUpperCase()) return 'HF-BAD-FIELD';
      if (openOf(line) === 0) return 'HF-NOT-OPEN';
      const moved = quantity === undefined ? openOf(line) : thousandths(quantity);
      if (moved > openOf(line)) return 'HF-LINE-QUANTITY';
      moves.push({ line, location, quantity: moved });
    }
    const known = this.#reservations.get(newKey);
    if (known !== undefined) return known.decision === 'Blocked' ? 'HF-KEY-RELEASED' : 'HF-KEY-REUSED';
    const { orderRef, customer, priority } = request;
    const wish: RequestBody = {
      requestKey: newKey, kind: 'Firm', purpose: request.purpose, channel: request.channel, ...(orderRef === undefined ? {} : { orderRef }), ...(customer === undefined ? {} : { customer }), ...(priority === undefined ? {} : { priority }), allOrNothing: true,
      lines: moves.map(({ line, location, quantity }) => ({ line: line.literal, sku: line.sku, location, quantity: quantity / 1000 })),
    };
    const arrived = this.#decide(wish, now);
    const reason = (arrived.answer as { lines: { reason?: string }[] }).lines.map((line) => line.reason).find((code) => code !== undefined && code !== 'HF-ALL-OR-NOTHING');
    if (reason !== undefined) {
      this.#reservations.delete(newKey);
      return reason;
    }
    arrived.asked = asked;
    for (const { line, quantity } of moves) line.released += quantity;
    return undefined;
  }

  look(requestKey: string, now: number): Expected {
    this.#expire(now);
    return this.#reservations.has(requestKey) ? { status: 200, body: this.#view(requestKey) } : { status: 404, errorCode: 'HF-UNKNOWN-RESERVATION' };
  }

  #view(requestKey: string): object {
    const { request, lines, endsAt, ...reservation } = this.#reservations.get(requestKey)!;
    return {
      requestKey, status: statusOf({ request, lines, endsAt, ...reservation }),
      ...(request === undefined ? {} : { kind: request.kind, purpose: request.purpose, channel: request.channel }),
      ...(request?.orderRef === undefined ? {} : { orderRef: request.orderRef }),
      ...(request?.customer === undefined ? {} : { customer: request.customer }),
      ...(endsAt === undefined ? {} : { expiresAt: new Date(endsAt).toISOString() }),
      ...(request === undefined ? {} : { priority: request.priority ?? USUAL_PRIORITY }),
      lines: lines.map(({ literal, sku, location, asked, granted, fulfilled, released }) => ({ line: literal, sku, location, quantity: asked, granted, fulfilled, released })),
    };
  }

  // Questions

  /** Places that were opened, by key. */
  buckets(now: number): ReadonlyMap<string, Buckets> {
    this.#expire(now);
    return new Map([...this.#places].map(([key, place]) => [key, this.#bucketsOf(key, place)]));
  }

  requestKeys(): readonly string[] {
    return [...this.#reservations.keys()];
  }

  /** References of the lines under a key, as they were written. */
  linesOf(requestKey: string): readonly (number | string)[] {
    return this.#reservations.get(requestKey)?.lines.map(({ literal }) => literal) ?? [];
  }

  isKnown(requestKey: string): boolean {
    return this.#reservations.has(requestKey);
  }

  /** Did this reservation end, or will it, without anybody's call? */
  hasEnd(requestKey: string): boolean {
    return this.#reservations.get(requestKey)?.endsAt !== undefined;
  }
}

const lineNamed = ({ lines }: Reservation, reference: number | string): Line | undefined => lines.find(({ literal }) => String(literal) === String(reference));
const isOpen = (reservation: Reservation): boolean => ['Reserved', 'Partial'].includes(statusOf(reservation));

function settleAll(lines: readonly Line[], verb: SettleVerb): string | undefined {
  const open = lines.filter((line) => openOf(line) > 0);
  if (open.length === 0) return goneTheOtherWay(lines, verb);
  for (const line of open) line[verb === 'fulfil' ? 'fulfilled' : 'released'] += openOf(line);
  return undefined;
}

/** Nothing is open: harmless when it went the way that is asked for, and an error when nothing did. */
function goneTheOtherWay(lines: readonly Line[], verb: SettleVerb): string | undefined {
  const fulfilled = sum(lines.map((line) => line.fulfilled));
  const released = sum(lines.map((line) => line.released));
  if (verb === 'release') return fulfilled > 0 && released === 0 ? 'HF-ALREADY-FULFILLED' : undefined;
  if (fulfilled > 0) return undefined;
  return lines.length > 0 && lines.every(({ granted }) => granted === 0) ? 'HF-NOTHING-RESERVED' : 'HF-ALREADY-RELEASED';
}

/** All the goals are reached, or none is. */
function settleGoals({ lines }: Reservation, verb: SettleVerb, goals: readonly GoalBody[]): string | undefined {
  const field = verb === 'fulfil' ? 'fulfilled' : 'released';
  const reached: (() => void)[] = [];
  for (const { line: reference, quantity } of goals) {
    const line = lines.find(({ literal }) => String(literal) === String(reference));
    if (line === undefined) return 'HF-UNKNOWN-LINE';
    const isOver = quantity === undefined && openOf(line) === 0;
    const problem = isOver ? goneTheOtherWay([line], verb) : undefined;
    if (problem !== undefined) return problem;
    const possible = line[field] + openOf(line);
    const total = quantity === undefined ? possible : thousandths(quantity);
    if (total > possible) return 'HF-LINE-QUANTITY';
    reached.push(() => { line[field] = Math.max(line[field], total); });
  }
  for (const reach of reached) reach();
  return undefined;
}

/** What was decided, as long as something is open; then what became of the goods. */
function statusOf({ decision, lines, hasExpired }: Reservation): string {
  if (decision === 'Blocked') return 'Released';
  if (decision === 'Refused' || lines.some((line) => openOf(line) > 0)) return decision;
  if (lines.some(({ fulfilled }) => fulfilled > 0)) return 'Fulfilled';
  return hasExpired ? 'Expired' : 'Released';
}

const endOfMinute = (moment: number): number => Math.ceil(moment / MINUTE) * MINUTE;
const factName = (fact: FactBody): string => `${fact.source}|${fact.key}`;

/** Two facts say the same when this is equal: codes count without case, times by the second. */
function saidBy({ sku, location, quantity, occurredAt, ...rest }: FactBody): string {
  return JSON.stringify([rest.key, rest.source, rest.intent, rest.condition ?? null, rest.reason ?? null, sku.toUpperCase(), location.toUpperCase(), thousandths(quantity), Math.floor(Date.parse(occurredAt) / 1000)]);
}

function askedBy({ kind, purpose, channel, orderRef, customer, priority, allOrNothing, expiresAt, lines }: RequestBody): string {
  return JSON.stringify([kind, purpose, channel, orderRef ?? null, customer ?? null, priority ?? null, allOrNothing, expiresAt === undefined ? null : Date.parse(expiresAt), lines.map(({ line, sku, location, quantity }) => [line, placeOf(sku, location), thousandths(quantity)])]);
}
