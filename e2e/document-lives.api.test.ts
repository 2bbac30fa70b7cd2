/**
 * Random lives of transfers, returns and counts in the app's own Apex, against a small model that knows nothing of it: after every step each bucket of each
 * location is what the model says, so goods only appear and vanish where they really came or left, and nothing that came back is for sale before it was
 * inspected. Every step is sent twice. HOLDFAST_DOCUMENT_LIVES says how many lives are tried.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { OrgInMemory } from './support/org-in-memory.ts';
import { createMasterData, expectLedgerIsTrue, MASTER, STARTS_AT } from './support/stock-play.ts';

const SKU = 'PIECE';
const PLACES = ['LYON', 'NICE'] as const;
type Place = (typeof PLACES)[number];
const SAFETY = (MASTER.products.get(SKU)?.safety ?? 0) / 1000;

interface Buckets { onHand: number; reserved: number; inspection: number; damaged: number; inTransit: number }
interface Transfer { from: Place; to: Place; requested: number; cancelled: number; dispatched: number; expected: number; received: number; damaged: number; lost: number }
interface Return { place: Place; toInspect: number; presented: number; sellable: number; damaged: number; vendor: number; sent: number }
interface Call { readonly path: string; readonly body?: object; readonly isTaken: boolean }

class Model {
  readonly buckets: Record<Place, Buckets> = { LYON: empty(), NICE: empty() };
  readonly transfers = new Map<number, Transfer>();
  readonly returns = new Map<number, Return>();
  readonly #life: number;

  constructor(life: number) {
    this.#life = life;
  }

  request(index: number): Call {
    const [from, to] = index % 2 === 0 ? (['LYON', 'NICE'] as const) : (['NICE', 'LYON'] as const);
    const quantity = 2 + index;
    const call = { path: '/transfers', body: { documentNo: this.#no('T', index), from, to, lines: [{ sku: SKU, quantity }] } };
    if (this.transfers.has(index)) return { ...call, isTaken: true };
    const at = this.buckets[from];
    if (at.onHand - at.reserved - SAFETY < quantity) return { ...call, isTaken: false };
    at.reserved += quantity;
    this.transfers.set(index, { from, to, requested: quantity, cancelled: 0, dispatched: 0, expected: 0, received: 0, damaged: 0, lost: 0 });
    return { ...call, isTaken: true };
  }

  dispatch(index: number, a: number): Call {
    const total = 1 + (a % 6);
    const transfer = this.transfers.get(index);
    const call = { path: `/transfers/${this.#no('T', index)}/dispatch`, body: { lines: [{ sku: SKU, quantity: total }] } };
    if (transfer === undefined || total < transfer.dispatched || total > transfer.requested - transfer.cancelled) return { ...call, isTaken: false };
    const more = total - transfer.dispatched;
    transfer.dispatched = total;
    transfer.expected += more;
    this.buckets[transfer.from].onHand -= more;
    this.buckets[transfer.from].reserved -= more;
    this.buckets[transfer.to].inTransit += more;
    return { ...call, isTaken: true };
  }

  receive(index: number, a: number, b: number): Call {
    const transfer = this.transfers.get(index);
    const close = (a + b) % 3 === 0;
    const goal = { received: (transfer?.received ?? 0) + (a % 3), damaged: (transfer?.damaged ?? 0) + (b % 2) };
    const call = { path: `/transfers/${this.#no('T', index)}/receive`, body: { lines: [{ sku: SKU, ...goal }], close } };
    const isCancelled = transfer !== undefined && transfer.requested === transfer.cancelled && transfer.expected === 0 && transfer.received + transfer.damaged === 0;
    if (transfer === undefined || isCancelled) return { ...call, isTaken: false };
    const at = this.buckets[transfer.to];
    at.onHand += goal.received - transfer.received;
    at.damaged += goal.damaged - transfer.damaged;
    at.inTransit -= goal.received - transfer.received + goal.damaged - transfer.damaged;
    Object.assign(transfer, goal);
    const rest = transfer.expected - transfer.received - transfer.damaged - transfer.lost;
    if (rest > 0 && close) {
      transfer.lost += rest;
      at.inTransit -= rest;
    } else if (rest < 0) {
      const found = Math.min(-rest, transfer.lost);
      const surplus = close ? -rest - found : 0;
      transfer.lost -= found;
      transfer.expected += surplus;
      at.inTransit += found + surplus;
    }
    return { ...call, isTaken: true };
  }

  cancel(index: number): Call {
    const transfer = this.transfers.get(index);
    const call = { path: `/transfers/${this.#no('T', index)}/cancel` };
    if (transfer === undefined) return { ...call, isTaken: false };
    const unsent = Math.max(transfer.requested - transfer.cancelled - transfer.dispatched, 0);
    transfer.cancelled += unsent;
    this.buckets[transfer.from].reserved -= unsent;
    return { ...call, isTaken: true };
  }

  take(index: number, a: number): Call {
    const place = PLACES[index % 2]!;
    const known = this.returns.get(index) ?? { place, toInspect: 0, presented: 0, sellable: 0, damaged: 0, vendor: 0, sent: 0 };
    const more = 1 + (a % 3);
    this.returns.set(index, known);
    known.presented += more;
    known.toInspect += more;
    this.buckets[place].inspection += more;
    return { path: `/returns/${this.#no('R', index)}/take`, body: { location: place, lines: [{ line: 1, sku: SKU, quantity: known.presented }] }, isTaken: true };
  }

  inspect(index: number, a: number, b: number): Call {
    const known = this.returns.get(index);
    const [sellable, damaged, vendor] = [a % 3, b % 2, (a + b) % 2];
    const call = { path: `/returns/${this.#no('R', index)}/inspect`, body: { lines: [{ line: 1, sellable: (known?.sellable ?? 0) + sellable, damaged: (known?.damaged ?? 0) + damaged, vendor: (known?.vendor ?? 0) + vendor }] } };
    const sum = sellable + damaged + vendor;
    if (known === undefined || sum > known.toInspect) return { ...call, isTaken: false };
    known.toInspect -= sum;
    known.sellable += sellable;
    known.damaged += damaged;
    known.vendor += vendor;
    const at = this.buckets[known.place];
    at.inspection -= sum;
    at.onHand += sellable;
    at.damaged += damaged + vendor;
    return { ...call, isTaken: true };
  }

  sendToVendor(index: number): Call {
    const known = this.returns.get(index);
    const call = { path: `/returns/${this.#no('R', index)}/send-to-vendor` };
    if (known === undefined) return { ...call, isTaken: false };
    this.buckets[known.place].damaged -= known.vendor - known.sent;
    known.sent = known.vendor;
    return { ...call, isTaken: true };
  }

  sell(place: Place, quantity: number, key: string, at: string): Call {
    this.buckets[place].onHand -= quantity;
    return { path: '/events', body: { events: [{ key, intent: 'StockSold', sku: SKU, location: place, quantity, occurredAt: at, source: 'TILL' }] }, isTaken: true };
  }

  /** Starts, records and approves: whatever the book said, what was counted is there. */
  count(place: Place, quantity: number, documentNo: string, at: string): readonly Call[] {
    this.buckets[place].onHand = quantity;
    return [
      { path: '/counts', body: { documentNo, location: place, skus: [SKU] }, isTaken: true },
      { path: `/counts/${documentNo}/record`, body: { lines: [{ sku: SKU, quantity, countedAt: at }] }, isTaken: true },
      { path: `/counts/${documentNo}/approve`, isTaken: true },
    ];
  }

  #no(kind: string, index: number): string {
    return `${kind}-${String(this.#life)}-${String(index)}`;
  }
}

function empty(): Buckets {
  return { onHand: 0, reserved: 0, inspection: 0, damaged: 0, inTransit: 0 };
}

const STEP = fc.record({ verb: fc.constantFrom('request', 'dispatch', 'receive', 'cancel', 'take', 'inspect', 'vendor', 'sell', 'count'), index: fc.nat(2), a: fc.nat(11), b: fc.nat(3) });
type Step = typeof STEP extends fc.Arbitrary<infer One> ? One : never;

let org: OrgInMemory;
let lives = 0;
before(async () => {
  org = OrgInMemory.start(STARTS_AT);
  await createMasterData(org);
});

async function bucketsAt(place: Place): Promise<Buckets> {
  const { items } = (await org.call('GET', `/availability?sku=${SKU}&location=${place}`)).body as { items: (Buckets & Record<string, unknown>)[] };
  const { onHand, reserved, inspection, damaged, inTransit } = items[0] ?? empty();
  return { onHand, reserved, inspection, damaged, inTransit };
}

async function send(call: Call): Promise<void> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const first = await org.call('POST', call.path, body);
  assert.equal(first.status < 300, call.isTaken, `${call.path} ${body ?? ''} answered ${String(first.status)} ${first.text}`);
  assert.ok(first.status < 500, first.text);
  const again = await org.call('POST', call.path, body);
  assert.equal(again.status, first.status, `${call.path} ${body ?? ''} again answered ${again.text}`);
}

function callsOf(model: Model, { verb, index, a, b }: Step, name: string): readonly Call[] {
  const place = PLACES[index % 2]!;
  const at = new Date(org.now).toISOString();
  switch (verb) {
    case 'request': return [model.request(index)];
    case 'dispatch': return [model.dispatch(index, a)];
    case 'receive': return [model.receive(index, a, b)];
    case 'cancel': return [model.cancel(index)];
    case 'take': return [model.take(index, a)];
    case 'inspect': return [model.inspect(index, a, b)];
    case 'vendor': return [model.sendToVendor(index)];
    case 'sell': return [model.sell(place, 1 + (a % 2), name, at)];
    default: return model.count(place, a, `C-${name}`, at);
  }
}

test('documents move goods as the model says, step by step', async () => {
  const numRuns = Number(process.env['HOLDFAST_DOCUMENT_LIVES'] ?? 60);
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 4, maxLength: 18 }), async (steps) => {
      org.clearStock();
      lives += 1;
      const model = new Model(lives);
      for (const place of PLACES) {
        model.buckets[place].onHand = 10 + SAFETY;
        await send({ path: '/events', body: { events: [{ key: `OPEN-${String(lives)}-${place}`, intent: 'StockReceived', sku: SKU, location: place, quantity: 10 + SAFETY, occurredAt: new Date(org.now).toISOString(), source: 'TEST' }] }, isTaken: true });
      }
      for (const [number, step] of steps.entries()) {
        org.now += 1000;
        for (const call of callsOf(model, step, `${String(lives)}-${String(number)}`)) await send(call);
        for (const place of PLACES) assert.deepEqual(await bucketsAt(place), model.buckets[place], `${place} after ${JSON.stringify(step)}`);
      }
      expectLedgerIsTrue(org);
    }),
    { numRuns },
  );
});
