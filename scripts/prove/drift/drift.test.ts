/** `npm run prove -- --only drift` in short, and the worlds against the algebra before they judge anything. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageOf } from '../retellings/algebra.ts';
import type { Condition, Telling } from '../retellings/told.ts';
import { proveDrift } from './prove.ts';
import { deliveriesOf, groupOf, readingsOf, sightOf } from './sight.ts';
import { LOCATION, NOW, onShelf, randomOf, worldOf, type World } from './world.ts';

const CONDITION: Readonly<Record<string, Condition>> = { onHand: 'sellable', inspection: 'inspection', damaged: 'damaged' };
const confirmsOf = (group: string | undefined) => (group === undefined ? undefined : group.startsWith('R:') ? { reference: group.slice(2) } : { businessDay: group.slice(2) });

/** What the org was told of a position: local facts, documents, snapshots; with or without its counts. */
function toldIn(world: World, sku: string, withCounts: boolean): readonly Telling[] {
  const at = { sku, location: LOCATION };
  const effects = new Map(deliveriesOf(world, sku).map(({ key, effect }) => [key, effect]));
  const quantityOf = (key: string): number => effects.get(key)!.change * 1_000;
  return [
    ...world.happenings.filter((one) => one.sku === sku).flatMap((one): readonly Telling[] => one.tellings.map(({ key, source }) => ({
      kind: 'fact', ...at, key, source: `${source}-${groupOf(one, source, one.mode)?.slice(0, 1) ?? 'F'}`, intent: one.change < 0 ? 'StockSold' : 'StockReturned', condition: one.change < 0 ? undefined : 'sellable', quantity: Math.abs(one.change) * 1_000,
      occurredAt: one.stampedAt, reference: one.reference, businessDay: one.businessDay,
    }))),
    ...deliveriesOf(world, sku).map(({ key, effect, document }): Telling => ({ kind: 'fact', ...at, key, source: 'SAP', intent: 'StockDocument', quantity: effect.change * 1_000, condition: CONDITION[effect.bucket], occurredAt: document.createdAt, confirms: confirmsOf(effect.group) })),
    ...readingsOf(world, sku).map(({ key, asOf, from, stock, members }): Telling => ({
      kind: 'snapshot', ...at, key, source: 'SAP', asOf, from, sellable: stock.onHand * 1_000, inspection: stock.inspection * 1_000, damaged: stock.damaged * 1_000,
      documents: members.map((item) => ({ key: item.key, quantity: quantityOf(item.key), condition: CONDITION[effects.get(item.key)!.bucket], occurredAt: world.documents.find(({ items }) => items.includes(item))!.createdAt, confirms: confirmsOf(effects.get(item.key)!.group) })),
    })),
    ...(withCounts ? sightOf(world, sku).counts.map(({ key, countedAtMs, quantity }): Telling => ({ kind: 'fact', ...at, key, source: 'COUNT', intent: 'StockCounted', quantity: quantity * 1_000, occurredAt: countedAtMs })) : []),
  ];
}

const MODES = { 'TILL-R': 'ByReference', 'TILL-D': 'ByDay', 'TILL-F': 'Final', 'HOLDFAST-R': 'ByReference', SAP: 'Final', COUNT: 'Final' } as const;

describe('the worlds that drift forensics are scored on', () => {
  it('are told so that the algebra knows what is on the shelf, with counts and without, when nothing goes wrong', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = worldOf(randomOf(seed));
      for (const sku of world.skus) {
        for (const withCounts of [false, true]) {
          const image = JSON.parse(imageOf({ sku, location: LOCATION, adoptsSnapshots: false, reserved: 0 }, toldIn(world, sku, withCounts), MODES)) as { buckets: { onHand: number } };
          assert.equal(image.buckets.onHand, onShelf(world, sku, NOW), `seed ${String(seed)}, ${sku}, ${withCounts ? 'with' : 'without'} counts`);
        }
      }
    }
  });
});

describe('drift forensics', () => {
  const proof = proveDrift(50, 1);

  for (const { driftClass, precision, recall, named, faults } of proof.single) {
    it(`finds ${driftClass} where it is and nowhere else, and names the event that diverged first`, () => {
      assert.ok(precision >= 0.97, `precision ${String(precision)}`);
      assert.ok(recall >= 0.97, `recall ${String(recall)}`);
      assert.ok(named / faults >= 0.9, `first event named ${String(named)} of ${String(faults)}`);
    });
  }

  it('says nothing where nothing goes wrong', () => {
    assert.equal(proof.falseAlarmsOfNothing, 0);
  });

  it('takes two overlapping faults apart', () => {
    for (const { driftClass, precision, recall } of proof.double) assert.ok(precision >= 0.9 && recall >= 0.9, `${driftClass}: precision ${String(precision)}, recall ${String(recall)}`);
    assert.ok(proof.bothFound / proof.pairs >= 0.9, `both found in ${String(proof.bothFound)} of ${String(proof.pairs)}`);
  });
});
