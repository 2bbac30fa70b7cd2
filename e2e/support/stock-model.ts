/**
 * The rules of stock in a few pages of plain code, written from docs/domain.md and docs/api/openapi.yaml: what every call must be answered and how much is
 * where afterwards. It knows nothing of locks, ledger, batches or keys of rows. Quantities are whole thousandths of a base unit; times are milliseconds.
 */
import { draw, fulfilledOf, giveBack, isKeptStock, isOpen, lineNamed, newPart, openOf, openOfLine, partsOf, promisedOf, sell, settleAll, settleGoals, settleLine, statusOf, viewOfLine, type Line, type Part, type Reservation } from './promise-lines.ts';
import { isUnit, placeOf, sum, thousandths, type Buckets, type ChangeBody, type Expected, type FactBody, type FactResult, type GoalBody, type Kind, type LineBody, type MasterData, type MoveBody, type Product, type RequestBody, type SettleVerb, type Thousandths, type TransferBody } from './stock-bodies.ts';

interface Place {
  /** By facts alone; what was handed over has left as well. */
  onHand: Thousandths;
  inspection: Thousandths;
  damaged: Thousandths;
  readonly product: Product;
}

const MINUTE = 60_000;
const USUAL_PRIORITY = 5;
const CONDITIONS: Readonly<Record<string, readonly string[]>> = { StockReceived: ['sellable', 'inspection', 'damaged'], StockReturned: ['sellable', 'inspection', 'damaged'], StockAdjusted: ['sellable', 'inspection', 'damaged'], StockSold: [] };
const BUCKET_OF: Readonly<Record<string, 'onHand' | 'inspection' | 'damaged'>> = { sellable: 'onHand', inspection: 'inspection', damaged: 'damaged' };

const LAST_RANK = 999_999_999;

export class StockModel {
  readonly #master: MasterData;
  readonly #places = new Map<string, Place>();
  readonly #facts = new Map<string, { readonly said: string; readonly result: FactResult }>();
  readonly #reservations = new Map<string, Reservation>();
  readonly #partsByPlace = new Map<string, Part[]>();
  readonly #fences: Reservation[] = [];

  constructor(master: MasterData) {
    this.#master = master;
  }

  // Facts

  takeFacts(facts: readonly FactBody[], now: number): Expected {
    this.#expire(now);
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
    const result: FactResult = reason === undefined ? { key: fact.key, effect: this.#apply(fact) ? 'Applied' : 'Absorbed' } : { key: fact.key, effect: 'Quarantined', reason };
    this.#facts.set(factName(fact), { said: saidBy(fact), result });
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

  /** @returns whether it moved any goods: a till may tell what a hand-over has told already */
  #apply(fact: FactBody): boolean {
    const place = this.#places.get(placeOf(fact.sku, fact.location))!;
    const usual = fact.intent === 'StockReturned' ? 'inspection' : 'sellable';
    const quantity = thousandths(fact.quantity);
    const absorbed = fact.intent === 'StockSold' ? this.#keepPromises(fact, quantity) : 0;
    place[BUCKET_OF[fact.condition ?? usual]!] += fact.intent === 'StockSold' ? absorbed - quantity : quantity;
    return absorbed < quantity || fact.intent !== 'StockSold';
  }

  /** What a sale names was promised: it is kept. @returns how much of the sale had left before */
  #keepPromises(fact: FactBody, quantity: Thousandths): Thousandths {
    const place = placeOf(fact.sku, fact.location);
    const concerned = fact.correlation === undefined ? this.#quotasOf(fact.register) : [this.#reservations.get(fact.correlation)];
    const parts = concerned.flatMap((one) => (one === undefined || one.request?.kind === 'Fence' ? [] : partsOf(one))).filter((part) => part.place === place);
    let left = quantity;
    for (const part of parts) {
      const known = Math.min(part.handedOver - part.told, left);
      part.told += known;
      left -= known;
    }
    const absorbed = quantity - left;
    for (const part of parts) {
      const kept = Math.min(openOf(part), left);
      sell(part, kept);
      left -= kept;
    }
    return absorbed;
  }

  #quotasOf(register: string | undefined): readonly Reservation[] {
    return register === undefined ? [] : [...this.#reservations.values()].filter(({ request }) => request?.kind === 'Quota' && request.register === register);
  }

  // Promises

  reserve(requests: readonly RequestBody[], isBatch: boolean, now: number): Expected {
    for (const request of requests) {
      const references = request.lines.map(({ line }) => String(line));
      if (new Set(references).size < references.length) return { status: 400, errorCode: 'HF-BAD-FIELD' };
      if (request.expiresAt !== undefined && request.kind !== 'Cart' && request.kind !== 'Fence') return { status: 400, errorCode: 'HF-BAD-FIELD' };
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
    const wantsEnd = request.kind === 'Cart' || (request.kind === 'Fence' && request.expiresAt !== undefined);
    const endsAt = wantsEnd ? endOfMinute(request.expiresAt === undefined ? now + this.#master.cartHoldMinutes * MINUTE : Date.parse(request.expiresAt)) : undefined;
    const isOver = request.expiresAt !== undefined && Date.parse(request.expiresAt) <= now;
    const taken = new Map<string, Thousandths>();
    const decided = request.lines.map((body) => {
      const shares = isOver ? 'HF-EXPIRED' : this.#sharesOf(body, request, taken);
      for (const { place, quantity } of typeof shares === 'string' ? [] : shares) taken.set(place, (taken.get(place) ?? 0) + quantity);
      const granted = typeof shares === 'string' ? 0 : sum(shares.map(({ quantity }) => quantity));
      return { body, shares: typeof shares === 'string' ? [] : shares, reason: typeof shares === 'string' ? shares : granted < thousandths(body.quantity) ? 'HF-SHORT' : undefined };
    });
    const isGivenBack = request.allOrNothing && decided.some(({ reason }) => reason !== undefined);
    const lines = decided.map(({ body, shares }) => lineOf(body, isGivenBack ? [] : shares));
    const parts = lines.flatMap((line) => line.parts);
    const decision = parts.every(({ asked, granted }) => granted === asked) ? 'Reserved' : parts.some(({ granted }) => granted > 0) ? 'Partial' : 'Refused';
    const answer = { requestKey: request.requestKey, status: decision, lines: [] as unknown[] };
    const reservation: Reservation = { request, asked: askedBy(request), endsAt, decision, lines, answer, hasExpired: false };
    for (const part of parts) if (part.granted > 0) this.#promise(part, part.granted, request);
    this.#keep(request.requestKey, reservation);
    answer.lines = decided.map(({ body, shares, reason }, index) => this.#answerOf(request, body, shares, lines[index]!, isGivenBack ? (reason ?? 'HF-ALL-OR-NOTHING') : reason, reason === 'HF-SHORT'));
    return reservation;
  }

  #answerOf(request: RequestBody, body: LineBody, shares: readonly Share[], line: Line, reason: string | undefined, isSearched: boolean): object {
    const places = body.group === undefined ? [placeOf(body.sku, body.location!)] : isSearched ? this.#placesInGroup(body) : shares.map(({ place }) => place);
    return {
      line: body.line, granted: sum(line.parts.map(({ granted }) => granted)), available: sum(places.map((place) => Math.max(this.#left(place, request), 0))),
      ...(body.group === undefined ? {} : { places: line.parts.filter(({ granted }) => granted > 0).map(({ location, granted }) => ({ location, quantity: granted })) }),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  /** Where the line would be promised how much, or what is in its way. @param taken by earlier lines of the request */
  #sharesOf(body: LineBody, request: RequestBody, taken: ReadonlyMap<string, Thousandths>): readonly Share[] | string {
    const asked = thousandths(body.quantity);
    const left = (place: string): Thousandths => this.#left(place, request) - (taken.get(place) ?? 0);
    const places = body.group === undefined ? [placeOf(body.sku, body.location!)].filter((place) => this.#places.has(place)) : this.#placesInGroup(body);
    if (body.group !== undefined && !this.#master.groups.has(body.group.toUpperCase())) return 'HF-UNKNOWN-GROUP';
    if (places.length === 0) {
      if (!this.#master.products.has(body.sku.toUpperCase())) return 'HF-UNKNOWN-SKU';
      return body.location === undefined || this.#master.locations.has(body.location.toUpperCase()) ? [] : 'HF-UNKNOWN-LOCATION';
    }
    const isWhole = this.#places.get(places[0]!)!.product.isWhole;
    if (isWhole && !isUnit(asked)) return 'HF-WHOLE-UNITS';
    const ranks = this.#master.groups.get(body.group?.toUpperCase() ?? '');
    const rankOf = (place: string): number => ranks?.get(place.split('|')[1]!) ?? LAST_RANK;
    const inOrder = places.map((place) => ({ place, left: left(place) })).sort((one, other) => rankOf(one.place) - rankOf(other.place) || other.left - one.left || (one.place < other.place ? -1 : 1));
    const whole = inOrder.find((one) => one.left >= asked);
    if (whole !== undefined) return [{ place: whole.place, quantity: asked }];
    const shares: Share[] = [];
    for (let missing = request.allOrNothing ? 0 : asked; missing > 0 && inOrder.length > 0;) {
      const next = inOrder.shift()!;
      const quantity = grantOf(missing, next.left, isWhole);
      missing -= quantity;
      if (quantity > 0) shares.push({ place: next.place, quantity });
    }
    return shares;
  }

  #placesInGroup({ sku, group }: LineBody): readonly string[] {
    return [...this.#master.groups.get(group!.toUpperCase())?.keys() ?? []].map((location) => placeOf(sku, location)).filter((place) => this.#places.has(place));
  }

  /** A fence draws on nothing; whatever else its channel is promised draws on its fences first. */
  #promise(part: Part, quantity: Thousandths, { kind, channel }: Promiser): void {
    if (kind !== 'Fence') draw(part, quantity, this.#fencesOf(channel, part.place));
    else {
      part.stands = true;
      part.drawn ??= 0;
    }
  }

  /** The one that ends first comes first, and of those the older one. */
  #fencesOf(channel: string, place: string): readonly Part[] {
    return this.#fences.filter(({ request }) => request!.channel === channel).flatMap((fence) => partsOf(fence).filter((part) => part.place === place && part.stands));
  }

  #keep(requestKey: string, reservation: Reservation): void {
    this.#reservations.set(requestKey, reservation);
    for (const part of partsOf(reservation)) {
      const known = this.#partsByPlace.get(part.place);
      if (known === undefined) this.#partsByPlace.set(part.place, [part]);
      else known.push(part);
    }
    if (reservation.request?.kind !== 'Fence') return;
    this.#fences.push(reservation);
    const endOf = ({ endsAt }: Reservation): number => endsAt ?? Number.MAX_SAFE_INTEGER;
    this.#fences.sort((one, other) => endOf(one) - endOf(other));
  }

  #restore(before: ReadonlyMap<string, Reservation>): void {
    this.#reservations.clear();
    this.#partsByPlace.clear();
    this.#fences.length = 0;
    for (const [requestKey, reservation] of before) this.#keep(requestKey, reservation);
  }

  /** What one who promises for a channel may still have. */
  #left(place: string, { kind, channel }: Promiser): Thousandths {
    return this.#available(place) + (kind === 'Fence' ? 0 : sum(this.#fencesOf(channel, place).map(openOf)));
  }

  #bucketsOf(key: string, { onHand, inspection, damaged, product }: Place): Buckets {
    const parts = this.#partsByPlace.get(key) ?? [];
    return { onHand: onHand - sum(parts.map(({ handedOver }) => handedOver)), reserved: sum(parts.map(openOf)), inspection, damaged, safety: product.safety };
  }

  #available(key: string): Thousandths {
    const place = this.#places.get(key);
    if (place === undefined) return 0;
    const { onHand, reserved, safety } = this.#bucketsOf(key, place);
    return onHand - reserved - safety;
  }

  /** What is over promises nothing any more. A fence that is over takes nothing back. */
  #expire(now: number): void {
    const over = [...this.#reservations.values()].filter(({ endsAt }) => endsAt !== undefined && endsAt <= now);
    for (const reservation of over) {
      reservation.hasExpired ||= partsOf(reservation).some((part) => openOf(part) > 0 || part.stands);
      for (const part of partsOf(reservation)) part.stands = false;
    }
    for (const part of over.flatMap(partsOf)) giveBack(part, openOf(part));
  }

  // The ends of a promise

  settle(requestKey: string, verb: SettleVerb, goals: readonly GoalBody[], now: number): Expected {
    const references = goals.map(({ line }) => String(line));
    if (new Set(references).size < references.length) return { status: 400, errorCode: 'HF-BAD-FIELD' };
    this.#expire(now);
    const reservation = this.#reservations.get(requestKey);
    if (reservation === undefined) {
      if (verb === 'fulfil') return { status: 404, errorCode: 'HF-UNKNOWN-RESERVATION' };
      this.#keep(requestKey, { request: undefined, asked: '', endsAt: undefined, decision: 'Blocked', lines: [], answer: undefined, hasExpired: false });
      return { status: 200, body: this.#view(requestKey) };
    }
    if (verb === 'fulfil' && isKeptStock(reservation)) return { status: 409, errorCode: 'HF-UNSUPPORTED' };
    // Of a blocked key nobody knows the lines.
    const errorCode = goals.length === 0 || reservation.decision === 'Blocked' ? settleAll(reservation, verb) : settleGoals(reservation, verb, goals);
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
    const before = structuredClone(this.#reservations);
    const errorCode = this.#reachTotals(reservation, goals);
    if (errorCode === undefined) return { status: 200, body: this.#view(requestKey) };
    this.#restore(before);
    return { status: errorCode === 'HF-UNKNOWN-LINE' ? 404 : 409, errorCode };
  }

  #reachTotals(reservation: Reservation, goals: readonly ChangeBody[]): string | undefined {
    const wanted: (readonly [Line, Thousandths])[] = [];
    for (const { line: reference, quantity } of goals) {
      const line = lineNamed(reservation, reference);
      if (line === undefined) return 'HF-UNKNOWN-LINE';
      const total = thousandths(quantity);
      if (total < sum(line.parts.map(fulfilledOf)) || total < sum(line.parts.map(({ drawn }) => drawn ?? 0))) return 'HF-LINE-QUANTITY';
      if (this.#places.get(line.parts[0]!.place)?.product.isWhole === true && !isUnit(total)) return 'HF-WHOLE-UNITS';
      wanted.push([line, total]);
    }
    for (const [line, total] of wanted) if (promisedOf(line) > total) settleLine(line, 'release', promisedOf(line) - total);
    let isRaised = false;
    for (const [line, total] of wanted) {
      const rise = total - promisedOf(line);
      if (rise > 0 && !this.#raise(line, rise, reservation.request!)) return 'HF-SHORT';
      isRaised ||= rise > 0;
    }
    if (isRaised) reservation.decision = partsOf(reservation).every(({ asked, granted }) => granted >= asked) ? 'Reserved' : 'Partial';
    return undefined;
  }

  /** Where the line stands already, in the order of its parts. @returns whether there is enough */
  #raise(line: Line, rise: Thousandths, promiser: Promiser): boolean {
    let missing = rise;
    for (const part of line.parts) {
      const place = this.#places.get(part.place);
      const more = place === undefined ? 0 : grantOf(missing, this.#left(part.place, promiser), place.product.isWhole);
      if (more === 0) continue;
      missing -= more;
      part.granted += more;
      part.asked = Math.max(part.asked, part.granted);
      // What is promised more is reserved before it is drawn: the place holds it either way.
      this.#promise(part, more, promiser);
    }
    return missing === 0;
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
    if (request !== undefined && request.kind !== 'Firm') return 'HF-UNSUPPORTED';
    if (request === undefined || !isOpen(reservation)) return 'HF-NOT-OPEN';
    const moves: { readonly line: Line; readonly location: string; readonly quantity: Thousandths }[] = [];
    for (const { line: reference, location, quantity } of goals) {
      const line = lineNamed(reservation, reference);
      if (line === undefined) return 'HF-UNKNOWN-LINE';
      const open = openOfLine(line);
      if (isWhole && open === 0) continue;
      if (line.parts.every((part) => part.location === location.toUpperCase())) return 'HF-BAD-FIELD';
      if (open === 0) return 'HF-NOT-OPEN';
      const moved = quantity === undefined ? open : thousandths(quantity);
      if (moved > open) return 'HF-LINE-QUANTITY';
      moves.push({ line, location, quantity: moved });
    }
    const known = this.#reservations.get(newKey);
    if (known !== undefined) return known.decision === 'Blocked' ? 'HF-KEY-RELEASED' : 'HF-KEY-REUSED';
    const { orderRef, customer, priority } = request;
    const wish: RequestBody = {
      requestKey: newKey, kind: 'Firm', purpose: request.purpose, channel: request.channel, ...(orderRef === undefined ? {} : { orderRef }), ...(customer === undefined ? {} : { customer }), ...(priority === undefined ? {} : { priority }), allOrNothing: true,
      lines: moves.map(({ line, location, quantity }) => ({ line: line.literal, sku: line.sku, location, quantity: quantity / 1000 })),
    };
    const before = structuredClone(this.#reservations);
    const arrived = this.#decide(wish, now);
    const reason = (arrived.answer as { lines: { reason?: string }[] }).lines.map((line) => line.reason).find((code) => code !== undefined && code !== 'HF-ALL-OR-NOTHING');
    if (reason !== undefined) {
      this.#restore(before);
      return reason;
    }
    arrived.asked = asked;
    for (const { line, quantity } of moves) settleLine(line, 'release', quantity);
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
      ...(request?.register === undefined ? {} : { register: request.register }),
      ...(endsAt === undefined ? {} : { expiresAt: new Date(endsAt).toISOString() }),
      ...(request === undefined ? {} : { priority: request.priority ?? USUAL_PRIORITY }),
      lines: lines.map(viewOfLine),
    };
  }

  // Questions

  /** Places that were opened, by key. */
  buckets(now: number): ReadonlyMap<string, Buckets> {
    this.#expire(now);
    return new Map([...this.#places].map(([key, place]) => [key, this.#bucketsOf(key, place)]));
  }

  /** What a channel is told; never less than nothing. */
  availableTo(channel: string, sku: string, location: string, now: number): Thousandths {
    this.#expire(now);
    return Math.max(this.#left(placeOf(sku, location), { kind: 'Firm', channel }), 0);
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

interface Share {
  readonly place: string;
  readonly quantity: Thousandths;
}

/** Who promises: of a channel, or for it. */
interface Promiser {
  readonly kind: Kind;
  readonly channel: string;
}

/** As it is kept: refused lines are demand that could not be met. */
function lineOf({ line: literal, sku, location, group, quantity }: LineBody, shares: readonly Share[]): Line {
  const asked = thousandths(quantity);
  const line: Line = { literal, sku: sku.toUpperCase(), group: group?.toUpperCase(), parts: [] };
  for (const [index, share] of shares.entries()) {
    const missing = index === shares.length - 1 ? asked - sum(shares.map((one) => one.quantity)) : 0;
    line.parts.push({ ...newPart(share.place.split('|')[1]!, share.place, share.quantity + missing), granted: share.quantity });
  }
  const usual = (location ?? group!).toUpperCase();
  if (shares.length === 0) line.parts.push(newPart(usual, placeOf(sku, usual), asked));
  return line;
}

function grantOf(asked: Thousandths, left: Thousandths, isWhole: boolean): Thousandths {
  if (asked <= left) return asked;
  if (left <= 0) return 0;
  return isWhole ? left - (left % 1000) : left;
}

const endOfMinute = (moment: number): number => Math.ceil(moment / MINUTE) * MINUTE;
const factName = (fact: FactBody): string => `${fact.source}|${fact.key}`;

/** Two facts say the same when this is equal: codes count without case, times to the millisecond. */
function saidBy({ sku, location, quantity, occurredAt, ...rest }: FactBody): string {
  return JSON.stringify([rest.key, rest.source, rest.intent, rest.condition ?? null, rest.reason ?? null, rest.register ?? null, rest.correlation ?? null, sku.toUpperCase(), location.toUpperCase(), thousandths(quantity), Date.parse(occurredAt)]);
}

function askedBy({ kind, purpose, channel, orderRef, customer, register, priority, allOrNothing, expiresAt, lines }: RequestBody): string {
  return JSON.stringify([kind, purpose, channel, orderRef ?? null, customer ?? null, register ?? null, priority ?? null, allOrNothing, expiresAt === undefined ? null : Date.parse(expiresAt), lines.map(({ line, sku, location, group, quantity }) => [line, location === undefined ? `group ${group!.toUpperCase()} ${sku.toUpperCase()}` : placeOf(sku, location), thousandths(quantity)])]);
}
