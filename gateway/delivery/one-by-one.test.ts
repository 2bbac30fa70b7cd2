import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal, TransientFailure } from '../shared/failures.ts';
import { oneByOne } from './one-by-one.ts';
import { workItem } from './test/work-items.ts';
import type { Outcome, WorkItem } from './work.ts';

const DONE: Outcome = { state: 'Done', effect: 'Posted' };
const items = (...lanes: string[]): WorkItem[] => lanes.map((lane, index) => workItem({ id: index + 1, key: `k${String(index + 1)}`, lane }));

describe('delivering one by one', () => {
  it('keeps the order of a lane while lanes overtake each other', async () => {
    const begun: string[] = [];
    let endFirst = (): void => undefined;
    const first = new Promise<void>((resolve) => { endFirst = resolve; });
    const outcomes = oneByOne(items('a', 'a', 'b'), async ({ key }) => {
      begun.push(key);
      if (key === 'k1') await first;
      if (key === 'k3') endFirst();
      return DONE;
    });
    assert.deepEqual(await outcomes, [DONE, DONE, DONE]);
    assert.deepEqual(begun, ['k1', 'k3', 'k2']);
  });

  it('leaves alone what lies behind a retry in its lane', async () => {
    const retry: Outcome = { state: 'Retry', reason: 'GW-NOT-YET', message: 'The document cannot be read yet.' };
    const outcomes = await oneByOne(items('a', 'a', 'b'), async ({ key }) => (key === 'k1' ? retry : DONE));
    assert.deepEqual(outcomes, [retry, { state: 'Later' }, DONE]);
  });

  it('keeps what was done when the system gets into trouble', async () => {
    const failure = new TransientFailure('SAP answered 503.');
    const outcomes = await oneByOne(items('a', 'b', 'b'), async ({ key }) => {
      if (key === 'k2') throw failure;
      return DONE;
    });
    assert.deepEqual(outcomes, [DONE, { state: 'Later', failure }, { state: 'Later' }]);
  });

  it('makes dead what is refused, with the code of who refused it', async () => {
    const outcomes = await oneByOne(items('a', 'a'), async ({ key }) => {
      if (key === 'k1') throw new Refusal('M7/021', 'Deficit of SL unrestricted-use 3 EA.');
      return DONE;
    });
    assert.deepEqual(outcomes, [{ state: 'Dead', reason: 'M7/021', message: 'Deficit of SL unrestricted-use 3 EA.' }, DONE]);
  });

  it('hides no mistake of its own', async () => {
    await assert.rejects(oneByOne(items('a', 'b'), async ({ key }) => {
      if (key === 'k1') throw new TypeError('undefined is not a quantity');
      return DONE;
    }), TypeError);
  });
});
