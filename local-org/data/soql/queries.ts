import type { QueryRequest } from '../../library/ports.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import { ApexList } from '../../values/collections/list.ts';
import { QueryException } from '../../values/exceptions.ts';
import { NO_ID } from '../../values/id.ts';
import { sobject } from '../../values/runtime-type.ts';
import { setSlot } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { LockTimeout, queryLockFailure, rowLock } from '../locks.ts';
import type { LockPort } from '../locks.ts';
import { callOut } from '../big-objects/pending-work.ts';
import type { Permissions } from '../access/permissions.ts';
import type { FormulaGlobals } from '../formula/globals.ts';
import type { DataSession } from '../session.ts';
import { isApart } from '../store/columns.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';
import type { Store } from '../store/store.ts';
import { userRecordAccess } from '../access/record-access.ts';
import { requireReadable, requireSelectable } from './check-access.ts';
import { malformed } from './errors.ts';
import { MAX_GROUPS, planQuery } from './plan/plan.ts';
import type { AggregatePlan, ChildEnvironment, ChildPlan, QueryPlan, RecordPlan } from './plan/plan.ts';
import type { SharingSchema } from './plan/sharing.ts';
import type { RecordClassOf } from './plan/select.ts';
import { requireSelective } from './require-selective.ts';
import type { QueryEnvironment, SqlTemplate } from './plan/sql.ts';

interface PlansOfQuery {
  open: QueryPlan | undefined;
  readonly shared: WeakMap<Permissions, QueryPlan>;
  readonly readable: WeakSet<Permissions>;
}

/** Answered by computing, not from rows. */
const RECORD_ACCESS = 'userrecordaccess';

/** Plans and runs queries. One per installed schema; plans are kept as long as their query tree is. */
export class Queries {
  readonly #store: Store;
  readonly #schema: SharingSchema;
  readonly #recordClassOf: RecordClassOf;
  readonly #globals: FormulaGlobals;
  readonly #plans = new WeakMap<SoqlQuery, PlansOfQuery>();

  constructor(store: Store, schema: SharingSchema, recordClassOf: RecordClassOf, globals: FormulaGlobals) {
    this.#globals = globals;
    this.#store = store;
    this.#schema = schema;
    this.#recordClassOf = recordClassOf;
  }

  /** Records, or AggregateResults of a query with aggregates. */
  query(request: QueryRequest, session: DataSession): SObjectRecord[] {
    const plan = this.#plan(request, session.permissions);
    consumeQuery(plan, session);
    const environment = this.#environment(request, session);
    if (plan.kind === 'records' && isApart(plan.layout.object)) return this.#apartRecords(plan, environment, session);
    if (session.trigger !== undefined) this.#requireSelective(plan, environment);
    if (plan.kind === 'count') throw malformed('COUNT() gives a number, not records.');
    if (plan.layout.folded === RECORD_ACCESS) return this.#recordAccess(request.query, environment, session);
    return plan.kind === 'aggregate' ? this.#aggregates(plan, environment, session) : this.#records(plan, environment, session);
  }

  /** `SELECT COUNT() …`; counts as one row. */
  count(request: QueryRequest, session: DataSession): number {
    const plan = this.#plan(request, session.permissions);
    if (plan.kind !== 'count') throw malformed('Only SELECT COUNT() gives a number.');
    consumeQuery(plan, session);
    const environment = this.#environment(request, session);
    if (session.trigger !== undefined) this.#requireSelective(plan, environment);
    const [row] = this.#run(plan.template, environment);
    session.limits.consume('queryRows', 1);
    return Number(row![0]);
  }

  /** Plans without running: names, types and rights are checked. */
  check(request: QueryRequest, session: DataSession): void {
    this.#plan(request, session.permissions);
  }

  #plan({ query, access }: QueryRequest, permissions: Permissions): QueryPlan {
    const isUserMode = query.accessMode === 'USER_MODE' || (query.accessMode === undefined && access.mode === 'user');
    const isShared = isUserMode || access.sharing;
    const plans = this.#plansOf(query);
    const plan = isShared ? this.#sharedPlan(plans, query, permissions) : (plans.open ??= this.#planAnew(query, undefined));
    if (isUserMode && !plans.readable.has(permissions)) {
      requireReadable(plan, permissions);
      plans.readable.add(permissions);
    }
    if (query.accessMode === 'SECURITY_ENFORCED') requireSelectable(plan, permissions);
    return plan;
  }

  #plansOf(query: SoqlQuery): PlansOfQuery {
    let plans = this.#plans.get(query);
    if (plans === undefined) {
      plans = { open: undefined, shared: new WeakMap(), readable: new WeakSet() };
      this.#plans.set(query, plans);
    }
    return plans;
  }

  #sharedPlan(plans: PlansOfQuery, query: SoqlQuery, permissions: Permissions): QueryPlan {
    const known = plans.shared.get(permissions);
    if (known !== undefined) return known;
    const plan = this.#planAnew(query, permissions);
    plans.shared.set(permissions, plan);
    return plan;
  }

  #planAnew(query: SoqlQuery, sharingOf: Permissions | undefined): QueryPlan {
    return planQuery({ schema: this.#schema, recordClassOf: this.#recordClassOf, sharingOf }, query);
  }

  #environment(request: QueryRequest, session: DataSession): QueryEnvironment {
    return {
      binds: request.binds,
      now: session.clock.now(),
      timeZone: session.user.timeZone,
      sharing: session.sharing,
      global: (path) => this.#globals.stored(path, session),
      rowLimit: remainingRows(session),
    };
  }

  #requireSelective(plan: QueryPlan, environment: QueryEnvironment): void {
    const template = plan.indexedCount();
    requireSelective(this.#store, plan.layout, template === undefined ? undefined : () => Number(this.#run(template, environment)[0]![0]));
  }

  #run(template: SqlTemplate, environment: QueryEnvironment): SqlRow[] {
    const parameters: SqlValue[] = [];
    const text = template.resolve(environment, parameters);
    try {
      return this.#store.reader(text).all(...parameters);
    } catch (error) {
      this.#store.noteFailure();
      throw error;
    }
  }

  #records(plan: RecordPlan, environment: QueryEnvironment, session: DataSession): SObjectRecord[] {
    const rows = plan.isForUpdate && session.locks !== undefined ? this.#lockedRows(plan, environment, session.locks) : this.#run(plan.template, environment);
    session.limits.consume('queryRows', rows.length);
    const { read } = plan;
    const records = rows.map((row) => read(row));
    if (plan.children.length > 0) this.#attachChildren(plan, rows, records, environment, session);
    return records;
  }

  /** Rows of a big object: all carry the same id, which names none of them. platform-facts: big-object-fields */
  #apartRecords(plan: RecordPlan, environment: QueryEnvironment, session: DataSession): SObjectRecord[] {
    callOut(session);
    const parameters: SqlValue[] = [];
    const text = plan.template.resolve(environment, parameters);
    const rows = this.#store.apart.reader(text).all(...parameters);
    session.limits.consume('queryRows', rows.length);
    return rows.map((row) => {
      const record = plan.read(row);
      setSlot(record, '$id', NO_ID);
      return record;
    });
  }

  /** Reads again after every grant, until all that is read is locked: what somebody else committed meanwhile counts. platform-facts: lock-reads-latest. */
  #lockedRows(plan: RecordPlan, environment: QueryEnvironment, locks: LockPort): SqlRow[] {
    try {
      for (;;) {
        const rows = this.#run(plan.template, environment);
        if (!locks.take(rows.map((row) => rowLock(plan.layout, row[plan.rowPlace] as number)))) return rows;
      }
    } catch (error) {
      throw error instanceof LockTimeout ? queryLockFailure() : error;
    }
  }

  #attachChildren(parent: RecordPlan | ChildPlan, rows: readonly SqlRow[], records: readonly SObjectRecord[], environment: QueryEnvironment, session: DataSession): void {
    const parentRows = JSON.stringify(rows.map((row) => row[parent.rowPlace]));
    for (const child of parent.children) {
      const lists = new Map<number, SObjectRecord[]>();
      rows.forEach((row, index) => {
        const items: SObjectRecord[] = [];
        lists.set(row[parent.rowPlace] as number, items);
        setSlot(records[index]!, child.slot, ApexList.of(sobject(child.objectName), items));
      });
      const childEnvironment: ChildEnvironment = { ...environment, parentRows, rowLimit: remainingRows(session) };
      const childRows = this.#run(child.template, childEnvironment);
      session.limits.consume('queryRows', childRows.length);
      const childRecords = childRows.map((row) => child.read(row));
      childRows.forEach((row, index) => lists.get(row[0] as number)!.push(childRecords[index]!));
      if (child.children.length > 0) this.#attachChildren(child, childRows, childRecords, environment, session);
    }
  }

  #recordAccess(query: SoqlQuery, environment: QueryEnvironment, session: DataSession): SObjectRecord[] {
    const world = {
      store: this.#store, schema: this.#schema,
      layoutOfPrefix: (prefix: string) => [...this.#store.layouts()].find((layout) => layout.keyPrefix === prefix),
      rightsOf: (userId: string) => session.rightsOf?.(userId),
    };
    const records = userRecordAccess(query, environment, this.#recordClassOf(RECORD_ACCESS), world);
    session.limits.consume('queryRows', records.length);
    return records;
  }

  #aggregates(plan: AggregatePlan, environment: QueryEnvironment, session: DataSession): SObjectRecord[] {
    const rows = this.#run(plan.template, environment);
    if (rows.length > MAX_GROUPS) throw new QueryException('Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch');
    session.limits.consume('queryRows', this.#rowsBehind(plan, rows, environment));
    return rows.map((row) => plan.read(row));
  }

  /** COUNT queries count their results, the other aggregates every row they looked at. platform-facts: soql-aggregate-row-count. */
  #rowsBehind(plan: AggregatePlan, rows: readonly SqlRow[], environment: QueryEnvironment): number {
    const { rowCount } = plan;
    if (rowCount === undefined) return rows.length;
    if (plan.countTemplate !== undefined) return Number(this.#run(plan.countTemplate, environment)[0]![0]);
    return rows.reduce((sum, row) => sum + Number(row[rowCount]), 0);
  }
}

/** Queries on custom metadata are free. */
function consumeQuery(plan: QueryPlan, session: DataSession): void {
  if (plan.layout.object.kind === 'customMetadata') return;
  session.limits.consume('queries', 1);
  if (plan.kind === 'records' && plan.children.length > 0) session.limits.consume('aggregateQueries', plan.children.length);
}

function remainingRows(session: DataSession): number {
  return Math.max(session.limits.allowed('queryRows') - session.limits.used('queryRows'), 0) + 1;
}
