/** Trigger dispatch: in the order the program has them, 200 records at a time, with the statics of the transaction. */
import type { TriggerPort } from '../data/session.ts';
import type { TriggerContext } from '../library/ports.ts';
import type { TriggerEvent } from '../compiler/1-parse/ast.ts';
import { ApexException, isUncatchable, LimitException } from '../values/exceptions.ts';
import type { SObjectRecord } from '../values/sobject.ts';
import { asApexError, uncaughtText } from './exceptions.ts';
import type { LimitCounts } from './limits.ts';
import type { LinkedTrigger, Program } from './program.ts';

type Operation = TriggerContext['operation'];

/** Records a trigger gets at most in one run. */
const CHUNK_RECORDS = 200;
/** How deep triggers may cause each other. platform-facts: trigger-depth. */
const MAXIMUM_DEPTH = 16;

const EVENTS: Readonly<Record<Operation, TriggerEvent>> = {
  BEFORE_INSERT: 'before insert', BEFORE_UPDATE: 'before update', BEFORE_DELETE: 'before delete', AFTER_INSERT: 'after insert', AFTER_UPDATE: 'after update',
  AFTER_DELETE: 'after delete', AFTER_UNDELETE: 'after undelete',
};
const OPERATIONS = Object.fromEntries(Object.entries(EVENTS).map(([operation, event]) => [event, operation])) as Readonly<Record<TriggerEvent, Operation>>;
/** `BeforeInsert`, as error texts write it. */
export const eventName = (operation: Operation): string => EVENTS[operation].replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The part of a transaction that triggers change. */
export interface TriggerHost {
  /** Runs `body` with these trigger variables. */
  withTrigger<T>(context: TriggerContext, body: () => T, name: string): T;
  readonly limits: { mark(): LimitCounts; backTo(mark: LimitCounts): void };
}

/** The triggers of a program by object and event; made once per program. */
export class TriggerTable {
  readonly program: Program;
  /** By folded object name, then by operation. Every DML statement asks, so asking makes nothing. */
  private readonly byObject = new Map<string, Map<Operation, LinkedTrigger[]>>();

  constructor(program: Program) {
    this.program = program;
    for (const trigger of program.triggers) for (const event of trigger.events) this.add(trigger, OPERATIONS[event]);
  }

  find(foldedObject: string, operation: Operation): readonly LinkedTrigger[] {
    return this.byObject.get(foldedObject)?.get(operation) ?? [];
  }

  handles(foldedObject: string, operation: Operation): boolean {
    return this.byObject.get(foldedObject)?.has(operation) === true;
  }

  private add(trigger: LinkedTrigger, operation: Operation): void {
    const folded = trigger.objectName.toLowerCase();
    const ofObject = this.byObject.get(folded) ?? new Map<Operation, LinkedTrigger[]>();
    this.byObject.set(folded, ofObject);
    ofObject.set(operation, [...(ofObject.get(operation) ?? []), trigger]);
  }
}

export class TriggerDispatch implements TriggerPort {
  private readonly table: TriggerTable;
  private readonly host: TriggerHost;
  /** Events under way, outermost first. */
  private readonly running: string[] = [];

  constructor(table: TriggerTable, host: TriggerHost) {
    this.table = table;
    this.host = host;
  }

  handles(foldedObject: string, operation: Operation): boolean {
    return this.table.handles(foldedObject, operation);
  }

  fire(context: TriggerContext): void {
    const triggers = this.table.find(context.objectName.toLowerCase(), context.operation);
    this.running.push(`${context.objectName} trigger event ${eventName(context.operation)}`);
    try {
      if (this.running.length > MAXIMUM_DEPTH) throw new LimitException(`Maximum trigger depth exceeded\n${this.running.join('\n')}`);
      // A failed trigger refuses its records; the other triggers of the event do not see them.
      for (const chunk of chunksOf(context)) triggers.every((trigger) => this.run(trigger, chunk));
    } finally {
      this.running.pop();
    }
  }

  beginAttempts(): () => void {
    const { limits } = this.host;
    const mark = limits.mark();
    return () => { limits.backTo(mark); };
  }

  private run(trigger: LinkedTrigger, context: TriggerContext): boolean {
    try {
      this.host.withTrigger(context, trigger.run, trigger.name);
      return true;
    } catch (thrown) {
      const error = asApexError(thrown);
      if (!(error instanceof ApexException) || isUncatchable(error)) throw error;
      this.failRows(trigger, context, error);
      return false;
    }
  }

  /** An exception nobody caught refuses every record of the run; the statement that fired the trigger sees it as errors of its rows. */
  private failRows(trigger: LinkedTrigger, context: TriggerContext, error: ApexException): void {
    const message = `${trigger.name}: execution of ${eventName(context.operation)}\n\ncaused by: ${uncaughtText(error, this.table.program, `Trigger.${trigger.name}`)}`;
    for (const record of context.newRecords ?? context.oldRecords ?? []) {
      record.$errors ??= [];
      record.$errors.push({ field: undefined, message, statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' });
    }
  }
}

function chunksOf(context: TriggerContext): readonly TriggerContext[] {
  const count = (context.newRecords ?? context.oldRecords ?? []).length;
  if (count <= CHUNK_RECORDS) return [context];
  const part = (records: readonly SObjectRecord[] | null, start: number): readonly SObjectRecord[] | null => records?.slice(start, start + CHUNK_RECORDS) ?? null;
  return Array.from({ length: Math.ceil(count / CHUNK_RECORDS) }, (_, index) => ({
    ...context, newRecords: part(context.newRecords, index * CHUNK_RECORDS), oldRecords: part(context.oldRecords, index * CHUNK_RECORDS),
  }));
}
