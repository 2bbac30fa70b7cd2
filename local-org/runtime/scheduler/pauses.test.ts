import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { explicit, seeded, traceHash } from './explore.ts';
import { lastOutcomes, SmallOrg } from './test/small-org.ts';

const TILL = `public without sharing class Till {
  public static void setUp() { insert as system new Box__c(Name = 'P', Key__c = 'P', Amount__c = 9, Taken__c = 0); }
  private static Box__c locked() { return [SELECT Key__c, Taken__c FROM Box__c WHERE Key__c = 'P' WITH SYSTEM_MODE FOR UPDATE]; }
  public static String take() { Box__c box = locked(); box.Taken__c += 1; update as system box; return String.valueOf(System.now().getTime()); }
  public static String look() { Long begun = System.now().getTime(); Integer boxes = [SELECT COUNT() FROM Box__c WITH SYSTEM_MODE]; return String.valueOf(begun); }
}`;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 21, 9);
const RULES = { pauses: 3, pauseMs: 4 * MINUTE_MS, startMs: START_MS };
const after = (minutes: number): string => `returned "${String(START_MS + minutes * MINUTE_MS)}"`;

let org: SmallOrg;
before(async () => {
  org = new SmallOrg({ Till: TILL });
  await org.call('Till', 'setUp');
});

test('time passes between the statements of a transaction, and before it begins', () => {
  org.interleaved((kernel) => {
    const cases = [org.case('Till', 'take'), org.case('Till', 'look')];
    assert.deepEqual(lastOutcomes(kernel.schedule(cases, explicit([0, 'pause', 1, 1, 0, 'pause']))), [after(8), after(4)]);
    assert.deepEqual(lastOutcomes(kernel.schedule(cases, explicit([0, 0, 0, 0, 0, 'pause', 'pause', 1]))), [after(0), after(8)]);
  }, RULES);
});

test('no transaction is made to run longer than the platform allows', () => {
  org.interleaved((kernel) => {
    assert.throws(() => kernel.schedule([org.case('Till', 'take')], explicit([0, 'pause', 'pause', 'pause'])), /Step 4: pause cannot move/);
    assert.deepEqual(lastOutcomes(kernel.schedule([org.case('Till', 'take')], explicit(['pause', 'pause', 'pause', 0]))), [after(12)]);
  }, RULES);
});

test('nobody waits for a lock while time passes', () => {
  org.interleaved((kernel) => {
    assert.throws(() => kernel.schedule([org.case('Till', 'take'), org.case('Till', 'take')], explicit([0, 0, 0, 1, 1, 'pause'])), /Step 6: pause cannot move/);
  }, RULES);
});

test('what runs afterwards sees what the schedule left, and a schedule begins anew', () => {
  org.interleaved((kernel) => {
    kernel.schedule([org.case('Till', 'take')], explicit([]));
    assert.deepEqual(lastOutcomes(kernel.afterwards(20 * MINUTE_MS, [org.case('Till', 'take')], explicit([]))), [after(20)]);
    assert.deepEqual(kernel.world.committed('SELECT taken__c FROM box__c'), [[2]]);
    kernel.schedule([org.case('Till', 'look')], explicit([]));
    assert.deepEqual(kernel.world.committed('SELECT taken__c FROM box__c'), [[0]]);
  }, RULES);
});

test('equal seeds give equal schedules with pauses too', () => {
  org.interleaved((kernel) => {
    const calls = () => [org.case('Till', 'take'), org.case('Till', 'take'), org.case('Till', 'look')];
    const hashes = (): string[] => Array.from({ length: 20 }, (_, seed) => traceHash(kernel, kernel.schedule(calls(), seeded(seed + 1))!));
    assert.deepEqual(hashes(), hashes());
    assert.ok(new Set(hashes()).size > 10);
  }, RULES);
});
