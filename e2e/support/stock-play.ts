/** Plays schedules in an org and in the model side by side, and tells how stock stands in each. */
import assert from 'node:assert/strict';
import { answerDifference, shortened } from './answer-difference.ts';
import type { Answer, OrgInMemory } from './org-in-memory.ts';
import { thousandths, type Buckets, type ChangeBody, type Expected, type FactBody, type GoalBody, type MasterData, type RequestBody, type SettleVerb, type Thousandths, type TransferBody } from './stock-bodies.ts';
import { StockModel } from './stock-model.ts';
import { CHANNELS, LOCATIONS, requestBody, SKUS, type Step } from './stock-schedules.ts';

export const STARTS_AT = Date.UTC(2026, 10, 21, 9, 0, 0, 250);

/** GUARDED keeps more back than whole units, WEIGHED is sold by the gram. The hold minutes are those of the shipped Engine Setting. */
export const MASTER: MasterData = {
  products: new Map([['PIECE', { safety: 0, isWhole: true }], ['GUARDED', { safety: 1500, isWhole: true }], ['WEIGHED', { safety: 250, isWhole: false }]]),
  locations: new Set(LOCATIONS),
  groups: new Map([['RANKED', new Map([['NICE', 1], ['LYON', 2]])], ['ANY', new Map<string, number | undefined>([['LYON', undefined], ['NICE', undefined]])]]),
  cartHoldMinutes: 15,
};

export async function createMasterData(org: OrgInMemory): Promise<void> {
  for (const code of LOCATIONS) await org.create('Stock_Location__c', { Name: code, Code__c: code, Type__c: 'Store', Pickup__c: true });
  for (const [group, ranks] of MASTER.groups) {
    await org.create('Location_Group__c', { Name: group, Code__c: group, Kind__c: 'Region' });
    for (const [code, rank] of ranks) {
      await org.anonymous(`insert new Location_Group_Member__c(Group__c = [SELECT Id FROM Location_Group__c WHERE Code__c = '${group}'].Id, Location__c = [SELECT Id FROM Stock_Location__c WHERE Code__c = '${code}'].Id, Rank__c = ${String(rank ?? null)});`);
    }
  }
  for (const [sku, { safety, isWhole }] of MASTER.products) {
    await org.create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: isWhole ? 'Piece' : 'Kilogram', Safety_Stock__c: safety / 1000, IsActive: true });
  }
}

/** A concrete call: what is sent, and what the model says to it at its turn. */
export interface Call {
  readonly method?: 'PATCH';
  readonly path: string;
  readonly body: string | undefined;
  /** Moves the model on. */
  expected(model: StockModel, now: number): Expected;
}

export const factsCall = (facts: readonly FactBody[]): Call => ({ path: '/events', body: JSON.stringify({ events: facts }), expected: (model, now) => model.takeFacts(facts, now) });

export function reserveCall(requests: readonly RequestBody[], isBatch: boolean): Call {
  return { path: '/reservations', body: JSON.stringify(isBatch ? { requests } : requests[0]), expected: (model, now) => model.reserve(requests, isBatch, now) };
}

export function settleCall(requestKey: string, verb: SettleVerb, goals: readonly GoalBody[]): Call {
  return { path: `/reservations/${requestKey}/${verb}`, body: goals.length === 0 ? undefined : JSON.stringify({ lines: goals }), expected: (model, now) => model.settle(requestKey, verb, goals, now) };
}

export function changeCall(requestKey: string, goals: readonly ChangeBody[]): Call {
  return { method: 'PATCH', path: `/reservations/${requestKey}`, body: JSON.stringify({ lines: goals }), expected: (model, now) => model.change(requestKey, goals, now) };
}

export function transferCall(requestKey: string, body: TransferBody): Call {
  return { path: `/reservations/${requestKey}/transfer`, body: JSON.stringify(body), expected: (model, now) => model.transfer(requestKey, body, now) };
}

const nameOf = (call: Call): string => `${call.method ?? 'POST'} ${call.path}`;

/** A call as a failed assertion names it. */
export const shownCall = (call: Call): string => `${nameOf(call)} ${shortened(call.body ?? '')}`;

/** The same status and the same text, character by character. */
export function expectSameAnswer(call: Call, answer: Answer, { status, text }: { readonly status: number; readonly text: string }): void {
  if (answer.status === status && answer.text === text) return;
  const [seen, expected] = [answer, { status, text }].map((one) => ({ status: one.status, body: one.text.startsWith('{') ? JSON.parse(one.text) as unknown : one.text }));
  assert.fail(`${nameOf(call)} was not answered as before: ${answerDifference(seen, expected, call.body) ?? `the same is spelled otherwise, ${shortened(answer.text)} instead of ${shortened(text)}`}`);
}

/** One run: a new, empty stock. */
export class Play {
  readonly org: OrgInMemory;
  readonly model = new StockModel(MASTER);
  readonly #calls: Call[] = [];
  #rushes = 0;

  constructor(org: OrgInMemory) {
    org.clearStock();
    org.now = STARTS_AT;
    this.org = org;
  }

  /** The call a step stands for at this moment; `undefined` for a step that only lets time pass, which it then has. */
  callOf(step: Step): Call | undefined {
    switch (step.kind) {
      case 'wait':
        this.org.now += step.ms;
        return undefined;
      case 'replay':
        return this.#calls.length === 0 ? undefined : this.#calls[this.#calls.length - 1 - (step.back % this.#calls.length)];
      case 'facts':
        return factsCall(step.facts);
      case 'reserve':
        return reserveCall(step.requests.map((symbol) => requestBody(symbol, `order-${symbol.key}`, this.org.now)), step.isBatch);
      case 'rush':
        this.#rushes += 1;
        return reserveCall(Array.from({ length: 100 }, (_, index) => requestBody(step.requests[index % step.requests.length]!, `rush-${this.#rushes}-${index}`, this.org.now)), true);
      case 'settle': {
        const requestKey = this.#keyOf(step.key);
        return settleCall(requestKey, step.verb, step.goals.map((goal) => this.#goalOf(requestKey, goal)));
      }
      case 'change': {
        const requestKey = this.#keyOf(step.key);
        return changeCall(requestKey, step.goals.map(({ line, quantity }) => ({ ...this.#goalOf(requestKey, { line, quantity: undefined }), quantity })));
      }
      case 'transfer': {
        const requestKey = this.#keyOf(step.key);
        const named = step.goals.map(({ location, ...goal }) => ({ ...this.#goalOf(requestKey, goal), location }));
        return transferCall(requestKey, { ...(step.newKey === undefined ? {} : { newRequestKey: `order-${step.newKey}` }), ...(named.length === 0 ? { location: step.location } : { lines: named }) });
      }
    }
  }

  #keyOf(key: number): string {
    const known = this.model.requestKeys();
    return known[key % (known.length + 1)] ?? `unknown-${key}`;
  }

  /** Names a line of the reservation, in the other spelling now and then, or one that it does not have. */
  #goalOf(requestKey: string, { line, quantity }: { readonly line: number; readonly quantity: number | undefined }): GoalBody {
    const lines = this.model.linesOf(requestKey);
    const literal = line === 20 ? 'none' : (lines[line % Math.max(lines.length, 1)] ?? 'none');
    return { line: line % 5 === 4 ? String(literal) : literal, ...(quantity === undefined ? {} : { quantity }) };
  }

  send(call: Call): Promise<Answer> {
    return this.org.call(call.method ?? 'POST', call.path, call.body);
  }

  /** Sends the call and compares the answer with the model's. */
  async make(call: Call): Promise<Answer> {
    const answer = await this.send(call);
    this.expect(call, answer);
    return answer;
  }

  expect(call: Call, answer: Answer): void {
    const difference = answerDifference(withoutFenceHistory(essenceOf(answer)), withoutFenceHistory(call.expected(this.model, this.org.now)), call.body);
    if (difference !== undefined) assert.fail(`${nameOf(call)} was not answered as expected: ${difference}`);
    this.#calls.push(call);
  }

  /** What readers are told of every place, against the model. */
  async expectAvailability(): Promise<void> {
    await this.#expectAvailableTo(CHANNELS[this.#calls.length % CHANNELS.length]!);
    const answer = await this.org.call('POST', '/availability/query', JSON.stringify({ skus: SKUS, locations: LOCATIONS }));
    const buckets = this.model.buckets(this.org.now);
    const items = (inThousandths(answer.body) as { items: Record<string, number | string>[] }).items;
    for (const item of items) delete item['version'];
    assert.deepEqual(items, SKUS.flatMap((sku) => LOCATIONS.map((location) => {
      const told = buckets.get(`${sku}|${location}|0`) ?? { onHand: 0, reserved: 0, safety: 0, inspection: 0, damaged: 0 };
      return { sku, location, ...told, inTransit: 0, available: told.onHand - told.reserved - told.safety };
    })));
  }

  async #expectAvailableTo(channel: string): Promise<void> {
    const answer = await this.org.call('POST', '/availability/query', JSON.stringify({ skus: SKUS, locations: LOCATIONS, channel }));
    const items = (inThousandths(answer.body) as { items: Record<string, number | string>[] }).items;
    assert.deepEqual(items.map(({ sku, location, available }) => [sku, location, available]), SKUS.flatMap((sku) => LOCATIONS.map((location) => [sku, location, this.model.availableTo(channel, sku, location, this.org.now)])), `to ${channel}`);
  }

  /** What readers are told of every reservation. Of a cart that is over, lines may wait for their position to end them; the status may not. */
  async expectReservations(): Promise<void> {
    // Of the hundreds of a rush, one in ten.
    for (const requestKey of this.model.requestKeys().filter((key) => !key.startsWith('rush-') || key.endsWith('7'))) {
      const answer = await this.org.call('GET', `/reservations/${requestKey}`);
      const isWaiting = this.model.hasEnd(requestKey);
      assert.deepEqual(withoutReleased(essenceOf(answer), isWaiting), withoutReleased(this.model.look(requestKey, this.org.now), isWaiting), `GET /reservations/${requestKey}`);
    }
  }
}

/** When a promise that is over gave back to a fence decides whether that took it: a fence with an end may tell more drawn and less released, or the reverse. */
function withoutFenceHistory(seen: unknown): unknown {
  if (Array.isArray(seen)) return seen.map(withoutFenceHistory);
  if (typeof seen !== 'object' || seen === null) return seen;
  const one = seen as Readonly<Record<string, unknown>>;
  const isEndingFence = one['kind'] === 'Fence' && one['expiresAt'] !== undefined;
  return Object.fromEntries(Object.entries(one).map(([name, value]) => [name, isEndingFence && name === 'lines' ? withoutReleased(value, true) : withoutFenceHistory(value)]));
}

function withoutReleased(seen: unknown, isWaiting: boolean): unknown {
  return isWaiting ? JSON.parse(JSON.stringify(seen, (name, value: unknown) => (name === 'released' || name === 'drawn' ? undefined : value))) : seen;
}

const QUANTITIES = new Set(['quantity', 'granted', 'fulfilled', 'released', 'drawn', 'available', 'onHand', 'reserved', 'safety', 'inspection', 'damaged', 'inTransit']);

/** Quantities as thousandths, texts for people left out. */
function inThousandths(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inThousandths);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'message').map(([name, one]) => [name, QUANTITIES.has(name) && typeof one === 'number' ? thousandths(one) : inThousandths(one)]));
}

export function essenceOf(answer: Answer): unknown {
  if (answer.status === 200) return { status: 200, body: inThousandths(answer.body) };
  const [error] = (Array.isArray(answer.body) ? answer.body : []) as { errorCode: string }[];
  return { status: answer.status, errorCode: error?.errorCode ?? answer.text };
}

// The rows themselves

const BUCKETS = ['On_Hand', 'Reserved', 'Inspection', 'Damaged', 'In_Transit'] as const;

/** Buckets and reserved of every position, by key, as canonical JSON: two orgs hold the same stock exactly when it is equal. */
export function stateImage(org: OrgInMemory): string {
  const rows = org.rows('Stock_Position__c', ['Position_Key__c', ...BUCKETS.map((bucket) => `${bucket}__c`)]);
  return JSON.stringify(rows.sort((left, right) => (String(left['Position_Key__c']) < String(right['Position_Key__c']) ? -1 : 1)));
}

/** Every balance is the sum of its entries, and what is reserved is what open lines were promised. */
export function expectLedgerIsTrue(org: OrgInMemory): void {
  const entries = org.rows('Stock_Entry__c', ['Position_Key__c', ...BUCKETS.map((bucket) => `${bucket}_Change__c`)]);
  const open = new Map<string, Thousandths>();
  const fenced = new Map<string, Thousandths>();
  for (const line of org.rows('Stock_Reservation_Line__c', ['Position_Key__c', 'Granted__c', 'Fulfilled__c', 'Released__c', 'Put_Away__c', 'Drawn__c', 'Open_Fence_Key__c', 'Open_Position_Key__c'])) {
    const key = String(line['Position_Key__c']);
    const held = Number(line['Granted__c']) - Number(line['Fulfilled__c']) - Number(line['Released__c']) - Number(line['Drawn__c'] ?? 0) + Number(line['Put_Away__c'] ?? 0);
    open.set(key, (open.get(key) ?? 0) + held);
    if (line['Open_Fence_Key__c'] !== null) fenced.set(key, (fenced.get(key) ?? 0) + held);
    assert.equal(line['Open_Position_Key__c'], held > 0 || line['Open_Fence_Key__c'] !== null ? key : null, `a line at ${key} that holds ${held} is found there`);
  }
  const positions = org.rows('Stock_Position__c', ['Position_Key__c', 'Fenced__c', 'Allotted__c', 'Safety__c', ...BUCKETS.map((bucket) => `${bucket}__c`)]);
  expectShardsOweNothing(positions);
  for (const position of positions) {
    const key = String(position['Position_Key__c']);
    const own = entries.filter((entry) => entry['Position_Key__c'] === key);
    for (const bucket of BUCKETS) {
      assert.equal(position[`${bucket}__c`], own.reduce((total, entry) => total + Number(entry[`${bucket}_Change__c`]), 0), `${bucket} of ${key} is the sum of its entries`);
    }
    if (key !== mainKey(key)) continue;
    const reserved = positions.filter((row) => mainKey(String(row['Position_Key__c'])) === key).reduce((total, row) => total + Number(row['Reserved__c']), 0);
    assert.equal(reserved, open.get(key) ?? 0, `reserved of ${key} is what open lines were promised and what waits to be put away`);
    assert.equal(position['Fenced__c'], fenced.get(key) ?? 0, `fenced at ${key} is what fences hold`);
    open.delete(key);
  }
  assert.deepEqual([...open].filter(([, quantity]) => quantity !== 0), [], 'nothing is promised of a position that does not exist');
}

/** Shards hold a part of what their position can spare, and no goods: none owes anything, and none holds anything while the position is below 0 itself. */
function expectShardsOweNothing(positions: readonly Readonly<Record<string, string | number | null>>[]): void {
  for (const shard of positions) {
    const key = String(shard['Position_Key__c']);
    if (key === mainKey(key)) continue;
    const position = positions.find((row) => row['Position_Key__c'] === mainKey(key))!;
    const held = -Number(shard['Reserved__c']);
    assert.ok(held >= 0, `${key} promised ${-held} thousandths more than it held`);
    assert.ok(held <= Number(position['Allotted__c'] ?? 0), `${key} holds ${held}, and its position knows of ${position['Allotted__c']}`);
    const spare = Number(position['On_Hand__c']) - Number(position['Reserved__c']) - Number(position['Safety__c'] ?? 0);
    assert.ok(held === 0 || spare >= 0, `${key} holds ${held} while its position has ${spare}`);
    for (const bucket of BUCKETS.filter((one) => one !== 'Reserved')) assert.equal(Number(shard[`${bucket}__c`]), 0, `${key} has no ${bucket}`);
  }
}

/** Key of the position that a row holds a part of. */
const mainKey = (key: string): string => key.replace(/\|\d$/, '|0');

/** Promisable right now at each place that was opened. */
export function promisable(buckets: ReadonlyMap<string, Buckets>): ReadonlyMap<string, Thousandths> {
  return new Map([...buckets].map(([key, { onHand, reserved, safety }]) => [key, onHand - reserved - safety]));
}
