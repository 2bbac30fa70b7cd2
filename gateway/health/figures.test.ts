import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Figures } from './figures.ts';
import { movableClock } from './test/movable-clock.ts';

const MINUTE = 60_000;

describe('figures', () => {
  it('are kept by source, hop and what was counted', () => {
    const figures = new Figures(movableClock());
    figures.count('TILL', 'received', 3);
    figures.count('TILL', 'duplicate');
    figures.hop('TILL', 'source-to-org', 40);
    figures.count('SAP', 'doorbell');
    const [sap, till] = figures.sources();
    assert.deepEqual([sap?.source, till?.source], ['SAP', 'TILL']);
    assert.deepEqual([...till!.recent], [['received', 3], ['duplicate', 1]]);
    assert.deepEqual(till!.hops, [{ hop: 'source-to-org', p50: 40, p95: 40, p99: 40, count: 1 }]);
  });

  it('counts of the window and ever are those of a list of all that happened', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(4 * MINUTE), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 60 }), fc.nat(20 * MINUTE), (steps, rest) => {
      const clock = movableClock();
      const figures = new Figures(clock);
      const all = steps.map(([pause, by]) => {
        clock.pass(pause);
        figures.count('TILL', 'received', by);
        return { at: clock.now(), by };
      });
      clock.pass(rest);
      const sumWithin = (ms: number): number => all.filter(({ at }) => clock.now() - at < ms).reduce((sum, { by }) => sum + by, 0);
      const [till] = figures.sources();
      assert.ok(till!.recent.get('received')! >= sumWithin(14 * MINUTE));
      assert.ok(till!.recent.get('received')! <= sumWithin(15 * MINUTE));
      assert.equal(till!.total.get('received'), sumWithin(Infinity));
    }));
  });

  it('know when a source last spoke, which what we made of it is not', () => {
    const clock = movableClock();
    const figures = new Figures(clock);
    figures.count('TILL', 'received');
    const heard = clock.now();
    clock.pass(MINUTE);
    figures.count('TILL', 'applied');
    figures.hop('TILL', 'gateway-to-org', 5);
    assert.equal(figures.sources()[0]?.lastEventAtMs, heard);
  });

  it('speak of no more minutes than the process is old', () => {
    const clock = movableClock();
    const figures = new Figures(clock);
    const said = [figures.windowMinutes];
    for (const pause of [61_000, 5 * MINUTE, 20 * MINUTE]) {
      clock.pass(pause);
      said.push(figures.windowMinutes);
    }
    assert.deepEqual(said, [1, 2, 7, 15]);
  });

  it('do not grow with names that somebody makes up', () => {
    const figures = new Figures(movableClock());
    for (let index = 0; index < 10_000; index += 1) {
      figures.count(`S${String(index)}`, 'received');
      figures.hop(`S${String(index)}`, 'source-to-org', 1);
    }
    assert.equal(figures.sources().length, 51);
    assert.equal(figures.sources().find(({ source }) => source === 'OTHERS')?.total.get('received'), 9950);
  });
});
