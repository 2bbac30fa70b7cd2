/** The lock table, the clock and the transactions waiting on them: everything that may happen next, and what happens when one of it is chosen. */
import type { PendingEvent } from '../../events/outbox.ts';
import type { LockName } from '../../data/locks.ts';
import { ApexException } from '../../values/exceptions.ts';
import type { InstalledOrg } from '../installed-org.ts';
import { Transaction } from '../transaction.ts';
import type { Outcome, TransactionCase } from './cases.ts';
import { Execution } from './execution.ts';
import type { Turns } from './execution.ts';
import { BUS_LOCK, Footprint, tablesOf } from './footprint.ts';
import { Parked } from './journal.ts';
import type { Entry, Need } from './journal.ts';
import { seededBytes } from './random.ts';
import { interleavedPort } from './statements.ts';
import type { World } from './world.ts';

/** No transaction runs longer. platform-facts: transaction-time-limit. */
const LONGEST_TRANSACTION_MS = 600_000;

/** How long the platform lets a transaction wait for a row. platform-facts: lock-to-the-end. */
export const LOCK_WAIT_MS = 10_000;

export interface Rules {
  /** `any`: a statement may take the locks of its rows in every order. platform-facts: multi-row-lock-order. */
  readonly lockOrder: 'any' | 'given';
  /** How often a schedule may let 10 s pass although somebody could go on: somebody slow holds a lock. */
  readonly clockJumps: number;
  /** How often a schedule may let a transaction die where it stands, or lose the answer of one that commits. */
  readonly crashes: number;
  /** How often a schedule may let a while pass in which nobody does anything, and how long that is. No transaction is made to run longer than the platform allows. */
  readonly pauses: number;
  readonly pauseMs: number;
  /** Where the clock stands when a schedule begins. */
  readonly startMs: number;
}

/** One transaction of a schedule. */
interface Participant {
  readonly slot: number;
  readonly source: TransactionCase;
  attempt: number;
  journal: Entry[];
  /** Stands for the attempt in the world. */
  owner: object;
  startedMs: number;
  drawn: ReadonlyMap<string, number>;
  waiting: Waiting | undefined;
  /** Numbers drawn up to where the attempt waits. */
  drawnSoFar: ReadonlyMap<string, number>;
  isAnswerLost: boolean;
  readonly outcomes: Outcome[];
  readonly statements: (readonly string[])[];
}

interface Waiting {
  readonly need: Need;
  /** Locks still to be taken. */
  missing: readonly LockName[];
  readonly taken: LockName[];
  readonly deadlineMs: number;
}

export interface Choice {
  /** Nobody's (-1) for a pause. */
  readonly slot: number;
  readonly kind: 'go' | 'take' | 'timeout' | 'crash' | 'lose' | 'pause';
  /** Set for `take`. */
  readonly lock: LockName | undefined;
  /** Names the choice among those of a moment, and the same choice at another moment. */
  readonly key: string;
}

/** Chooses what happens next; -1 gives the schedule up. */
export type Pick = (choices: readonly Choice[], kernel: Kernel) => number;

export interface TransactionResult {
  readonly name: string;
  /** Of every time the call was sent; the last one counts. */
  readonly outcomes: readonly Outcome[];
  readonly statements: readonly (readonly string[])[];
}

export class Kernel implements Turns {
  readonly world: World;
  clockMs = 0;
  steps = 0;
  timeouts = 0;
  /** What the step under way has touched so far. */
  footprint = new Footprint();
  /** Events in the order they left. */
  readonly bus: PendingEvent[] = [];
  readonly trace: string[] = [];
  running: Execution | undefined;
  private readonly installed: (source: TransactionCase) => InstalledOrg;
  private readonly rules: Rules;
  private readonly locks = new Map<LockName, Participant>();
  private participants: Participant[] = [];
  private pick: Pick = () => -1;
  private chosen: Choice | undefined;
  private jumpsLeft = 0;
  private crashesLeft = 0;
  private pausesLeft = 0;
  private isStarting = true;
  private isGivenUp = false;
  private readonly random = (slot: number, attempt: number): ((bytes: number) => Uint8Array) => seededBytes(slot * 100 + attempt);

  constructor(world: World, installed: (source: TransactionCase) => InstalledOrg, rules: Rules) {
    this.world = world;
    this.installed = installed;
    this.rules = rules;
  }

  /** Runs one schedule from the beginning. `undefined`: `pick` gave it up. */
  schedule(cases: readonly TransactionCase[], pick: Pick): readonly TransactionResult[] | undefined {
    this.reset();
    return this.play(cases, pick);
  }

  /** Lets time pass after a schedule and runs these transactions on what it left. */
  afterwards(passMs: number, cases: readonly TransactionCase[], pick: Pick): readonly TransactionResult[] | undefined {
    this.clockMs += passMs;
    return this.play(cases, pick);
  }

  private play(cases: readonly TransactionCase[], pick: Pick): readonly TransactionResult[] | undefined {
    this.enter(cases, pick);
    for (const participant of this.participants) this.run(participant);
    this.isStarting = false;
    for (;;) {
      const choice = this.isGivenUp ? undefined : (this.chosen ?? this.choose());
      this.chosen = undefined;
      if (choice === undefined) break;
      if (choice.kind === 'pause') {
        this.pause();
        continue;
      }
      const participant = this.participants[choice.slot]!;
      if (choice.kind === 'crash') {
        this.crash(participant);
        continue;
      }
      const answer = this.perform(participant, choice);
      if (answer === undefined) continue;
      participant.journal.push({ kind: 'waited', ...answer });
      this.run(participant);
    }
    if (this.isGivenUp) return undefined;
    return this.participants.map(({ source, outcomes, statements }) => ({ name: source.name, outcomes, statements }));
  }

  wait(execution: Execution, need: Need): { isRefused: boolean; clockMs: number } | undefined {
    const participant = this.participants[execution.slot]!;
    const missing = need.kind === 'locks' ? need.names : [];
    participant.waiting = { need, missing, taken: [], deadlineMs: this.clockMs + LOCK_WAIT_MS };
    while (!this.isStarting) {
      const choice = this.choose();
      if (choice?.slot !== participant.slot || choice.kind === 'crash') {
        this.chosen = choice;
        return undefined;
      }
      // Its own turn again: it goes on from where it stands, nothing has to be run twice.
      const answer = this.perform(participant, choice);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  release(slot: number, names: readonly LockName[]): void {
    const participant = this.participants[slot]!;
    for (const name of names) {
      if (this.locks.get(name) !== participant) continue;
      this.locks.delete(name);
      this.footprint.locks.add(name);
    }
  }

  sawTables(sql: string): void {
    for (const table of tablesOf(sql)) this.footprint.reads.add(table);
  }

  private reset(): void {
    this.world.reset();
    this.locks.clear();
    this.clockMs = this.rules.startMs;
    this.jumpsLeft = this.rules.clockJumps;
    this.crashesLeft = this.rules.crashes;
    this.pausesLeft = this.rules.pauses;
    this.steps = 0;
    this.timeouts = 0;
    this.footprint = new Footprint();
    this.bus.length = 0;
    this.trace.length = 0;
  }

  private enter(cases: readonly TransactionCase[], pick: Pick): void {
    this.chosen = undefined;
    this.isStarting = true;
    this.isGivenUp = false;
    this.pick = pick;
    this.participants = cases.map((source, slot) => ({
      slot, source, attempt: 1, journal: [], owner: {}, startedMs: this.clockMs, drawn: new Map(), waiting: undefined, drawnSoFar: new Map(), isAnswerLost: false, outcomes: [], statements: [],
    }));
  }

  /** Everything that may happen next; empty when all have ended. Who cannot take a lock is not choosable: any of those who wait may win it. */
  private choices(): Choice[] {
    const able: Choice[] = [];
    const stuck: Choice[] = [];
    let earliest = Infinity;
    for (const { slot, waiting } of this.participants) {
      if (waiting === undefined) continue;
      if (waiting.need.kind !== 'locks') {
        able.push({ slot, kind: 'go', lock: undefined, key: String(slot) });
        continue;
      }
      const wanted = this.rules.lockOrder === 'any' ? waiting.missing : waiting.missing.slice(0, 1);
      const free = wanted.filter((name) => !this.locks.has(name));
      for (const lock of free) able.push({ slot, kind: 'take', lock, key: `${String(slot)}:${lock}` });
      if (free.length > 0 || waiting.deadlineMs > earliest) continue;
      if (waiting.deadlineMs < earliest) stuck.length = 0;
      earliest = waiting.deadlineMs;
      stuck.push({ slot, kind: 'timeout', lock: undefined, key: `${String(slot)}!` });
    }
    const holders = this.crashesLeft === 0 ? undefined : new Set(this.locks.values());
    const crashes = holders === undefined ? [] : this.participants.flatMap((participant) => crashesOf(participant, holders.has(participant)));
    const pauses = able.length > 0 && earliest === Infinity && this.canPause() ? [PAUSE] : [];
    return [...able, ...(able.length > 0 && this.jumpsLeft === 0 ? [] : stuck), ...crashes, ...pauses];
  }

  /** Nobody who has begun may be made to run longer than the platform allows. */
  private canPause(): boolean {
    if (this.pausesLeft === 0) return false;
    const begun = this.participants.flatMap(({ journal, waiting }) => (waiting === undefined ? [] : (journal.find((entry) => entry.kind === 'waited')?.clockMs ?? [])));
    return begun.every((begunMs) => this.clockMs + this.rules.pauseMs - begunMs <= LONGEST_TRANSACTION_MS);
  }

  private pause(): void {
    this.trace.push(`pause ${String(this.rules.pauseMs)}`);
    this.pausesLeft -= 1;
    this.clockMs += this.rules.pauseMs;
    this.footprint.isAll = true;
  }

  private choose(): Choice | undefined {
    const choices = this.choices();
    if (choices.length === 0) return undefined;
    const index = this.pick(choices, this);
    if (index < 0) {
      this.isGivenUp = true;
      return undefined;
    }
    const choice = choices[index];
    if (choice === undefined) throw new Error(`There is no choice ${String(index)} among ${String(choices.length)}.`);
    this.footprint = new Footprint();
    // A crash and what its transaction would have done next cannot change places; for others it only frees locks.
    (choice.kind === 'crash' || choice.kind === 'lose' ? this.footprint.writes : this.footprint.reads).add(`slot ${String(choice.slot)}`);
    this.steps += 1;
    if (choice.kind === 'timeout' && choices.some(({ kind }) => kind === 'go' || kind === 'take')) this.jumpsLeft -= 1;
    if (choice.kind === 'crash' || choice.kind === 'lose') this.crashesLeft -= 1;
    return choice;
  }

  /** `undefined`: more has to happen before the transaction goes on. */
  private perform(participant: Participant, choice: Choice): { isRefused: boolean; clockMs: number } | undefined {
    const waiting = participant.waiting!;
    this.trace.push(`${choice.key} ${choice.kind} ${waiting.need.label}`);
    if (choice.kind === 'timeout') {
      this.timeouts += 1;
      this.clockMs = Math.max(this.clockMs, waiting.deadlineMs);
      this.footprint.isAll = true;
      this.release(participant.slot, waiting.taken);
      participant.waiting = undefined;
      return { isRefused: true, clockMs: this.clockMs };
    }
    if (choice.lock !== undefined) {
      this.locks.set(choice.lock, participant);
      this.footprint.locks.add(choice.lock);
      waiting.taken.push(choice.lock);
      waiting.missing = waiting.missing.filter((name) => name !== choice.lock);
      if (waiting.missing.length > 0) return undefined;
    }
    participant.waiting = undefined;
    participant.isAnswerLost = choice.kind === 'lose';
    return { isRefused: false, clockMs: this.clockMs };
  }

  /** What it wrote is gone and its locks are free; its caller, who was not answered, sends the call again. */
  private crash(participant: Participant): void {
    this.trace.push(`${String(participant.slot)}x crash ${participant.waiting!.need.label}`);
    this.release(participant.slot, [...this.locks.keys()]);
    this.world.forget(participant.owner);
    participant.waiting = undefined;
    participant.outcomes.push({ kind: 'crashed', isCommitted: false });
    participant.statements.push([]);
    if (this.isAgain(participant, participant.drawnSoFar)) this.run(participant);
  }

  /** Is the call sent again after its last outcome? Then the next attempt is made ready. */
  private isAgain(participant: Participant, drawn: ReadonlyMap<string, number>): boolean {
    const { source, attempt, outcomes } = participant;
    if (attempt >= (source.attempts ?? 1) || source.isSentAgain?.(outcomes.at(-1)!) !== true) return false;
    Object.assign(participant, { attempt: attempt + 1, journal: [], owner: {}, drawn, startedMs: this.clockMs, isAnswerLost: false });
    return true;
  }

  /** Runs the transaction until it waits and others go first, or until the call is not sent again. */
  private run(participant: Participant): void {
    while (this.attempt(participant) === 'again');
  }

  private attempt(participant: Participant): 'parked' | 'again' | 'done' {
    const { slot, journal, owner, startedMs, drawn } = participant;
    const execution = new Execution(this, { slot, journal, owner, clockMs: startedMs, drawn });
    const outerExecution = this.running;
    this.running = execution;
    try {
      const outcome = this.transact(participant, execution);
      participant.outcomes.push(participant.isAnswerLost ? { kind: 'crashed', isCommitted: true } : outcome);
      participant.statements.push(execution.statements);
      return this.isAgain(participant, execution.drawn) ? 'again' : 'done';
    } catch (error) {
      participant.drawnSoFar = execution.drawn;
      // "Parked" wins over whatever a finally block of Apex threw on the way out.
      if (execution.isParked || error instanceof Parked) return 'parked';
      throw error;
    } finally {
      this.running = outerExecution;
    }
  }

  private transact(participant: Participant, execution: Execution): Outcome {
    const { source, slot, attempt } = participant;
    // Where time passes it matters when a transaction begins: at a step of its own, not when the schedule does.
    if (this.rules.pauses > 0) execution.waitForTurn('begin');
    const { options, body } = source.open(attempt);
    const services = { clock: { now: () => execution.nowMs }, random: this.random(slot, attempt), events: NO_EVENTS };
    const transaction = new Transaction(this.installed(source), services, {
      ...options, requestId: `TID:${String(slot)}.${String(attempt)}`, interposed: { locks: execution, data: (real) => interleavedPort(real, execution) },
    });
    let outcome: Outcome;
    try {
      outcome = { kind: 'returned', value: transaction.enter(body) };
    } catch (error) {
      if (execution.isParked || !(error instanceof ApexException)) throw error;
      outcome = { kind: 'threw', error };
    }
    // A finally block may have swallowed the exception that leaves a parked transaction.
    if (execution.isParked) throw new Parked();
    this.end(participant, execution, transaction, outcome.kind === 'returned');
    return outcome;
  }

  /** Commits or rolls back; both are steps when somebody can notice. */
  private end(participant: Participant, execution: Execution, transaction: Transaction, succeeded: boolean): void {
    const events = transaction.leaving(succeeded);
    const isNoticed = execution.held.length > 0 || events.length > 0 || (succeeded && execution.redo.length > 0);
    if (isNoticed) execution.waitForEnd(succeeded ? 'commit' : 'roll back');
    if (succeeded) {
      for (const { sql } of execution.redo) for (const table of tablesOf(sql)) this.footprint.writes.add(table);
      this.world.commit(participant.owner, execution.redo);
    }
    this.world.forget(participant.owner);
    if (events.length > 0) this.footprint.locks.add(BUS_LOCK);
    this.bus.push(...events);
    execution.releaseFrom(0);
  }
}

/**
 * Others notice of a crash only which locks it frees, never what was written, so it can come where the locks held change: before more are taken and before the end. A
 * commit may also reach the rows and not the caller.
 */
function crashesOf({ slot, waiting }: Participant, isHolding: boolean): Choice[] {
  if (waiting === undefined || waiting.need.kind === 'turn' || !isHolding) return [];
  const crash: Choice = { slot, kind: 'crash', lock: undefined, key: `${String(slot)}x` };
  return waiting.need.kind === 'end' && waiting.need.label === 'commit' ? [crash, { slot, kind: 'lose', lock: undefined, key: `${String(slot)}~` }] : [crash];
}

const PAUSE: Choice = { slot: -1, kind: 'pause', lock: undefined, key: 'pause' };

/** Events stay in the kernel: who subscribes is a transaction of the schedule like any other. */
const NO_EVENTS = { store: (): readonly unknown[] => [], announce: (): void => undefined };
