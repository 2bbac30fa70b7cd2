/** What every store must do, whatever keeps it. Each store's own test runs all of it. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '../shared/failures.ts';
import { partitionOf } from './partition.ts';
import { LASTING_MS, LeaseLost, PARTITIONS, type GatewayStore, type Lease, type WorkQuestion } from './store.ts';
import { randomOf } from './test/random.ts';
import { newWork } from './test/work-items.ts';
import type { NewWork, Outcome, WorkItem } from './work.ts';

export interface StoreUnderTest {
  /** Opens the same store once more, as another process does, or the same after a crash. */
  open(): Promise<GatewayStore>;
  /** Lets so much time pass on the store's own clock. */
  pass(milliseconds: number): Promise<void>;
  end(): Promise<void>;
}

const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const LATER_MS = Date.UTC(2100, 0);
const LEASE_MS = 1_000;
const DONE: Outcome = { state: 'Done', effect: 'Applied' };

export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: GatewayStore;
    const opened: GatewayStore[] = [];
    const another = async (): Promise<GatewayStore> => {
      const other = await under.open();
      opened.push(other);
      return other;
    };
    beforeEach(async () => {
      under = await make();
      store = await another();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((each) => each.close()));
      await under.end();
    });
    const append = (...work: NewWork[]): Promise<readonly boolean[]> => store.transaction((transaction) => transaction.append(work));
    const due = (most = 100, nowMs = LATER_MS): Promise<readonly WorkItem[]> => store.due('fact', ALL, most, nowMs);
    const finish = (item: WorkItem, outcome: Outcome, nextAttemptAtMs?: number): Promise<void> =>
      store.transaction((transaction) => transaction.finish([{ item, outcome, ...(nextAttemptAtMs === undefined ? {} : { nextAttemptAtMs }) }]));
    const keys = (items: readonly WorkItem[]): string[] => items.map(({ key }) => key);

    describe('work', () => {
      it('is stored once for its kind, source and key, for ever', async () => {
        assert.deepEqual(await append(newWork({ key: 'a' }), newWork({ key: 'b' }), newWork({ key: 'a' })), [true, true, false]);
        assert.deepEqual(await append(newWork({ key: 'a', body: 'other' }), newWork({ key: 'a', source: 'SQUARE' }), newWork({ key: 'a', kind: 'document' })), [false, true, true]);
        await finish((await due())[0]!, DONE);
        assert.deepEqual(await append(newWork({ key: 'a' })), [false]);
      });

      it('comes back as it was told', async () => {
        const work = newWork({ key: 'Ä "1"', lane: "O'LAMP|ZÜRICH", body: { text: '✓ \u0000', quantity: 0.125, list: [null] }, occurredAtMs: 1_234, receivedAtMs: 5_678 });
        await append(work);
        const [item] = await due();
        assert.deepEqual({ ...item, id: 0, nextAttemptAtMs: 0 }, { ...work, id: 0, state: 'Waiting', attempts: 1, nextAttemptAtMs: 0, endedAtMs: undefined, effect: undefined, reason: undefined, message: undefined });
      });

      it('is undone with its transaction', async () => {
        await assert.rejects(store.transaction(async (transaction) => {
          await transaction.append([newWork()]);
          await transaction.moveCursor('c', 1);
          await transaction.remember('s', 'k', { hash: 'h', answer: 1 });
          throw new Error('no');
        }), /^Error: no$/);
        assert.deepEqual(await due(), []);
        assert.deepEqual(await store.figures(), []);
        assert.equal(await store.transaction((transaction) => transaction.cursor('c')), undefined);
        assert.equal(await store.transaction((transaction) => transaction.answerOf('s', 'k')), undefined);
      });

      it('lets its caller see why a transaction was given up', async () => {
        const refusal = new Refusal('GW-KEY-REUSED', 'The key was used for something else.', { status: 409 });
        await assert.rejects(store.transaction(async () => { throw refusal; }), (error: unknown) => error === refusal);
      });

      it('leaves the work of others alone when one of many transactions at the same time fails', async () => {
        const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => store.transaction(async (transaction) => {
          await transaction.append([newWork({ key: String(index) })]);
          if (index % 3 === 0) throw new Error('no');
        })));
        assert.deepEqual(outcomes.map(({ status }) => status), Array.from({ length: 20 }, (_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')));
        assert.deepEqual(keys(await due()).toSorted(), Array.from({ length: 20 }, (_, index) => String(index)).filter((key) => Number(key) % 3 !== 0).toSorted());
      });

      it('is there for another process once it was acknowledged', async () => {
        await append(newWork({ key: 'a' }));
        assert.deepEqual(keys(await (await another()).due('fact', ALL, 10, LATER_MS)), ['a']);
      });

      it('refuses what is asked of a transaction that is over', async () => {
        let kept: { append(work: readonly NewWork[]): Promise<readonly boolean[]> } | undefined;
        await store.transaction(async (transaction) => { kept = transaction; });
        await assert.rejects(kept!.append([newWork()]), /This transaction is over/);
        assert.deepEqual(await due(), []);
      });
    });

    describe('what is due', () => {
      it('comes oldest first, of one kind, of the partitions asked for, and at most so much', async () => {
        const lanes = Array.from({ length: 40 }, (_, index) => `SKU-${String(index)}|LYON`);
        await append(...lanes.map((lane, index) => newWork({ key: String(index), lane })), newWork({ key: 'document', kind: 'document' }));
        assert.deepEqual(keys(await due(5)), ['0', '1', '2', '3', '4']);
        const mine = ALL.filter((partition) => partition % 2 === 0);
        assert.deepEqual(keys(await store.due('fact', mine, 100, LATER_MS)), lanes.flatMap((lane, index) => (partitionOf(lane) % 2 === 0 ? [String(index)] : [])));
        assert.deepEqual(await store.due('fact', [], 100, LATER_MS), []);
      });

      it('is not what has to wait, nor what lies behind it in its lane', async () => {
        await append(newWork({ key: 'a', lane: 'x' }), newWork({ key: 'b', lane: 'x' }), newWork({ key: 'c', lane: 'y' }), newWork({ key: 'd', lane: 'y', notBeforeMs: 5_000 }));
        const [first] = await due();
        await finish(first!, { state: 'Retry', reason: 'GW-NOT-YET', message: 'Not yet.' }, 3_000);
        assert.deepEqual(keys(await due(10, 2_999)), ['c']);
        assert.deepEqual(keys(await due(10, 3_000)), ['a', 'b', 'c']);
        assert.deepEqual(keys(await due(10, 5_000)), ['a', 'b', 'c', 'd']);
      });

      it('does not wait behind what is dead', async () => {
        await append(newWork({ key: 'a' }), newWork({ key: 'b' }));
        await finish((await due())[0]!, { state: 'Dead', reason: 'HF-BAD-FIELD', message: 'Bad.' });
        assert.deepEqual(keys(await due()), ['b']);
      });
    });

    describe('an ending', () => {
      it('keeps what became of the item, and stores what follows from it', async () => {
        await append(newWork({ key: 'a' }), newWork({ key: 'b' }), newWork({ key: 'c' }));
        const [a, b, c] = await due();
        await store.transaction((transaction) => transaction.finish([
          { item: a!, outcome: { state: 'Done', effect: 'Quarantined', reason: 'HF-UNKNOWN-SKU', message: 'Unknown.', follow: [newWork({ key: 'follows', kind: 'movement' }), newWork({ key: 'b' })] } },
          { item: b!, outcome: { state: 'Dead', reason: 'GW-CONFLICT', message: 'Two facts\0, one key.' } },
          { item: c!, outcome: { state: 'Later' } },
        ]));
        const [kept, dead, waiting] = await store.find({ kind: 'fact', most: 10 });
        assert.deepEqual([kept!.state, kept!.effect, kept!.reason, kept!.message, kept!.attempts, typeof kept!.endedAtMs], ['Done', 'Quarantined', 'HF-UNKNOWN-SKU', 'Unknown.', 1, 'number']);
        assert.deepEqual([dead!.state, dead!.effect, dead!.reason, dead!.message], ['Dead', undefined, 'GW-CONFLICT', 'Two facts , one key.']);
        assert.deepEqual([waiting!.state, waiting!.attempts], ['Waiting', 0]);
        assert.deepEqual(keys(await store.due('movement', ALL, 10, LATER_MS)), ['follows']);
      });

      it('counts attempts that end in a retry', async () => {
        await append(newWork());
        for (const attempt of [1, 2, 3]) {
          const [item] = await due();
          assert.equal(item!.attempts, attempt);
          await finish(item!, { state: 'Retry', reason: 'GW-NOT-YET', message: 'Not yet.' }, 0);
        }
      });

      it('does not bring back what somebody discarded, unless it was done', async () => {
        await append(newWork({ key: 'a' }), newWork({ key: 'b' }));
        const [a, b] = await due();
        assert.equal(await store.transaction((transaction) => transaction.discard([a!.id, b!.id], 9_000)), 2);
        await finish(a!, { state: 'Retry', reason: 'GW-NOT-YET', message: 'Not yet.' }, 0);
        await finish(b!, DONE);
        assert.deepEqual((await store.find({ most: 10 })).map(({ state }) => state), ['Discarded', 'Done']);
        assert.deepEqual((await store.figures()).map(({ state, count }) => [state, count]), [['Discarded', 1], ['Done', 1]]);
      });

      it('is written once', async () => {
        await append(newWork());
        const [item] = await due();
        await finish(item!, DONE);
        await finish(item!, { state: 'Dead', reason: 'GW-CONFLICT', message: 'Too late.' });
        assert.equal((await store.find({ most: 10 }))[0]!.state, 'Done');
      });
    });

    describe('an operator', () => {
      it('lets dead, discarded and done work wait again, its attempts counted anew', async () => {
        await append(newWork({ key: 'a' }), newWork({ key: 'b' }), newWork({ key: 'c' }), newWork({ key: 'd' }));
        const [a, b, c, d] = await due();
        await finish(a!, { state: 'Dead', reason: 'GW-CONFLICT', message: 'Dead.' });
        await finish(b!, DONE);
        await store.transaction((transaction) => transaction.discard([c!.id], 9_000));
        const ids = [a!, b!, c!, d!].map(({ id }) => id);
        assert.equal(await store.transaction((transaction) => transaction.redrive([...ids, ids[0]!, 999_999], 10_000)), 3);
        const again = await due();
        assert.deepEqual(again.map(({ key, attempts, reason, effect }) => ({ key, attempts, reason, effect })), ['a', 'b', 'c', 'd'].map((key) => ({ key, attempts: 1, reason: undefined, effect: undefined })));
      });

      it('discards what is dead or waits, and nothing else', async () => {
        await append(newWork({ key: 'a' }), newWork({ key: 'b' }));
        const [a, b] = await due();
        await finish(a!, DONE);
        assert.equal(await store.transaction((transaction) => transaction.discard([a!.id, b!.id], 9_000)), 1);
        assert.deepEqual((await store.find({ most: 10 })).map(({ state, endedAtMs }) => [state, state === 'Discarded' ? endedAtMs : 0]), [['Done', 0], ['Discarded', 9_000]]);
      });

      it('finds work by all that names it, in pages', async () => {
        await append(
          newWork({ key: 'a', receivedAtMs: 100 }), newWork({ key: 'b', receivedAtMs: 200, source: 'SAP' }), newWork({ key: 'c', receivedAtMs: 300, kind: 'document', source: 'SAP' }), newWork({ key: 'd', receivedAtMs: 400 }),
        );
        const found = async (question: Partial<Parameters<GatewayStore['find']>[0]>): Promise<string[]> => keys(await store.find({ most: 10, ...question }));
        assert.deepEqual(await found({}), ['a', 'b', 'c', 'd']);
        assert.deepEqual(await found({ source: 'SAP' }), ['b', 'c']);
        assert.deepEqual(await found({ kind: 'document' }), ['c']);
        assert.deepEqual(await found({ key: 'd', state: 'Waiting' }), ['d']);
        assert.deepEqual(await found({ state: 'Dead' }), []);
        await finish((await due())[0]!, { state: 'Dead', reason: 'GW-CONFLICT', message: 'Dead.' });
        assert.deepEqual([await found({ reason: 'GW-CONFLICT' }), await found({ state: 'Dead', reason: 'GW-UNMAPPED' })], [['a'], []]);
        assert.deepEqual(await found({ fromMs: 200, toMs: 400 }), ['b', 'c']);
        const all = await store.find({ most: 10 });
        assert.deepEqual(await found({ ids: [all[3]!.id, all[0]!.id, 999_999] }), ['a', 'd']);
        assert.deepEqual(await found({ afterId: all[1]!.id, most: 1 }), ['c']);
      });

      it('finds the work of lanes, of a location, and under keys, in the order of arrival', async () => {
        const lanes = ['A|LYON', 'A|LYON-2', 'B|LYON', 'A|B|LYON', 'web-1', 'A|LYON'];
        await append(...lanes.map((lane, index) => newWork({ key: String(index), lane, receivedAtMs: 1_000 - index })), newWork({ key: '0', kind: 'snapshot', lane: 'A|LYON' }), newWork({ key: '1', source: 'SAP', lane: 'B|LYON' }));
        const found = async (question: Partial<WorkQuestion>): Promise<string[]> => (await store.find({ most: 10, ...question })).map(({ kind, source, key }) => `${kind} ${source} ${key}`);
        assert.deepEqual(await found({ kind: 'fact', lanes: ['B|LYON', 'A|LYON', 'A|NICE'] }), ['fact TILL 0', 'fact TILL 2', 'fact TILL 5', 'fact SAP 1']);
        assert.deepEqual(await found({ lanes: ['A|LYON', 'A|LYON-2'], most: 2 }), ['fact TILL 0', 'fact TILL 1']);
        assert.deepEqual(await found({ kind: 'fact', lanes: ['A|B|LYON', 'web-1'] }), ['fact TILL 3', 'fact TILL 4']);
        assert.deepEqual(await found({ lanes: ['A|LYON'], kind: 'fact', fromMs: 996 }), ['fact TILL 0']);
        assert.deepEqual(await found({ lanes: [] }), []);
        assert.deepEqual(await found({ kind: 'fact', source: 'TILL', location: 'LYON' }), ['fact TILL 0', 'fact TILL 2', 'fact TILL 5']);
        const { id } = (await store.find({ key: '0', kind: 'fact', most: 1 }))[0]!;
        assert.deepEqual(await found({ kind: 'fact', source: 'TILL', location: 'LYON', afterId: id }), ['fact TILL 2', 'fact TILL 5']);
        assert.deepEqual(await found({ kind: 'fact', source: 'TILL', keys: ['5', '1', 'none'] }), ['fact TILL 1', 'fact TILL 5']);
        assert.deepEqual(await found({ kind: 'fact', source: 'TILL', keys: ['5', '1'], toMs: 999 }), ['fact TILL 5']);
      });

      it('sees counts by kind, source, state and effect, and how old the oldest is that waits', async () => {
        await append(newWork({ key: 'a', receivedAtMs: 100 }), newWork({ key: 'b', receivedAtMs: 200 }), newWork({ key: 'c', receivedAtMs: 300, source: 'SAP' }));
        const [a] = await due();
        await finish(a!, DONE);
        assert.deepEqual(await store.figures(), [
          { kind: 'fact', source: 'SAP', state: 'Waiting', effect: undefined, count: 1, oldestReceivedAtMs: 300 },
          { kind: 'fact', source: 'TILL', state: 'Done', effect: 'Applied', count: 1, oldestReceivedAtMs: undefined },
          { kind: 'fact', source: 'TILL', state: 'Waiting', effect: undefined, count: 1, oldestReceivedAtMs: 200 },
        ]);
      });

      it('sees what a count of everything says, whatever was done and undone', async () => {
        const random = randomOf(7);
        const happens = (share: number): boolean => random() < share;
        const pick = <T>(items: readonly T[]): readonly T[] => items.filter(() => happens(0.2));
        const isUndone = new Error('undone');
        for (let round = 0; round < 40; round += 1) {
          const items = await store.find({ most: 1_000 });
          await store.transaction(async (transaction) => {
            await transaction.append(Array.from({ length: 6 }, () => newWork({ key: String(Math.floor(random() * 100)), source: happens(0.5) ? 'SAP' : 'TILL', receivedAtMs: Math.floor(random() * 1_000) })));
            await transaction.finish(pick(items).map((item) => ({ item, outcome: [DONE, { state: 'Dead', reason: 'GW-CONFLICT', message: 'no' }, { state: 'Retry', reason: 'GW-NOT-YET', message: 'no' }, { state: 'Later' }][Math.floor(random() * 4)] as Outcome })));
            await transaction.discard(pick(items).map(({ id }) => id), 2_000);
            await transaction.redrive(pick(items).map(({ id }) => id), 2_000);
            if (happens(0.3)) throw isUndone;
          }).catch((error: unknown) => { if (error !== isUndone) throw error; });
          if (happens(0.1)) await store.prune(500);
          const all = await store.find({ most: 1_000 });
          const groups = Map.groupBy(all, ({ kind, source, state, effect }) => JSON.stringify([kind, source, state, effect ?? '']));
          const oldest = (group: readonly WorkItem[]): number | undefined => (group[0]!.state === 'Waiting' ? Math.min(...group.map(({ receivedAtMs }) => receivedAtMs)) : undefined);
          assert.deepEqual((await store.figures()).map(({ kind, source, state, effect, count, oldestReceivedAtMs }) => [JSON.stringify([kind, source, state, effect ?? '']), count, oldestReceivedAtMs]).toSorted(), [...groups].map(([name, group]) => [name, group.length, oldest(group)]).toSorted());
        }
      });

      it('forgets what ended long ago, and never what waits or is dead', async () => {
        await append(...['a', 'b', 'c', 'd'].map((key) => newWork({ key })));
        const [a, b, c] = await due();
        await finish(a!, DONE);
        await finish(b!, { state: 'Dead', reason: 'GW-CONFLICT', message: 'Dead.' });
        await store.transaction((transaction) => transaction.discard([c!.id], 9_000));
        await store.transaction((transaction) => transaction.remember('s', 'k', { hash: 'h', answer: 1 }));
        assert.equal(await store.prune(1), 0);
        assert.equal(await store.prune(LATER_MS), 3);
        assert.deepEqual(keys(await store.find({ most: 10 })), ['b', 'd']);
        assert.deepEqual((await store.figures()).map(({ state, count }) => [state, count]), [['Dead', 1], ['Waiting', 1]]);
      });
    });

    it('remembers longer what it was told of orders, and not for ever', async () => {
      const remembered = (scope: string): Promise<unknown> => store.transaction((transaction) => transaction.answerOf(scope, 'k'));
      for (const scope of ['shop|SHOPIFY|order', 'shop|SHOPIFY|orders', 'pos|order|NORTH']) await store.transaction((transaction) => transaction.remember(scope, 'k', { hash: 'h', answer: 1 }));
      const tomorrowMs = Date.now() + 24 * 3_600_000;
      assert.equal(await store.prune(tomorrowMs), 2);
      assert.deepEqual(await remembered('shop|SHOPIFY|order'), { hash: 'h', answer: 1 });
      assert.equal(await store.prune(tomorrowMs + LASTING_MS), 1);
      assert.equal(await remembered('shop|SHOPIFY|order'), undefined);
    });

    it('forgets more than fits one transaction', async () => {
      await append(...Array.from({ length: 4_500 }, (_, index) => newWork({ key: String(index) })));
      const items = await due(5_000);
      await store.transaction((transaction) => transaction.finish(items.map((item) => ({ item, outcome: DONE }))));
      assert.equal(await store.prune(LATER_MS), 4_500);
      assert.deepEqual(await store.figures(), []);
    });

    describe('answers and cursors', () => {
      it('are remembered', async () => {
        await store.transaction(async (transaction) => {
          await transaction.remember('pos', 'k', { hash: 'abc', answer: { lines: [{ line: 1 }] } });
          await transaction.moveCursor('replay', { position: 'AAE=' });
          await transaction.moveCursor('replay', { position: 'AAI=' });
        });
        const other = await another();
        assert.deepEqual(await other.transaction((transaction) => transaction.answerOf('pos', 'k')), { hash: 'abc', answer: { lines: [{ line: 1 }] } });
        assert.equal(await other.transaction((transaction) => transaction.answerOf('web', 'k')), undefined);
        assert.deepEqual(await other.transaction((transaction) => transaction.cursor('replay')), { position: 'AAI=' });
      });

      it('are listed by the beginning of their names', async () => {
        await store.transaction(async (transaction) => {
          for (const name of ['register|B', 'registers', 'register|A', 'register', 'register|a', 'register|ß', 'Register|A', 'other']) await transaction.moveCursor(name, { of: name });
        });
        assert.deepEqual(await store.cursors('register|'), ['register|A', 'register|B', 'register|a', 'register|ß'].map((name) => ({ name, value: { of: name } })));
        assert.deepEqual((await store.cursors('register|a')).map(({ name }) => name), ['register|a']);
        assert.equal((await store.cursors('')).length, 8);
      });

      it('let one of many that ask under the same key at the same time answer', async () => {
        const other = await another();
        const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? store : other).transaction(async (transaction) => {
          const before = await transaction.answerOf('pos', 'k');
          if (before === undefined) await transaction.remember('pos', 'k', { hash: 'abc', answer: index });
          return before?.answer;
        })));
        assert.equal(answers.filter((answer) => answer === undefined).length, 1);
        assert.equal(new Set(answers.filter((answer) => answer !== undefined)).size, 1);
      });

      it('lose no step when many move the same cursor at the same time', async () => {
        const other = await another();
        await Promise.all(Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? store : other).transaction(async (transaction) => {
          await transaction.moveCursor('sequence', (((await transaction.cursor('sequence')) as number | undefined) ?? 0) + 1);
        })));
        assert.equal(await store.transaction((transaction) => transaction.cursor('sequence')), 30);
      });
    });

    describe('calls that are accepted at the same time', () => {
      const REFUSED = new Refusal('GW-KEY-REUSED', 'The key was used for something else.', { status: 409 });
      type Nature = 'good' | 'gives up' | 'is refused by the database' | 'reuses a key';

      /** As inlets do it: what was answered, work, a sequence, the answer. */
      const accept = (into: GatewayStore, key: string, nature: Nature = 'good'): Promise<void> => into.transaction(async (transaction) => {
        if ((await transaction.answerOf('pos', nature === 'reuses a key' ? 'used' : key)) !== undefined) throw REFUSED;
        await transaction.append([newWork({ key: `${key}-1` }), newWork({ key: `${key}-2`, lane: 'DESK-1|LYON' })]);
        await transaction.moveCursor('accepted', (((await transaction.cursor('accepted')) as number | undefined) ?? 0) + 1);
        if (nature === 'gives up') throw new Error('given up');
        await transaction.remember('pos', key, { hash: 'h', answer: key });
        if (nature === 'is refused by the database') await transaction.remember('pos', key, { hash: 'h', answer: 'twice' });
      });

      it('fail for nobody\'s sake but their own, and count once each', async () => {
        await store.transaction((transaction) => transaction.remember('pos', 'used', { hash: 'other', answer: 0 }));
        const natures = fc.constantFrom<Nature>('good', 'good', 'good', 'gives up', 'is refused by the database', 'reuses a key');
        const stores = [store, await another()];
        let round = 0;
        let accepted = 0;
        await fc.assert(fc.asyncProperty(fc.array(fc.tuple(natures, fc.nat(1)), { minLength: 1, maxLength: 70, size: 'max' }), async (calls) => {
          round += 1;
          const outcomes = await Promise.allSettled(calls.map(([nature, at], index) => accept(stores[at]!, `${String(round)}-${String(index)}`, nature)));
          assert.deepEqual(outcomes.map(({ status }) => status), calls.map(([nature]) => (nature === 'good' ? 'fulfilled' : 'rejected')));
          for (const [index, outcome] of outcomes.entries()) if (calls[index]![0] === 'reuses a key') assert.equal((outcome as PromiseRejectedResult).reason, REFUSED);
          const good = calls.flatMap(([nature], index) => (nature === 'good' ? [`${String(round)}-${String(index)}`] : []));
          accepted += good.length;
          const kept = keys(await store.find({ most: 5_000 })).filter((key) => key.startsWith(`${String(round)}-`));
          assert.deepEqual(kept.toSorted(), good.flatMap((key) => [`${key}-1`, `${key}-2`]).toSorted());
          const [cursor] = await store.cursors('accepted');
          assert.equal(cursor?.value ?? 0, accepted);
          assert.equal((await store.figures()).reduce((sum, { count }) => sum + count, 0), accepted * 2);
        }), { numRuns: 12 });
      });

      it('lie in the order of their lane in which they were accepted', async () => {
        const lanes = Array.from({ length: 12 }, (_, lane) => `SKU-${String(lane)}|LYON`);
        await Promise.all(lanes.map(async (lane) => {
          for (let step = 0; step < 10; step += 1) await append(newWork({ key: `${lane} ${String(step)}`, lane }), newWork({ key: `${lane} ${String(step)} then`, lane }));
        }));
        const steps = lanes.map((lane) => Array.from({ length: 10 }, (_, step) => [`${lane} ${String(step)}`, `${lane} ${String(step)} then`]).flat());
        const items = await due(1_000);
        assert.deepEqual(lanes.map((lane) => keys(items.filter((item) => item.lane === lane))), steps);
      });

      it('go together with outcomes that are written under leases', async () => {
        await append(...Array.from({ length: 20 }, (_, index) => newWork({ key: `before-${String(index)}` })));
        const items = await due();
        const { held } = await store.lease('a', [], 60_000);
        await Promise.all([...items.map((item) => store.transaction(async (transaction) => {
          await transaction.fence('a', held);
          await transaction.finish([{ item, outcome: { ...DONE, follow: [newWork({ key: `${item.key}-follows`, kind: 'movement' })] } as Outcome }]);
        })), ...Array.from({ length: 20 }, (_, index) => accept(store, `beside-${String(index)}`))]);
        assert.deepEqual((await store.figures()).map(({ kind, state, count }) => [kind, state, count]), [['fact', 'Done', 20], ['fact', 'Waiting', 40], ['movement', 'Waiting', 20]]);
      });
    });

    describe('leases', () => {
      const partitions = (held: readonly Lease[]): number[] => held.map(({ partition }) => partition);

      it('give a process that is alone all partitions', async () => {
        const { held, share } = await store.lease('a', [], LEASE_MS);
        assert.deepEqual(partitions(held), ALL);
        assert.equal(share, PARTITIONS);
      });

      it('give a second process its fair share as soon as the first gives some up, and nothing twice', async () => {
        const first = await store.lease('a', [], LEASE_MS);
        const none = await (await another()).lease('b', [], LEASE_MS);
        assert.deepEqual([none.held, none.share], [[], 8]);
        const less = await store.lease('a', partitions(first.held).slice(0, 8), LEASE_MS);
        assert.deepEqual([partitions(less.held), less.share], [ALL.slice(0, 8), 8]);
        const rest = await store.lease('b', [], LEASE_MS);
        assert.deepEqual(partitions(rest.held), ALL.slice(8));
      });

      it('pass on when their holder is gone, under a new epoch', async () => {
        const { held: [before] } = await store.lease('a', [], LEASE_MS);
        await under.pass(LEASE_MS + 200);
        const { held, share } = await store.lease('b', [], LEASE_MS);
        assert.deepEqual([partitions(held), share], [ALL, PARTITIONS]);
        assert.equal(held[0]!.epoch, before!.epoch + 1);
      });

      it('keep their epoch while they are renewed', async () => {
        const { held } = await store.lease('a', [], LEASE_MS);
        assert.deepEqual((await store.lease('a', partitions(held), LEASE_MS)).held, held);
      });

      it('pass on at once when their holder leaves', async () => {
        await store.lease('a', [], LEASE_MS);
        await store.release('a');
        const { held, share } = await store.lease('b', [], LEASE_MS);
        assert.deepEqual([partitions(held), share], [ALL, PARTITIONS]);
      });

      it('let only their holder write, and only in their epoch', async () => {
        await append(newWork());
        const [item] = await due();
        const { held } = await store.lease('a', [], LEASE_MS);
        await under.pass(LEASE_MS + 200);
        const { held: now } = await store.lease('b', [], LEASE_MS);
        const write = (owner: string, leases: readonly Lease[]): Promise<void> => store.transaction(async (transaction) => {
          await transaction.fence(owner, leases);
          await transaction.finish([{ item: item!, outcome: DONE }]);
        });
        await assert.rejects(write('a', held), LeaseLost);
        await assert.rejects(write('b', held), LeaseLost);
        assert.equal((await due()).length, 1);
        await write('b', now);
        assert.equal((await due()).length, 0);
      });
    });

    it('tells of work that was appended or waits again, after it is durable', async () => {
      const heard: [string, number][] = [];
      const seen: number[] = [];
      const end = store.onAppended((appended) => {
        heard.push(...appended);
        void due().then((items) => { seen.push(items.length); });
      });
      await append(newWork({ key: 'a' }), newWork({ key: 'b' }), newWork({ key: 'a' }));
      await until(() => heard.length === 1 && seen.length === 1);
      assert.deepEqual([heard, seen], [[['fact', 2]], [2]]);
      end();
      await append(newWork({ key: 'c' }));
      assert.equal(heard.length, 1);
    });
  });
}

/** Waits for what another connection tells; the test runner ends a test that waits in vain. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => { setTimeout(resolve, 5); });
}
