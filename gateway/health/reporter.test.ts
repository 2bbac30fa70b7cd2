import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TransientFailure } from '../shared/failures.ts';
import { silentLog } from '../shared/log.ts';
import { Figures } from './figures.ts';
import type { DeadWork, DriftCase, SequenceGap, WorkCount } from './ports.ts';
import { Reporter, type ReporterParts } from './reporter.ts';
import { movableClock } from './test/movable-clock.ts';

type Body = Record<string, unknown> & { readonly settled?: readonly { readonly id: string; readonly outcome: string; readonly failed?: boolean }[] };

/** An org that remembers what it was told, and work that can be dead. */
class Stage {
  readonly clock = movableClock();
  readonly figures = new Figures(this.clock);
  readonly told: Body[] = [];
  readonly changes: string[] = [];
  dead: DeadWork[] = [];
  counts: WorkCount[] = [];
  gaps: SequenceGap[] = [];
  drift: DriftCase[] = [];
  commands: unknown[] = [];
  /** What the org answers instead of taking the report. */
  answer: ((body: Body) => { readonly status: number; readonly body: unknown } | undefined) | undefined;
  isOrgGone = false;

  readonly reporter = new Reporter(this.parts());

  parts(): ReporterParts {
    return {
      gateway: 'gw-1', group: 'gw', figures: this.figures, clock: this.clock, log: silentLog,
      callOrg: async (_method, path, body) => {
        assert.equal(path, '/integration/report');
        if (this.isOrgGone) throw new TransientFailure('The org does not answer.');
        const plain = JSON.parse(JSON.stringify(body)) as Body;
        const refused = this.answer?.(plain);
        if (refused !== undefined) return refused;
        this.told.push(plain);
        const settled = new Set((plain.settled ?? []).map(({ id }) => id));
        this.commands = this.commands.filter((command) => !settled.has((command as { id: string }).id));
        return { status: 200, body: { commands: this.commands } };
      },
      work: {
        figures: async () => this.counts,
        dead: async ({ ids, source, afterId = 0, most }) => this.dead.filter((one) => one.id > afterId && (ids === undefined || ids.includes(one.id)) && (source === undefined || one.source === source)).slice(0, most),
      },
      changes: {
        redrive: async (ids) => this.change('redrive', ids),
        discard: async (ids) => this.change('discard', ids),
        replay: async ({ source, fromMs, toMs }) => {
          this.changes.push(`replay ${source} ${String(toMs - fromMs)}`);
          return 3;
        },
      },
      gaps: async () => this.gaps,
      drift: async () => this.drift,
    };
  }

  async report(): Promise<Body | undefined> {
    const before = this.told.length;
    await this.reporter.reportOnce();
    // What was asked for in the answer is done at once, and told next.
    await new Promise((resolve) => setImmediate(resolve));
    return this.told[before];
  }

  private change(what: string, ids: readonly number[]): number {
    this.changes.push(`${what} ${ids.join(',')}`);
    this.dead = this.dead.filter(({ id }) => !ids.includes(id));
    return ids.length;
  }
}

const deadWork = (id: number, changes: Partial<DeadWork> = {}): DeadWork =>
  ({ id, kind: 'document', source: 'SAP', key: `2026/${String(id)}`, occurredAtMs: 0, receivedAtMs: 0, reason: 'GW-UNMAPPED', message: 'Type 991 is not mapped.', ...changes });
const gap = (from: number): SequenceGap => ({ source: 'TILL', register: 'LYON-1', businessDay: '2026-11-21', from, to: from + 1, sinceMs: 0 });
const drift = (changes: Partial<DriftCase> = {}): DriftCase => ({ key: 'A@LYON', sku: 'A', location: 'LYON', quantity: -2, driftClass: 'Lost', explanation: 'Never told.', explained: false, ...changes });

describe('the reporter', () => {
  it('tells which gaps are closed also while there are more than fit: the org closes by itself only what a whole list does not name', async () => {
    const stage = new Stage();
    const gap = (register: number): SequenceGap => ({ source: 'TILL', register: `LYON-${String(register)}`, businessDay: '2026-11-21', from: 2, to: 3, sinceMs: 0 });
    stage.gaps = Array.from({ length: 900 }, (_, index) => gap(index));
    const open = new Set<unknown>();
    const told = async (): Promise<number> => {
      const body = await stage.report();
      const gaps = (body?.['gaps'] ?? []) as { register: string; closed?: boolean }[];
      assert.ok(gaps.length <= 500);
      for (const { register, closed } of gaps) if (closed === true) open.delete(register); else open.add(register);
      if (body?.['gapsComplete'] === true) for (const register of open) if (!gaps.some((one) => one.register === register)) open.delete(register);
      return open.size;
    };
    assert.equal(await told(), 500);
    stage.gaps = stage.gaps.filter((_, index) => index >= 350);
    stage.isOrgGone = true;
    await stage.report();
    stage.isOrgGone = false;
    for (let time = 0; time < 4; time += 1) await told();
    assert.equal(stage.told.filter((body) => body['gaps'] !== undefined).length, 4, 'and then no more of it');
    const listed = new Set(stage.gaps.map(({ register }) => register));
    assert.deepEqual([...open].filter((register) => !listed.has(register as string)), [], 'none of those that have come');
    assert.equal(open.size, 500);
    stage.gaps = stage.gaps.slice(0, 3);
    await told();
    assert.deepEqual([stage.told.at(-1)?.['gapsComplete'], [...open].toSorted()], [true, stage.gaps.map(({ register }) => register)]);
  });

  it('is never larger than the org takes, whatever is in it, and tells all of it in the end', async () => {
    const stage = new Stage();
    const long = '…'.repeat(4_000);
    stage.dead = Array.from({ length: 150 }, (_, index) => ({ id: index + 1, kind: 'fact', source: 'TILL', key: `K-${String(index)}`, occurredAtMs: 0, receivedAtMs: 0, reason: 'HF-BAD-FIELD', message: long }));
    stage.drift = Array.from({ length: 150 }, (_, index) => ({ key: `D-${String(index)}`, sku: 'LAMP-1', location: 'LYON', quantity: 1, driftClass: 'Lost', explanation: long, explained: false }));
    // MOST_BODY_BYTES of HoldfastRestCall.
    stage.answer = (body) => (Buffer.byteLength(JSON.stringify(body)) > 1_048_576 ? { status: 413, body: [{ errorCode: 'HF-BODY-TOO-LARGE', message: 'Too large.' }] } : undefined);
    for (let time = 0; time < 40; time += 1) await stage.report();
    const told = (list: 'deadLetters' | 'drift', name: 'id' | 'key'): number => new Set(stage.told.flatMap((body) => (body[list] as Record<string, unknown>[] | undefined) ?? []).map((entry) => entry[name])).size;
    assert.deepEqual([told('deadLetters', 'id'), told('drift', 'key')], [150, 150]);
    // Every dead letter is in the range that its page speaks of: the org closes those it does not find there.
    for (const { deadLetters, deadLetterRange } of stage.told) {
      const { after, through } = (deadLetterRange ?? { after: 0, through: 0 }) as { after: number; through: number };
      assert.deepEqual((deadLetters as { id: number }[] | undefined)?.map(({ id }) => id) ?? [], stage.dead.map(({ id }) => id).filter((id) => id > after && id <= through));
    }
  });

  it('tells figures with the work of the store, and then only what changed', async () => {
    const stage = new Stage();
    stage.figures.count('TILL', 'received', 5);
    stage.figures.hop('TILL', 'source-to-org', 40);
    stage.counts = [{ kind: 'fact', source: 'TILL', state: 'Waiting', count: 2, oldestReceivedAtMs: stage.clock.now() - 1000 }, { kind: 'document', source: 'SAP', state: 'Dead', count: 1, oldestReceivedAtMs: undefined }];
    const first = await stage.report();
    assert.equal(first?.gateway, 'gw-1');
    assert.deepEqual((first?.sources as readonly { source: string; waiting: number; received?: number; dead: number }[]).map(({ source, waiting, received, dead }) => [source, waiting, received, dead]), [['SAP', 0, undefined, 1], ['TILL', 2, 5, 0]]);
    stage.clock.pass(5000);
    assert.equal((await stage.report())?.sources, undefined);
    stage.figures.count('TILL', 'received');
    assert.deepEqual(((await stage.report())?.sources as readonly { source: string }[]).map(({ source }) => source), ['TILL']);
  });

  it('tells documents of an ERP as received, by their doorbells or found by asking', async () => {
    const stage = new Stage();
    stage.figures.count('SAP', 'doorbell', 3);
    stage.figures.count('SAP', 'doorbell-repeated', 2);
    stage.figures.count('SAP', 'doorbell-missed');
    const [sap] = (await stage.report())?.sources as readonly { received: number; duplicates: number }[];
    assert.deepEqual([sap?.received, sap?.duplicates], [4, 2]);
  });

  it('tells again what an org that was gone did not take', async () => {
    const stage = new Stage();
    stage.isOrgGone = true;
    stage.figures.count('TILL', 'received');
    assert.equal(await stage.report(), undefined);
    assert.equal(stage.reporter.lastTakenAtMs, undefined);
    stage.isOrgGone = false;
    assert.ok((await stage.report())?.sources);
    assert.equal(stage.reporter.lastTakenAtMs, stage.clock.now());
  });

  it('lets the org know of every dead letter, and of every one that is gone, whatever happens in between', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: 600 }), fc.boolean()), { minLength: 1, maxLength: 4 }), async (rounds) => {
      const stage = new Stage();
      const known = new Set<number>();
      const take = (body: Body | undefined): void => {
        const range = body?.deadLetterRange as { after: number; through: number } | undefined;
        if (range === undefined) return;
        const listed = new Set((body?.deadLetters as readonly { id: number }[]).map(({ id }) => id));
        for (const id of [...known]) if (id > range.after && id <= range.through && !listed.has(id)) known.delete(id);
        for (const id of listed) known.add(id);
      };
      for (const [ids, isOrgGone] of rounds) {
        stage.dead = ids.toSorted((one, other) => one - other).map((id) => deadWork(id));
        stage.isOrgGone = isOrgGone;
        take(await stage.report());
      }
      stage.isOrgGone = false;
      for (let reports = 0; reports < 8; reports += 1) take(await stage.report());
      assert.deepEqual([...known].toSorted((one, other) => one - other), stage.dead.map(({ id }) => id));
      assert.equal((await stage.report())?.deadLetters, undefined);
    }), { numRuns: 25 });
  });

  it('tells open gaps as a whole, so that closed ones close', async () => {
    const stage = new Stage();
    stage.gaps = [gap(5), gap(9)];
    assert.equal(((await stage.report())?.gaps as readonly unknown[]).length, 2);
    stage.gaps = [gap(9)];
    const second = await stage.report();
    assert.deepEqual([(second?.gaps as readonly { from: number }[]).map(({ from }) => from), second?.gapsComplete], [[9], true]);
    assert.equal((await stage.report())?.gaps, undefined);
  });

  it('does not call a list complete that is too long to be told', async () => {
    const stage = new Stage();
    stage.gaps = Array.from({ length: 501 }, (_, index) => gap(index * 10));
    const body = await stage.report();
    assert.deepEqual([(body?.gaps as readonly unknown[]).length, body?.gapsComplete], [500, false]);
  });

  it('does what it is asked, once, and says what came of it until the org has heard', async () => {
    const stage = new Stage();
    stage.dead = [deadWork(7), deadWork(8), deadWork(9, { reason: 'GW-CONFLICT' })];
    stage.commands = [{ id: 'C1', kind: 'Redrive', workIds: [7, 100] }, { id: 'C2', kind: 'Discard', source: 'SAP', reason: 'GW-CONFLICT' }, { id: 'C3', kind: 'Replay', source: 'TILL', from: '2026-11-21T10:00:00Z', to: '2026-11-21T11:00:00Z' }];
    await stage.report();
    assert.deepEqual(stage.changes, ['redrive 7', 'discard 9', 'replay TILL 3600000']);
    stage.isOrgGone = true;
    await stage.report();
    stage.isOrgGone = false;
    const told = await stage.report();
    assert.deepEqual(told?.settled, [{ id: 'C1', outcome: '1 item waiting again' }, { id: 'C2', outcome: '1 item discarded' }, { id: 'C3', outcome: '3 items waiting again' }]);
    assert.equal((await stage.report())?.settled, undefined);
    assert.equal(stage.changes.length, 3);
    assert.deepEqual(stage.dead.map(({ id }) => id), [8]);
  });

  it('says that a command failed, and why', async () => {
    const stage = new Stage();
    stage.commands = [{ id: 'C1', kind: 'Redrive' }, { id: 'C2', kind: 'Explode' }];
    await stage.report();
    const told = await stage.report();
    assert.deepEqual(told?.settled?.map(({ id, failed }) => [id, failed]), [['C1', true], ['C2', true]]);
    assert.match(told?.settled?.[1]?.outcome ?? '', /does not know the command Explode/);
  });

  it('tells everything else when the org does not take a part, and that part again when it changed', async () => {
    const stage = new Stage();
    stage.figures.count('TILL', 'received');
    stage.drift = [drift()];
    stage.dead = [deadWork(1)];
    stage.answer = (body) => {
      const field = body.drift !== undefined ? 'drift[0].key' : body.deadLetters !== undefined ? 'deadLetters[0].key' : undefined;
      return field === undefined ? undefined : { status: 400, body: [{ errorCode: 'HF-BAD-FIELD', message: 'No.', fields: [field] }] };
    };
    const body = await stage.report();
    assert.ok(body?.sources);
    assert.equal(body.drift, undefined);
    stage.answer = undefined;
    assert.equal((await stage.report())?.drift, undefined);
    stage.drift = [drift({ quantity: -3 })];
    assert.ok((await stage.report())?.drift);
  });

  it('tells text the org can keep, whatever a source sent', async () => {
    const stage = new Stage();
    stage.dead = [deadWork(1, { source: 'A|B\u0000', key: 'x'.repeat(300), reason: undefined, message: '\uD800', occurredAtMs: 9e15 })];
    const [letter] = (await stage.report())?.deadLetters as readonly Record<string, string>[];
    assert.deepEqual([letter?.source, letter?.key?.length, letter?.reason, letter?.message, letter?.occurredAt], ['A B', 255, 'GW-UNKNOWN', '?', '3999-01-01T00:00:00.000Z']);
  });

  it('pauses longer while the org is gone, and ends when it is told to', async () => {
    const stage = new Stage();
    stage.isOrgGone = true;
    const end = new AbortController();
    let reports = 0;
    stage.answer = () => { reports += 1; return undefined; };
    const running = stage.reporter.run(end.signal);
    const pass = async (milliseconds: number): Promise<void> => {
      stage.clock.pass(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
    };
    await pass(0);
    await pass(10_000);
    stage.isOrgGone = false;
    await pass(19_000);
    assert.equal(reports, 0, 'not yet');
    await pass(1_000);
    assert.equal(reports, 1);
    await pass(5_000);
    assert.equal(reports, 2, 'every five seconds again');
    end.abort();
    await running;
  });
});
