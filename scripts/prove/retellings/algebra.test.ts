/** The oracle against itself and against what was physically there, before it judges anything else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { effectOf, imageOf } from './algebra.ts';
import { BEGINNING, DC, ERP, MODES, PLACES, STORE } from './history.ts';
import { deliveriesOf, story, toldIn, type Delivery } from './story.ts';
import type { Bucket, Condition, Fact, Snapshot, Telling } from './told.ts';

const SKU = 'P';
const setting = (location: string) => ({ sku: SKU, location, adoptsSnapshots: location === DC, reserved: 0 });
const imagesOf = (told: readonly Telling[]): string => PLACES.map((location) => imageOf(setting(location), told, MODES)).join('\n');
const toldBy = (deliveries: readonly Delivery[]): readonly Telling[] => deliveries.flatMap((one): readonly Telling[] => ('snapshots' in one ? one.snapshots : 'facts' in one ? one.facts : []));

test('the order, the batches and the repetitions of a telling make no difference to the oracle', () => {
  fc.assert(fc.property(story, (one) => {
    const told = toldIn(one, SKU);
    const image = imagesOf(toldBy(deliveriesOf(one, told, undefined)));
    for (const retelling of one.retellings) assert.equal(imagesOf(toldBy(deliveriesOf(one, told, retelling))), image);
  }), { numRuns: 20_000, seed: 1 });
});

const fact = (key: string, intent: string, quantity: number, more: Partial<Fact> = {}): Fact =>
  ({ kind: 'fact', source: 'PROOF-FINAL', key, sku: SKU, location: STORE, intent, quantity: quantity * 1_000, occurredAt: BEGINNING, ...more });
const snapshot = (key: string, asOf: number, sellable: number, documents: Snapshot['documents'], from = asOf): Snapshot =>
  ({ kind: 'snapshot', source: ERP, key, sku: SKU, location: STORE, asOf, from, sellable: sellable * 1_000, inspection: 0, damaged: 0, documents });
const onHand = (told: readonly Telling[], location = STORE): number => (JSON.parse(imageOf(setting(location), told, MODES)) as { buckets: { onHand: number } }).buckets.onHand;

test('a sale counts once, before and after its document, and when the document overtakes it', () => {
  const sale = fact('S', 'StockSold', 3, { source: 'PROOF-REFERENCE', reference: 'R1' });
  const document = fact('D', 'StockDocument', -3, { source: ERP, confirms: { reference: 'R1' } });
  assert.deepEqual([[sale], [sale, document], [document], [document, sale]].map((told) => onHand(told)), [-3, -3, -3, -3]);
});

test('a sale whose document is cancelled waits for another one, in any order', () => {
  const sale = fact('S', 'StockSold', 3, { source: 'PROOF-REFERENCE', reference: 'R1' });
  const document = fact('D', 'StockDocument', -3, { source: ERP, confirms: { reference: 'R1' } });
  const cancelling = fact('C', 'StockDocument', 3, { source: ERP, confirms: { reference: 'R1', takesBack: true } });
  const again = fact('E', 'StockDocument', -2, { source: ERP, confirms: { reference: 'R1' } });
  assert.deepEqual([[sale, document, cancelling], [cancelling, sale], [again, cancelling, document, sale], [document, cancelling]].map((told) => onHand(told)), [-3, -3, -3, 0]);
});

test('a snapshot that contains the document of a sale takes the sale out of what is pending', () => {
  const sale = fact('S', 'StockSold', 3, { source: 'PROOF-REFERENCE', reference: 'R1' });
  const taken = snapshot('A', BEGINNING + 9, 17, [{ key: 'D', quantity: -3_000, occurredAt: BEGINNING + 5, confirms: { reference: 'R1' } }]);
  assert.deepEqual([onHand([taken, sale]), onHand([snapshot('A', BEGINNING + 3, 20, []), sale])], [17, 17]);
});

test('a count absorbs what happened before it and not what happened after', () => {
  const counted = fact('C', 'StockCounted', 8, { occurredAt: BEGINNING + 10 });
  const late = fact('L', 'StockSold', 2, { occurredAt: BEGINNING + 10 });
  const after = fact('N', 'StockSold', 1, { occurredAt: BEGINNING + 11 });
  assert.equal(onHand([counted, late, after]), 7);
});

test('a newer snapshot overrules a count only where snapshots are adopted', () => {
  const told = (location: string): Telling[] => [fact('C', 'StockCounted', 8, { occurredAt: BEGINNING + 10, location }), { ...snapshot('A', BEGINNING + 20, 5, []), location }];
  assert.deepEqual([onHand(told(STORE)), onHand(told(DC), DC)], [8, 5]);
});

test('two reversals of one sale take it back once, and a reversal cannot be reversed', () => {
  const sale = fact('S', 'StockSold', 3);
  const back = (key: string, reverses: string): Fact => fact(key, 'Reversal', 0, { reverses });
  assert.equal(onHand([back('X', 'S'), sale, back('Y', 'S'), back('Z', 'X')]), 0);
});

const CONDITION: Readonly<Record<string, Condition>> = { OnHand: 'sellable', Inspection: 'inspection', Damaged: 'damaged' };

test('once every till fact is confirmed and known, the buckets are what is physically there, whichever snapshot is the anchor', () => {
  const movement = fc.record({
    intent: fc.constantFrom('StockSold', 'StockReceived', 'StockReturned', 'StockBlocked', 'InspectionPassed', 'StockScrapped'), quantity: fc.integer({ min: 1, max: 9 }),
    till: fc.constantFrom('PROOF-FINAL', 'PROOF-REFERENCE'), soldAt: fc.nat(50), postedAfter: fc.integer({ min: -5, max: 20 }), isSplit: fc.boolean(),
  });
  const snapshots = fc.array(fc.record({ asOf: fc.nat(90), window: fc.nat(30) }), { maxLength: 3 });
  fc.assert(fc.property(fc.array(movement, { minLength: 1, maxLength: 7 }), snapshots, (movements, taken) => {
    const told: Telling[] = [];
    const physical: Partial<Record<Bucket, number>> = {};
    for (const [index, { intent, quantity, till, soldAt, postedAfter, isSplit }] of movements.entries()) {
      told.push(fact(`S${index}`, intent, quantity, { source: till, reference: `R${index}`, occurredAt: BEGINNING + soldAt }));
      for (const [bucket, change] of Object.entries(effectOf(intent, quantity * 1_000, undefined)) as [Bucket, number][]) {
        physical[bucket] = (physical[bucket] ?? 0) + change;
        const parts = till === 'PROOF-FINAL' ? [] : isSplit ? [change - Math.sign(change) * 1_000, Math.sign(change) * 1_000] : [change];
        for (const [part, share] of parts.entries()) {
          told.push({ ...fact(`D${index}${bucket}${part}`, 'StockDocument', share / 1_000, { source: ERP, condition: CONDITION[bucket], occurredAt: BEGINNING + soldAt + postedAfter + part, confirms: { reference: `R${index}` } }) });
        }
      }
    }
    for (const [index, { asOf, window }] of taken.entries()) told.push(snapshotOfDocuments(`A${index}`, BEGINNING + asOf, window, told));
    const { buckets } = JSON.parse(imageOf(setting(STORE), told, MODES)) as { buckets: Record<string, number> };
    const expected = { damaged: physical.Damaged ?? 0, inTransit: 0, inspection: physical.Inspection ?? 0, onHand: physical.OnHand ?? 0 };
    assert.deepEqual(buckets, Object.fromEntries(Object.entries(expected).map(([bucket, quantity]) => [bucket, quantity / 1_000 + 0])));
  }), { numRuns: 20_000, seed: 1 });
});

function snapshotOfDocuments(key: string, asOf: number, window: number, told: readonly Telling[]): Snapshot {
  const posted = told.filter((one): one is Fact => one.kind === 'fact' && one.intent === 'StockDocument' && one.occurredAt <= asOf);
  const value = (condition: Condition): number => posted.filter((one) => one.condition === condition).reduce((sum, { quantity }) => sum + quantity, 0);
  const documents = posted.filter(({ occurredAt }) => occurredAt >= asOf - window).map(({ key: document, quantity, condition, occurredAt, confirms }) => ({ key: document, quantity, condition, occurredAt, confirms }));
  return { ...snapshot(key, asOf, 0, documents, asOf - window), sellable: value('sellable'), inspection: value('inspection'), damaged: value('damaged') };
}
