import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { workItem } from '../../delivery/test/work-items.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import type { Fulfilment } from '../../system/salesforce/pubsub/fulfilments.ts';
import { NotPosted, type MaterialDocument, type Movement, type SapApi } from '../../system/sap/sap-api.ts';
import { testParts, until, type TestParts } from '../../system/sap/test/parts.ts';
import type { SourceMode } from '../intent/map-document.ts';
import { MovementMap } from '../intent/movement-map.ts';
import { requestKeyOf } from '../intent/own-references.ts';
import { Places } from '../intent/places.ts';
import { movementHandler } from './movement-handler.ts';
import { WriteBack, type MovementWork } from './write-back.ts';

const HANDED_OVER = Date.parse('2026-11-21T12:00:00Z');
const fulfilment = (change: Partial<Fulfilment> = {}): Fulfilment => ({
  requestKey: 'order-1', line: '1', sku: 'LAMP-1', location: 'LYON', kind: 'Firm', purpose: 'Ship', channel: 'WEB', orderRef: undefined, quantity: 2, total: 2, soldAtTill: 0, fulfilledAtMs: HANDED_OVER, ...change,
});
let parts: TestParts;
beforeEach(() => { parts = testParts(); });
afterEach(() => parts.close());

const hear = (...fulfilments: Fulfilment[]) => parts.store.transaction((transaction) => new WriteBack({ source: 'SAP' }, parts.clock).fulfilled(fulfilments, transaction));
const works = async (): Promise<MovementWork[]> => (await parts.store.find({ kind: 'movement', most: 100 })).map(({ body }) => body as MovementWork);

describe('a fulfilment', () => {
  it('becomes one movement per request and location, under a reference that leads back to the request', async () => {
    await hear(fulfilment(), fulfilment({ line: '2', sku: 'LAMP-2' }), fulfilment({ location: 'NICE' }));
    const [lyon, nice] = await works();
    assert.deepEqual([lyon?.location, lyon?.items, nice?.location], ['LYON', [{ sku: 'LAMP-1', quantity: 2 }, { sku: 'LAMP-2', quantity: 2 }], 'NICE']);
    assert.equal(lyon?.reference.length, 16);
    assert.deepEqual([await requestKeyOf(parts.store, lyon.reference), await requestKeyOf(parts.store, nice!.reference)], ['order-1', 'order-1']);
  });

  it('that is heard again is posted once, and what is handed over later goes on its own', async () => {
    await hear(fulfilment());
    await hear(fulfilment());
    await hear(fulfilment({ total: 5, quantity: 3 }));
    await hear(fulfilment({ total: 2 }));
    assert.deepEqual((await works()).map(({ items }) => items[0]!.quantity), [2, 3]);
    assert.equal(new Set((await works()).map(({ reference }) => reference)).size, 2);
  });

  it('is left to others where they tell the ERP themselves', async () => {
    await hear(fulfilment({ purpose: 'Pickup' }), fulfilment({ purpose: 'Transfer' }), fulfilment({ requestKey: 'order-2', total: 2, soldAtTill: 2 }), fulfilment({ requestKey: 'order-3', total: 3, soldAtTill: 1 }));
    assert.deepEqual((await works()).map(({ requestKey, items }) => [requestKey, items[0]!.quantity]), [['order-3', 2]]);
  });
});

describe('the work of posting a movement', () => {
  const posted: Movement[] = [];
  let mode: SourceMode = 'ByReference';
  let fails = false;
  let zone: string | undefined;
  /** What it throws instead of an answer; what it was sent stands only when it is committed. */
  let answers: (() => Promise<never>) | undefined;
  let isCommitted = true;
  let nowMs = 0;
  beforeEach(async () => {
    posted.length = 0;
    [mode, fails, zone, answers, isCommitted, nowMs] = ['ByReference', false, undefined, undefined, true, HANDED_OVER];
    await parts.close();
    parts = testParts({ now: () => nowMs, sleep: async () => undefined });
  });
  const unused = async (): Promise<never> => { throw new Error('not asked here'); };
  const sap: SapApi = {
    document: unused, documentsCreated: unused, stock: unused,
    documentByReference: async (reference) => (isCommitted && posted.some((one) => one.reference === reference) ? ({ year: '2026', number: '1' } as MaterialDocument) : undefined),
    post: async (movement) => {
      posted.push(movement);
      if (answers !== undefined) return answers();
      if (fails) throw new TransientFailure('the answer was lost');
      return { year: '2026', number: '1' };
    },
  };
  const placesNow = () => new Places([{ location: 'LYON', plant: '1010', storageLocation: '0001', ...(zone === undefined ? {} : { timeZone: zone }) }, { location: 'DEPOT', plant: '1020', storageLocation: '' }]);
  const mapping = async () => ({ source: 'SAP', movements: new MovementMap([]), places: placesNow(), tillMode: 'Final' as const });
  const deliver = async (change: Partial<MovementWork> = {}) => {
    const handler = movementHandler({ source: 'SAP', movementType: '601', code: '03' }, { ...parts, sap, rules: { current: mapping, fresh: mapping, modeOf: () => mode } });
    const body: MovementWork = { reference: 'HF0123456789ABCD', requestKey: 'order-1', location: 'LYON', items: [{ sku: 'LAMP-1', quantity: 2 }], fulfilledAt: '2026-11-21T12:00:00.000Z', ...change };
    const [outcome] = await handler.deliver([workItem({ kind: 'movement', body, lane: body.reference })], new AbortController().signal);
    return outcome!;
  };

  it('posts a goods issue at the place of the location', async () => {
    assert.deepEqual(await deliver(), { state: 'Done', effect: 'Posted', message: '2026/1' });
    assert.deepEqual(posted, [{ code: '03', movementType: '601', reference: 'HF0123456789ABCD', headerText: 'order-1', postingDate: '2026-11-21', items: [{ material: 'LAMP-1', plant: '1010', storageLocation: '0001', quantity: 2, baseUnit: '' }] }]);
  });

  for (const [timeZone, fulfilledAt, day] of [
    ['America/New_York', '2026-12-01T02:00:00.000Z', '2026-11-30'], ['Asia/Tokyo', '2026-11-30T23:30:00.000Z', '2026-12-01'], ['Europe/Paris', '2026-12-31T23:30:00.000Z', '2027-01-01'], [undefined, '2026-11-30T23:59:59.000Z', '2026-11-30'],
  ] as const) {
    it(`posts what is handed over at ${fulfilledAt} on the day it is in ${timeZone ?? 'a location without a time zone, which is that of UTC'}`, async () => {
      zone = timeZone;
      await deliver({ fulfilledAt });
      assert.equal(posted[0]?.postingDate, day);
    });
  }

  it('waits where the time zone of the location is none', async () => {
    zone = 'Europe/Lyon';
    const outcome = await deliver();
    assert.ok(outcome.state === 'Dead');
    assert.deepEqual([outcome.reason, posted.length], ['GW-TIME-ZONE', 0]);
    assert.match(outcome.message, /LYON.*"Europe\/Lyon"/);
  });

  it('posts once, although the answer was lost', async () => {
    fails = true;
    assert.equal((await deliver()).state, 'Later');
    fails = false;
    assert.deepEqual(await deliver(), { state: 'Done', effect: 'Known', message: '2026/1' });
    assert.equal(posted.length, 1);
  });

  it('does not post again while SAP may still be at it, and finds what became of it', async () => {
    [answers, isCommitted] = [async () => { throw new TransientFailure('no answer for 30 s'); }, false];
    assert.equal((await deliver()).state, 'Later');
    answers = undefined;
    const again = await deliver();
    assert.ok(again.state === 'Retry', again.state);
    assert.deepEqual([again.reason, again.afterMs, posted.length], ['GW-POSTING-UNSURE', 600_000, 1]);
    nowMs += 400_000;
    const later = await deliver();
    assert.equal(later.state === 'Retry' && later.afterMs, 200_000);
    isCommitted = true;
    assert.deepEqual([await deliver(), posted.length], [{ state: 'Done', effect: 'Known', message: '2026/1' }, 1]);
  });

  it('does not post again when it died before it heard the answer', async () => {
    [answers, isCommitted] = [() => new Promise(() => undefined), false];
    void deliver();
    await until(() => posted.length === 1);
    assert.deepEqual([(await deliver()).state, posted.length], ['Retry', 1]);
  });

  it('posts again when SAP can no longer be at it', async () => {
    [answers, isCommitted] = [async () => { throw new TransientFailure('no answer for 30 s'); }, false];
    await deliver();
    [answers, nowMs] = [undefined, nowMs + 600_000];
    assert.deepEqual([await deliver(), posted.length], [{ state: 'Done', effect: 'Posted', message: '2026/1' }, 2]);
  });

  for (const [what, error, state] of [['said that it is busy', new NotPosted('503'), 'Later'], ['refused it', new Refusal('M7/053', 'period is closed'), 'Dead']] as const) {
    it(`posts again at once when SAP ${what}`, async () => {
      answers = async () => { throw error; };
      isCommitted = false;
      assert.equal((await deliver()).state, state);
      answers = undefined;
      assert.deepEqual(await deliver(), { state: 'Done', effect: 'Posted', message: '2026/1' });
    });
  }

  it('is refused by name while the document would count a second time', async () => {
    mode = 'Final';
    const outcome = await deliver();
    assert.ok(outcome.state === 'Dead');
    assert.deepEqual([outcome.reason, posted.length], ['GW-WRITE-BACK-MODE', 0]);
    assert.match(outcome.message, /HOLDFAST has the mode Final/);
  });

  it('has nothing to do where the ERP keeps no stock, and waits where it is not told which', async () => {
    const [elsewhere, depot] = [await deliver({ location: 'POP-UP' }), await deliver({ location: 'DEPOT' })];
    assert.equal(elsewhere.state === 'Done' && elsewhere.effect, 'Ignored');
    assert.equal(depot.state === 'Dead' && depot.reason, 'GW-UNKNOWN-PLANT');
    assert.equal(posted.length, 0);
  });
});
