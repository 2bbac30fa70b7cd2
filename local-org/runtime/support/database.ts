/** SOQL and DML of emitted code. The library runs them; here lists are wrapped and unwrapped. */
import { runCount, runDml, runQuery as queryRows, singleRow as oneRow, singleRowOrNull as oneRowOrNull } from '../../library/org/dml.ts';
import { runMerge } from '../../library/org/merge.ts';
import { deferredQuery } from '../../library/org/QueryLocator.ts';
import type { Access } from '../../library/ports.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import { ApexList } from '../../values/collections/list.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import type { SObjectRecord } from '../../values/sobject.ts';

export const USER_MODE: Access = { mode: 'user', sharing: true };
export const SYSTEM_WITH_SHARING: Access = { mode: 'system', sharing: true };
export const SYSTEM_WITHOUT_SHARING: Access = { mode: 'system', sharing: false };

export function runQuery(query: SoqlQuery, binds: readonly unknown[], access: Access, type: RuntimeType): ApexList {
  return new ApexList<unknown>(type, queryRows(query, binds, access));
}

export function singleRow(rows: ApexList): SObjectRecord {
  return oneRow(rows.items as SObjectRecord[]);
}
export function singleRowOrNull(rows: ApexList): SObjectRecord | null {
  return oneRowOrNull(rows.items as SObjectRecord[]);
}

export { deferredQuery, runCount, runDml, runMerge };

