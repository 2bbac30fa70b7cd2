/**
 * What a batch goes through: the rows of a query locator or the items of an iterable, cut into scopes when the batch starts. Of a query only the ids are kept, as a
 * cursor does: each scope reads its rows when its turn comes and sees them as they are then. platform-facts: batch-cursor.
 */
import { QueryLocator, queryRows, type DeferredQuery } from '../../library/org/QueryLocator.ts';
import { typeNamed } from '../../library/org/Type.ts';
import type { LimitPort } from '../../library/ports.ts';
import { sobject } from '../../values/runtime-type.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import type { ApexObject } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { LimitException, NullPointerException } from '../../values/exceptions.ts';
import { ID, OBJECT, type RuntimeType } from '../../values/runtime-type.ts';
import { slotOf, type SObjectRecord } from '../../values/sobject.ts';
import type { Transaction } from '../transaction.ts';
import { readGraph, writeGraph } from './object-graph.ts';
import type { PendingJobs } from './pending-jobs.ts';

export interface ScopePlan {
  readonly job: ApexObject;
  readonly jobId: string;
  readonly scopeSize: number;
  readonly pending: PendingJobs;
  readonly transaction: Transaction;
}

/** Rows a query locator may have, and rows of it that one scope may have. */
const LOCATOR_ROWS = 50_000_000;
const LARGEST_LOCATOR_SCOPE = 2_000;
/** The place of a batch's query among its scopes. */
const QUERY_PLACE = -1;

/** What the batch's start method gave; answers the number of scopes. */
export function planScopes(started: unknown, plan: ScopePlan): number {
  if (started === null) throw new NullPointerException('The start method of a batch gave null.');
  if (started instanceof QueryLocator) return planRows(started.query, plan);
  const items = itemsOf(started as IterableSlots);
  const type = elementType(plan.job);
  return addScopes(items, plan.scopeSize, plan, (part) => writeGraph(ApexList.of(type, part)));
}

function planRows(query: DeferredQuery, plan: ScopePlan): number {
  const { jobId, pending } = plan;
  const ids = readIds(query, plan.transaction);
  pending.addScope(jobId, QUERY_PLACE, JSON.stringify({ ...query, query: scopeQuery(query), binds: writeGraph(ApexList.of(OBJECT, [...query.binds])) }));
  return addScopes(ids, Math.min(plan.scopeSize, LARGEST_LOCATOR_SCOPE), plan, (part) => JSON.stringify(part));
}

function addScopes<T>(items: readonly T[], size: number, { jobId, pending }: ScopePlan, textOf: (part: T[]) => string): number {
  let place = 0;
  for (let from = 0; from < items.length; from += size) {
    pending.addScope(jobId, place, textOf(items.slice(from, from + size)));
    place += 1;
  }
  return place;
}

/** The scope at a place, as the execute method gets it. */
export function readScope(jobId: string, place: number, pending: PendingJobs, transaction: Transaction): ApexList {
  const scope = pending.scope(jobId, place)!;
  const kept = pending.scope(jobId, QUERY_PLACE);
  if (kept === undefined) return readGraph(scope) as ApexList;
  const { query, binds, access } = JSON.parse(kept) as { readonly query: SoqlQuery; readonly binds: string; readonly access: DeferredQuery['access'] };
  const ids = JSON.parse(scope) as string[];
  const rows = withRowLimit(transaction, () => queryRows({ query, binds: [...(readGraph(binds) as ApexList).items, ApexList.of(ID, ids)] }, access));
  return inOrder(rows, ids);
}

/** The ids of a scope, for those who report about it; undefined for the items of an iterable. */
export function idsOfScope(jobId: string, place: number, pending: PendingJobs): readonly string[] | undefined {
  const scope = pending.scope(jobId, place);
  return scope === undefined || pending.scope(jobId, QUERY_PLACE) === undefined ? undefined : (JSON.parse(scope) as string[]);
}

function readIds({ query, binds, access }: DeferredQuery, transaction: Transaction): string[] {
  const idQuery: SoqlQuery = { ...query, select: [{ kind: 'field', expression: { kind: 'path', names: ['Id'] }, alias: undefined }], forClauses: [] };
  return withRowLimit(transaction, () => queryRows({ query: idQuery, binds }, access)).items.map((row) => slotOf(row, '$id') as string);
}

/** The same rows' fields, found by their ids: a bind behind those the query has already. */
function scopeQuery({ query, binds }: DeferredQuery): SoqlQuery {
  const ids = { kind: 'bind', index: binds.length, text: 'scope' } as const;
  return { ...query, where: { kind: 'in', left: { kind: 'path', names: ['Id'] }, negated: false, values: ids }, orderBy: [], limit: undefined, offset: undefined };
}

function inOrder(rows: ApexList<SObjectRecord>, ids: readonly string[]): ApexList {
  const byId = new Map(rows.items.map((row) => [slotOf(row, '$id') as string, row]));
  return new ApexList(rows.type, ids.flatMap((id) => byId.get(id) ?? []));
}

/** A cursor's rows do not count against the 50,000 rows of a transaction; it has a limit of its own. */
function withRowLimit<T>(transaction: Transaction, read: () => T): T {
  const { limits } = transaction;
  let rows = 0;
  const cursor: LimitPort = {
    used: (name) => limits.used(name),
    allowed: (name) => limits.allowed(name),
    consume: (name, amount) => {
      if (name !== 'queryRows') return limits.consume(name, amount);
      rows += amount;
      if (rows > LOCATOR_ROWS) throw new LimitException(`Too many query locator rows: ${String(LOCATOR_ROWS + 1)}`);
    },
  };
  return transaction.withLimitPort(cursor, read);
}

interface IterableSlots {
  iterator$(): { hasnext$(): boolean; next$(): unknown };
}

function itemsOf(started: IterableSlots): readonly unknown[] {
  if (started instanceof ApexList) return started.items;
  const iterator = started.iterator$();
  const items: unknown[] = [];
  while (iterator.hasnext$()) items.push(iterator.next$());
  return items;
}

/** `T` of the `Database.Batchable<T>` the class implements. */
function elementType(job: ApexObject): RuntimeType {
  const implemented = [...job.$supertypes].find((name) => name.startsWith('Database.Batchable<'));
  if (implemented === undefined) return OBJECT;
  const name = implemented.slice('Database.Batchable<'.length, -1);
  return name === 'SObject' ? sobject('SObject') : (typeNamed(name) ?? OBJECT);
}

