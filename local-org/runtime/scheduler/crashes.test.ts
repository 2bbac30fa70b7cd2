import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { exhaust, explicit, seeded, traceHash } from './explore.ts';
import { lastOutcomes, SmallOrg } from './test/small-org.ts';

const TILL = `public without sharing class Till {
  public static void setUp() { insert as system new Box__c(Name = 'P', Key__c = 'P', Amount__c = 9, Taken__c = 0); }
  private static Box__c locked() { return [SELECT Key__c, Taken__c FROM Box__c WHERE Key__c = 'P' WITH SYSTEM_MODE FOR UPDATE]; }
  public static String take() { Box__c box = locked(); box.Taken__c += 1; update as system box; return 'took ' + box.Taken__c; }
  public static String takeOnce(String key) {
    Box__c box = locked();
    if (![SELECT Id FROM Item__c WHERE Key__c = :key WITH SYSTEM_MODE].isEmpty()) return 'known';
    insert as system new Item__c(Name = key, Key__c = key, Box__c = box.Id);
    box.Taken__c += 1;
    update as system box;
    return 'took ' + box.Taken__c;
  }
}`;

let org: SmallOrg;
before(async () => {
  org = new SmallOrg({ Till: TILL });
  await org.call('Till', 'setUp');
});

const RULES = { crashes: 1 };
const again = { attempts: 2, isSentAgain: ({ kind }: { readonly kind: string }) => kind === 'crashed' };
const TAKEN = 'SELECT taken__c FROM box__c';

test('a crash takes back what was written and frees the locks; the call is sent again', () => {
  org.interleaved((kernel) => {
    const outcomes = lastOutcomes(kernel.schedule([org.case('Till', 'take', [], again), org.case('Till', 'take')], explicit([0, 0, 0, '0x', 1, 1, 1])));
    assert.deepEqual(outcomes.toSorted(), ['returned "took 1"', 'returned "took 2"']);
    assert.deepEqual(kernel.world.committed(TAKEN), [[2]]);
  }, RULES);
});

test('without a crash to give nobody crashes', () => {
  org.interleaved((kernel) => { assert.throws(() => kernel.schedule([org.case('Till', 'take', [], again)], explicit([0, 0, '0x'])), /0x cannot move/); });
});

test('every point of a call can be its last: what has no key is done twice when only its answer was lost, what has one is not', () => {
  const takenBy = (method: string, values: readonly string[]): Set<string> => org.interleaved((kernel) => {
    const taken = new Set<string>();
    const { isFinished, complete } = exhaust(kernel, [org.case('Till', method, values, again)], () => { taken.add(String(kernel.world.committed(TAKEN)[0]![0])); });
    assert.ok(isFinished && complete > 2);
    return taken;
  }, RULES);
  assert.deepEqual(takenBy('take', []), new Set(['1', '2']));
  assert.deepEqual(takenBy('takeOnce', ['K']), new Set(['1']));
});

test('equal seeds give equal schedules with crashes too', () => {
  org.interleaved((kernel) => {
    const calls = () => [org.case('Till', 'takeOnce', ['K'], again), org.case('Till', 'takeOnce', ['K'], again), org.case('Till', 'take', [], again)];
    const hashes = (): string[] => Array.from({ length: 20 }, (_, seed) => traceHash(kernel, kernel.schedule(calls(), seeded(seed + 1))!));
    assert.deepEqual(hashes(), hashes());
  }, RULES);
});

test('the search that leaves out equal schedules finds the same ends with crashes as the full one', () => {
  const calls = () => [org.case('Till', 'takeOnce', ['K'], again), org.case('Till', 'takeOnce', ['K'], again)];
  const ends = (isReduced: boolean): Set<string> => org.interleaved((kernel) => {
    const seen = new Set<string>();
    exhaust(kernel, calls(), (results) => { seen.add(`${lastOutcomes(results).join()} ${String(kernel.world.committed(TAKEN)[0]![0])}`); }, { isReduced });
    return seen;
  }, RULES);
  assert.deepEqual(ends(true), ends(false));
});
