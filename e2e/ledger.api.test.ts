/**
 * Properties of the whole slice, the app's Apex run by the local org: whatever is called in whatever order, nothing is promised twice and nothing is half written.
 * Every property is tried on random schedules. A failure prints its seed and the shortest schedule that fails; PROPERTY_SEED=… repeats it, PROPERTY_RUNS=… digs deeper.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { OrgInMemory, type StockObject } from './support/org-in-memory.ts';
import { shortagesLeft } from '../scripts/prove/interleavings/variants.ts';
import type { Buckets, FactBody } from './support/stock-bodies.ts';
import { createMasterData, essenceOf, expectLedgerIsTrue, expectSameAnswer, factsCall, Play, promisable, reserveCall, STARTS_AT, shownCall, stateImage, type Call } from './support/stock-play.ts';
import { distinctFacts, received, request, requestBody, schedule, wellFormedFact, type RequestSymbol, type Step } from './support/stock-schedules.ts';

let org: OrgInMemory;
before(async () => {
  org = OrgInMemory.start(STARTS_AT, shortagesLeft);
  await createMasterData(org);
});
after(() => org.close());

function runs(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const { PROPERTY_RUNS: asked, PROPERTY_SEED: seed } = process.env;
  return { numRuns: asked === undefined ? usual : Number(asked), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}

/** Plays a schedule in a new stock, call by call. */
async function play(steps: readonly Step[], each: (run: Play, call: Call) => Promise<void>): Promise<Play> {
  const run = new Play(org);
  for (const step of steps) {
    const call = run.callOf(step);
    if (call !== undefined) await each(run, call);
  }
  return run;
}

test('no call is promised more than is there, and every call is answered as the rules say', async () => {
  await fc.assert(fc.asyncProperty(schedule(16), async (steps) => {
    const played = await play(steps, async (run, call) => {
      const free = run.model.buckets(org.now);
      await run.make(call);
      if (call.path === '/reservations') expectNothingOversold(free, run.model.buckets(org.now));
      await run.expectAvailability();
    });
    await played.expectReservations();
  }), runs(200));
});

/** What a call adds to the promises of a place is at most what was promisable there when it began. */
function expectNothingOversold(free: ReadonlyMap<string, Buckets>, now: ReadonlyMap<string, Buckets>): void {
  const promisableBefore = promisable(free);
  for (const [key, { reserved }] of now) {
    const promised = reserved - (free.get(key)?.reserved ?? 0);
    const most = Math.max(promisableBefore.get(key) ?? 0, 0);
    assert.ok(promised <= most, `${key}: ${promised} thousandths were promised of ${most}`);
  }
}

test('at any moment a balance is the sum of its entries, and what is reserved is what open lines were promised', async () => {
  await fc.assert(fc.asyncProperty(schedule(16), async (steps) => {
    await play(steps, async (run, call) => {
      await run.make(call);
      expectLedgerIsTrue(org);
    });
  }), runs(200));
});

interface Retelling {
  readonly promises: readonly RequestSymbol[];
  readonly facts: readonly FactBody[];
  /** Each at least once, in another order. */
  readonly retold: readonly FactBody[];
  readonly batches: readonly { readonly size: number; readonly isByBus: boolean }[];
}

const MOST_TOLD = 18;
const retelling: fc.Arbitrary<Retelling> = distinctFacts(12).chain((facts) => fc.record({
  promises: fc.array(request.map((one) => ({ ...one, kind: 'Firm' as const, endsAfterMs: undefined, lines: one.lines.slice(0, 1) })), { maxLength: 3 }),
  facts: fc.constant(facts),
  retold: fc.array(fc.constantFrom(...facts), { maxLength: MOST_TOLD - 12 }).chain((again) => fc.shuffledSubarray([...facts, ...again], { minLength: facts.length + again.length })),
  batches: fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), isByBus: fc.boolean() }), { minLength: MOST_TOLD, maxLength: MOST_TOLD }),
}));

test('the same facts in any order, cut into any batches, by REST or bus and told any number of times leave the same stock', async () => {
  await fc.assert(fc.asyncProperty(retelling, async ({ promises, facts, retold, batches }) => {
    const once = await stockWithPromises(promises);
    await once.make(factsCall(facts));
    const image = stateImage(org);
    await stockWithPromises(promises);
    let told = 0;
    for (const { size, isByBus } of batches) {
      const batch = retold.slice(told, told + size);
      told += size;
      if (batch.length === 0) break;
      const { status, text } = await org.call('POST', isByBus ? '/events?mode=async' : '/events', factsCall(batch).body);
      assert.equal(status, isByBus ? 202 : 200, text);
    }
    await org.deliverEvents();
    assert.equal(stateImage(org), image);
    expectLedgerIsTrue(org);
  }), runs(200));
});

async function stockWithPromises(promises: readonly RequestSymbol[]): Promise<Play> {
  const run = new Play(org);
  await run.make(factsCall([received('opening-1', 'PIECE', 'LYON', 9), received('opening-2', 'WEIGHED', 'LYON', 4)]));
  for (const [index, symbol] of promises.entries()) await run.make(reserveCall([requestBody(symbol, `promise-${index}`, org.now)], false));
  return run;
}

test('a call that is sent again is answered the same and changes nothing', async () => {
  await fc.assert(fc.asyncProperty(schedule(14), async (steps) => {
    await play(steps, async (run, call) => {
      const first = await run.make(call);
      const fingerprint = await org.fingerprint();
      const again = await run.send(call);
      expectSameAnswer(call, again, { status: first.status, text: call.path === '/events' ? first.text.replaceAll('"effect":"Applied"', '"effect":"Duplicate"') : first.text });
      assert.equal(await org.fingerprint(), fingerprint, `${shownCall(call)} changed something when it was sent again`);
    });
  }), runs(200));
});

test('a batch of which a part was told before applies the rest and nothing twice', async () => {
  const parts = fc.tuple(distinctFacts(10), fc.array(request, { minLength: 1, maxLength: 6 }), fc.nat(10), fc.nat(6));
  await fc.assert(fc.asyncProperty(parts, async ([facts, symbols, factsBefore, requestsBefore]) => {
    const run = await stockWithPromises([]);
    const requests = symbols.map((symbol, index) => requestBody({ ...symbol, kind: 'Firm', endsAfterMs: undefined, lines: symbol.lines.slice(0, 1) }, `request-${index}`, org.now));
    if (factsBefore > 0) await run.make(factsCall(facts.slice(0, factsBefore)));
    await run.make(factsCall(facts));
    const early = requests.slice(0, requestsBefore);
    const answered = early.length === 0 ? [] : resultsOf(await run.make(reserveCall(early, true)));
    const all = resultsOf(await run.make(reserveCall(requests, true)));
    assert.deepEqual(all.slice(0, answered.length), answered, 'what was decided before is repeated');
    expectLedgerIsTrue(org);
    await run.expectAvailability();
  }), runs(200));
});

const resultsOf = ({ body }: { readonly body: unknown }): unknown[] => (body as { results: unknown[] }).results;

test('a call that is refused leaves every table as it was', async () => {
  let refused = 0;
  await fc.assert(fc.asyncProperty(schedule(16), async (steps) => {
    await play(steps, async (run, call) => {
      const fingerprint = await org.fingerprint();
      const { status } = await run.make(call);
      if (status === 200) return;
      refused += 1;
      assert.equal(await org.fingerprint(), fingerprint, `${shownCall(call)} answered ${status} and changed something`);
    });
  }), runs(200));
  assert.ok(refused > 0, 'some call was refused');
});

const FAILING_WRITES: readonly (readonly [StockObject, 'INSERT' | 'UPDATE'])[] = [
  ['Store_Task__c', 'INSERT'], ['Store_Task_Line__c', 'INSERT'], ['Stock_Entry__c', 'INSERT'], ['Stock_Position__c', 'INSERT'], ['Stock_Position__c', 'UPDATE'],
  ['Stock_Reservation__c', 'INSERT'], ['Stock_Reservation__c', 'UPDATE'], ['Stock_Reservation_Line__c', 'INSERT'], ['Stock_Reservation_Line__c', 'UPDATE'],
];

/** Every kind of write happens in these, so that each is made to fail whatever the schedule. */
const EVERY_WRITE: readonly Step[] = [
  { kind: 'facts', facts: [received('every-write', 'PIECE', 'LYON', 4)] },
  { kind: 'reserve', isBatch: false, requests: [{ key: 99, kind: 'Cart', channel: 'WEB', allOrNothing: true, orderRef: undefined, endsAfterMs: undefined, lines: [{ isText: false, repeatsReference: false, sku: 'PIECE', location: 'LYON', group: undefined, quantity: 2 }] }] },
  { kind: 'reserve', isBatch: false, requests: [{ key: 98, kind: 'Firm', channel: 'WEB', allOrNothing: true, orderRef: undefined, endsAfterMs: undefined, lines: [{ isText: false, repeatsReference: false, sku: 'PIECE', location: 'LYON', group: undefined, quantity: 1 }] }] },
  { kind: 'settle', verb: 'fulfil', key: 0, goals: [] },
];

test('whichever write fails, every table is as it was, and the call sent again is answered as if nothing had happened', async (t) => {
  for (const [objectName, operation] of FAILING_WRITES) {
    await t.test(`${operation} ${objectName}`, async () => {
      let failed = 0;
      await fc.assert(fc.asyncProperty(schedule(8), async (steps) => {
        await play([...EVERY_WRITE, ...steps], async (run, call) => {
          const fingerprint = await org.fingerprint();
          org.failWrites(objectName, operation);
          const answer = await run.send(call);
          org.letWritesPass();
          if (answer.status !== 500) {
            run.expect(call, answer);
            return;
          }
          failed += 1;
          assert.match(answer.text, /the write was made to fail/);
          assert.equal(await org.fingerprint(), fingerprint, `${shownCall(call)} left something behind`);
          await run.make(call);
        });
      }), runs(20));
      assert.ok(failed > 0, 'the write was made to fail');
    });
  }
});

test('a fact that somebody else records between the look for duplicates and the write is answered 503, changes nothing, and is a duplicate then', async () => {
  await fc.assert(fc.asyncProperty(fc.array(wellFormedFact, { maxLength: 4 }), async (others) => {
    const run = new Play(org);
    // The position is opened after the look for duplicates: that is the moment of the race.
    const raced = received('raced', 'PIECE', 'LYON', 3);
    const fingerprint = await org.fingerprint();
    org.raceForEntry('PIECE|LYON|0', 'ERP|raced|0|0');
    const answer = await org.call('POST', '/events', factsCall([raced, ...others]).body);
    org.letWritesPass();
    assert.deepEqual(essenceOf(answer), { status: 503, errorCode: 'HF-LOCK-TIMEOUT' });
    assert.equal(await org.fingerprint(), fingerprint);
    await run.make(factsCall([raced, ...others]));
    expectLedgerIsTrue(org);
  }), runs(40));
});

/** Text of the kinds that are stored other than they were sent, or not at all: white space of other scripts, halves of characters, separators. */
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: fc.constantFrom(' ', '\u00a0', '\u3000', '\ufeff', '\u0085', '\ud800', '\udc00', '\ufffd', 'ß', 'ı', 'a', 'A', '|', "'", '\\', '\t'), maxLength: 5 }));

test('whatever text a call holds, it is taken or refused, and known again as the same call', async () => {
  const fields = fc.record({ key: anyText, source: anyText, intent: fc.oneof(fc.constant('StockReceived'), anyText), sku: fc.oneof(fc.constant('PIECE'), anyText), location: fc.oneof(fc.constant('LYON'), anyText), condition: fc.option(anyText, { nil: undefined }), reference: anyText, reason: anyText });
  const texts = fc.tuple(fields, fc.subarray(['key', 'source', 'intent', 'sku', 'location', 'condition', 'reference', 'reason']), fc.record({ channel: anyText, orderRef: fc.option(anyText, { nil: undefined }), sku: anyText, location: anyText }));
  await fc.assert(fc.asyncProperty(texts, async ([fact, odd, asked]) => {
    const plain = received('plain', 'PIECE', 'LYON', 2);
    const body = { ...plain, ...Object.fromEntries(Object.entries(fact).filter(([name]) => odd.includes(name))) };
    new Play(org);
    await expectRepeatable('/events', JSON.stringify({ events: [plain, { ...body, quantity: 1 }] }));
    await expectRepeatable('/reservations', JSON.stringify({ requestKey: 'R-1', kind: 'Cart', purpose: 'Ship', channel: asked.channel, orderRef: asked.orderRef, allOrNothing: false, lines: [{ line: 1, sku: 'PIECE', location: 'LYON', quantity: 1 }, { line: 2, sku: asked.sku, location: asked.location, quantity: 1 }] }));
    expectLedgerIsTrue(org);
  }), runs(200));
});

async function expectRepeatable(path: string, body: string): Promise<void> {
  const first = await org.call('POST', path, body);
  assert.ok([200, 400].includes(first.status), `${path} ${body} was answered ${first.status} ${first.text}`);
  const fingerprint = await org.fingerprint();
  const again = await org.call('POST', path, body);
  assert.deepEqual([again.status, again.text], [first.status, first.text.replaceAll('"effect":"Applied"', '"effect":"Duplicate"')], body);
  assert.equal(await org.fingerprint(), fingerprint, `${body} changed something when it was sent again`);
}
