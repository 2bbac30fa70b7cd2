/** The data port of an interleaved transaction: names every statement of Apex, and gives locks back where the platform does. */
import type { DataPort, DmlRequest, QueryRequest } from '../../library/ports.ts';
import type { Execution } from './execution.ts';

export function queryLabel({ query }: QueryRequest): string {
  return `query ${query.from.objectName}${query.forClauses.includes('UPDATE') ? ' for update' : ''}`;
}

export function dmlLabel({ operation, records }: DmlRequest): string {
  return `${operation} ${records[0]?.$shape.apiName ?? 'nothing'} x${String(records.length)}`;
}

/** Names statements as they are made; for comparing a transaction that runs alone with the same one interleaved. */
export function tracedPort(real: DataPort, tell: (label: string) => void): DataPort {
  return {
    query: (request) => { tell(queryLabel(request)); return real.query(request); },
    count: (request) => { tell(queryLabel(request)); return real.count(request); },
    dml: (request) => { tell(dmlLabel(request)); return real.dml(request); },
    setSavepoint: () => { tell('savepoint'); return real.setSavepoint(); },
    rollback: (savepoint) => { tell('rollback'); real.rollback(savepoint); },
    releaseSavepoint: (savepoint) => { real.releaseSavepoint(savepoint); },
    customMetadata: (name) => real.customMetadata(name),
    systemRows: (name) => real.systemRows?.(name) ?? [],
    fillDefaults: (record) => real.fillDefaults?.(record),
  };
}

/** platform-facts: failed-statement-locks, savepoint-locks. */
export function interleavedPort(real: DataPort, execution: Execution): DataPort {
  const traced = tracedPort(real, (label) => { execution.statement(label); });
  const locksAt = new Map<number, number>();
  const orGiveBack = <T>(statement: () => T, failed: (result: T) => boolean): T => {
    const count = execution.held.length;
    let result: T;
    try {
      result = statement();
    } catch (error) {
      if (!execution.isParked) execution.releaseFrom(count);
      throw error;
    }
    if (failed(result)) execution.releaseFrom(count);
    return result;
  };
  return {
    query: (request) => orGiveBack(() => traced.query(request), () => false),
    count: traced.count,
    dml: (request) => orGiveBack(() => traced.dml(request), (results) => results.length > 0 && results.every((result) => !result.success)),
    setSavepoint: () => {
      const savepoint = traced.setSavepoint();
      locksAt.set(savepoint, execution.held.length);
      return savepoint;
    },
    rollback: (savepoint) => {
      const count = locksAt.get(savepoint) ?? 0;
      // Somebody who waits for these locks may go on: that is a step others notice.
      if (execution.held.length > count) execution.waitForTurn('rollback');
      traced.rollback(savepoint);
      execution.releaseFrom(count);
    },
    releaseSavepoint: traced.releaseSavepoint,
    customMetadata: (name) => execution.direct(() => real.customMetadata(name)),
    systemRows: (name) => real.systemRows?.(name) ?? [],
    fillDefaults: (record) => real.fillDefaults?.(record),
  };
}
