/** What must be true after any schedule, whatever happened in it, and what the outcome is called when it is not. */
import { createHash } from 'node:crypto';
import type { TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import { explicit } from '../../../local-org/runtime/scheduler/explore.ts';
import type { Kernel, TransactionResult } from '../../../local-org/runtime/scheduler/kernel.ts';
import { statusOf, type Answer } from './org.ts';

export type Violation = 'sum differs' | 'over-promised' | 'applied twice' | 'answers differ' | 'no serial order' | 'sold out too early' | 'client error' | 'gave up waiting';

/** Whoever fulfils what was released meanwhile, or the other way round, is told so. */
const LOST_THE_RACE = 409;

const BUCKETS = ['on_hand', 'reserved', 'inspection', 'damaged', 'in_transit'];

export interface Verdict {
  readonly violations: ReadonlySet<Violation>;
  /** Fingerprint of rows and answers. */
  readonly image: string;
}

export class Oracle {
  readonly #cases: readonly TransactionCase[];
  /** By the order of commits: what the same calls make of the stock one after another. */
  readonly #serial = new Map<string, string>();
  /** Calls of the case by their idempotency key: those with one key must be answered alike. */
  readonly #keys: readonly string[];

  constructor(cases: readonly TransactionCase[]) {
    this.#cases = cases;
    this.#keys = cases.map(({ name }) => name);
  }

  judge(kernel: Kernel, results: readonly TransactionResult[]): Verdict {
    const violations = new Set<Violation>();
    const statuses = results.map(({ outcomes }) => statusOf(outcomes.at(-1)!));
    if (statuses.includes(503)) violations.add('gave up waiting');
    if (statuses.some((status) => ![200, LOST_THE_RACE, 503].includes(status))) violations.add('client error');
    this.#judgeRows(kernel, violations);
    this.#judgeAnswers(results, violations);
    const rows = rowsImage(kernel);
    const image = createHash('sha256').update(rows).update(JSON.stringify(results.map(({ outcomes }) => outcomes.at(-1)))).digest('hex');
    const orders = [commitOrder(kernel, results, isCommit), commitOrder(kernel, results, isLostCommit)];
    if (statuses.every((status) => status === 200 || status === LOST_THE_RACE) && !orders.some((order) => this.#serialImage(kernel, order) === rows)) violations.add('no serial order');
    return { violations, image };
  }

  #judgeRows(kernel: Kernel, violations: Set<Violation>): void {
    const read = (sql: string): unknown[][] => kernel.world.committed(sql);
    const sums = BUCKETS.map((bucket) => `p.${bucket}__c, (SELECT COALESCE(SUM(e.${bucket}_change__c), 0) FROM stock_entry__c e WHERE e.position_key__c = p.position_key__c)`);
    for (const row of read(`SELECT ${sums.join(', ')}, (SELECT COALESCE(SUM(-e.on_hand_change__c), 0) FROM stock_entry__c e WHERE e.position_key__c = p.position_key__c AND e.on_hand_change__c < 0) FROM stock_position__c p`)) {
      for (let bucket = 0; bucket < BUCKETS.length; bucket++) if (Number(row[bucket * 2]) !== Number(row[bucket * 2 + 1])) violations.add('sum differs');
      // A sale is a fact and may come after a promise; no promise may pass what was there without it.
      if (Number(row[2]) > Number(row[0]) + Number(row.at(-1))) violations.add('over-promised');
    }
    // Lines name the position, wherever they were promised: what is reserved there is the sum over it and its shards.
    const granted = read(`SELECT (SELECT SUM(r.reserved__c) FROM stock_position__c r WHERE rtrim(r.position_key__c, '0123456789') = rtrim(p.position_key__c, '0123456789')), (SELECT COALESCE(SUM(l.granted__c - l.fulfilled__c - l.released__c), 0) FROM stock_reservation_line__c l WHERE l.position_key__c = p.position_key__c), p.on_hand__c,
      (SELECT COALESCE(SUM(-e.on_hand_change__c), 0) FROM stock_entry__c e WHERE e.position_key__c = p.position_key__c AND e.on_hand_change__c < 0) FROM stock_position__c p WHERE p.position_key__c LIKE '%|0'`);
    for (const [reserved, promised, onHand, sold] of granted) {
      if (Number(reserved) !== Number(promised)) violations.add('sum differs');
      if (Number(promised) > Number(onHand) + Number(sold)) violations.add('over-promised');
    }
    const twice = read('SELECT 1 FROM stock_reservation__c GROUP BY request_key__c HAVING COUNT(*) > 1 UNION ALL SELECT 1 FROM stock_entry__c GROUP BY entry_key__c HAVING COUNT(*) > 1');
    if (twice.length > 0) violations.add('applied twice');
  }

  /** The same key is the same call: who sends it again is told what the first was told. */
  #judgeAnswers(results: readonly TransactionResult[], violations: Set<Violation>): void {
    const first = new Map<string, string>();
    results.forEach(({ outcomes }, slot) => {
      const last = outcomes.at(-1)!;
      const answer = last.kind === 'returned' ? (last.value as Answer | undefined) : undefined;
      if (answer?.status !== 200 || !answer.text.includes('"granted"')) return;
      const key = this.#keys[slot]!;
      const known = first.get(key);
      if (known === undefined) first.set(key, answer.text);
      else if (known !== answer.text) violations.add('answers differ');
    });
  }

  /** Rows after the calls ran one after another in this order. Runs in the same kernel, so everything about the schedule must have been read before. */
  #serialImage(kernel: Kernel, order: readonly number[]): string {
    const key = order.join();
    let image = this.#serial.get(key);
    if (image === undefined) {
      kernel.schedule(order.map((slot) => this.#cases[slot]!), explicit([]));
      image = rowsImage(kernel);
      this.#serial.set(key, image);
    }
    return image;
  }
}

/** Slots in the order of their last such commit; who had nothing to commit comes last. */
function commitOrder(kernel: Kernel, results: readonly TransactionResult[], counts: (step: string) => boolean): number[] {
  const slots = kernel.trace.map((line) => (counts(line) ? Number.parseInt(line, 10) : -1));
  const last = results.map((_result, slot) => ({ slot, at: slots.includes(slot) ? slots.lastIndexOf(slot) : kernel.trace.findLastIndex((line) => isCommit(line) && Number.parseInt(line, 10) === slot) }));
  return last.toSorted((a, b) => (a.at < 0 ? Infinity : a.at) - (b.at < 0 ? Infinity : b.at)).map(({ slot }) => slot);
}

const isCommit = (step: string): boolean => step.endsWith(' go commit');
/** It did its work then; sent again it only reads what it was answered. */
const isLostCommit = (step: string): boolean => step.endsWith(' lose commit');

/**
 * Balances, promises and ledger without ids and times. Which shard of a hot product promised, and what was handed out to which, may depend on who met whom; what
 * the location holds may not. Who is decided beside others at another shard is told what was available when it looked, so that figure is left out there.
 */
function rowsImage(kernel: Kernel): string {
  const isSharded = kernel.world.committed("SELECT 1 FROM stock_position__c WHERE position_key__c NOT LIKE '%|0'").length > 0;
  const answers = kernel.world.committed('SELECT request_key__c, status__c, answer__c FROM stock_reservation__c ORDER BY 1, 3');
  return JSON.stringify([
    kernel.world.committed(`SELECT rtrim(position_key__c, '0123456789'), ${BUCKETS.map((bucket) => `SUM(${bucket}__c)`).join(', ')} FROM stock_position__c GROUP BY 1 ORDER BY 1`),
    isSharded ? answers.map((row) => row.map((value) => (typeof value === 'string' ? value.replaceAll(/"available":\d+,?/g, '') : value))) : answers,
    kernel.world.committed("SELECT entry_key__c, outcome__c, on_hand_change__c, reserved_change__c FROM stock_entry__c WHERE entry_key__c NOT LIKE 'HOLDFAST|SHARD|%' ORDER BY 1, 3"),
  ], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
