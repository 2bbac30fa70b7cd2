/** System.Database: DML and queries as method calls, and savepoints. */
import { ApexList } from '../../values/collections/list.ts';
import { nullArgument, nullPointer } from '../../values/null-pointer.ts';
import { classType, listOf } from '../../values/runtime-type.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { context } from '../ports.ts';
import type { Access, DmlOperation } from '../ports.ts';
import type { SObjectFieldToken } from '../schema/tokens.ts';
import { type AccessLevel, defaultAccess, statedAccess } from './AccessLevel.ts';
import { DeleteResult, SaveResult, UndeleteResult, UpsertResult } from './DatabaseResults.ts';
import type { RowResultClass } from './DatabaseResults.ts';
import { dmlResults, recordOfId, recordsOf, runCount, throwFailures } from './dml.ts';
import { type DMLOptions } from './DMLOptions.ts';
import { dynamicQuery, dynamicQueryWithBinds } from './dynamic-query.ts';
import type { BindMap } from './dynamic-query.ts';
import { immediateMembers } from './immediate.ts';
import { mergeMembers } from './merge.ts';
import { queryLocator, queryLocatorOf, queryLocatorWithBinds, queryRows } from './QueryLocator.ts';
import type { DeferredQuery } from './QueryLocator.ts';
import { Savepoint } from './Savepoint.ts';
import { DEFAULT_SCOPE } from './AsyncOptions.ts';
import { jobs } from './System.ts';

const { members, needsAccess, needsSystemAccess } = dmlMembers();
const merging = mergeMembers();
const immediate = immediateMembers();

function rollback(savepoint: Savepoint | null): void {
  if (savepoint === null) throw nullPointer();
  context().data.rollback(savepoint.number);
}

function releaseSavepoint(savepoint: Savepoint | null): void {
  if (savepoint === null) throw nullPointer();
  context().data.releaseSavepoint(savepoint.number);
}

function countWithBinds(text: string | null, map: BindMap | null, level: AccessLevel | null, system: Access | undefined): number {
  const { query, binds } = dynamicQueryWithBinds(text, map);
  return runCount(query, binds, statedAccess(level, system));
}

function executeBatch(job: object | null, scopeSize: number | null): string {
  if (job === null || scopeSize === null) throw nullArgument();
  return jobs('Database.executeBatch').executeBatch(job, scopeSize);
}

export const DATABASE = defineClass('System.Database', {
  ...members,
  ...merging.members,
  ...immediate.members,
  'static List<SObject> query(String text)': (text: string | null, access: Access | undefined) => queryRows(dynamicQuery(text), defaultAccess(access)),
  'static List<SObject> query(String text, System.AccessLevel accessLevel)': (text: string | null, level: AccessLevel | null, system: Access | undefined) =>
    queryRows(dynamicQuery(text), statedAccess(level, system)),
  'static List<SObject> queryWithBinds(String text, Map<String, Object> bindMap, System.AccessLevel accessLevel)':
    (text: string | null, map: BindMap | null, level: AccessLevel | null, system: Access | undefined) => queryRows(dynamicQueryWithBinds(text, map), statedAccess(level, system)),
  'static Integer countQuery(String text)': (text: string | null, access: Access | undefined) => runCount(dynamicQuery(text).query, [], defaultAccess(access)),
  'static Integer countQuery(String text, System.AccessLevel accessLevel)': (text: string | null, level: AccessLevel | null, system: Access | undefined) =>
    runCount(dynamicQuery(text).query, [], statedAccess(level, system)),
  'static Integer countQueryWithBinds(String text, Map<String, Object> bindMap, System.AccessLevel accessLevel)': countWithBinds,
  'static Database.QueryLocator getQueryLocator(String text)': (text: string | null, access: Access | undefined) => queryLocator(text, defaultAccess(access)),
  'static Database.QueryLocator getQueryLocator(String text, System.AccessLevel accessLevel)': (text: string | null, level: AccessLevel | null, system: Access | undefined) =>
    queryLocator(text, statedAccess(level, system)),
  'static Database.QueryLocator getQueryLocator(List<SObject> rows)': queryLocatorOf,
  'static Database.QueryLocator getQueryLocator(List<SObject> rows, System.AccessLevel accessLevel)': (query: DeferredQuery | null, level: AccessLevel | null, system: Access | undefined) =>
    queryLocatorOf(query === null ? null : { ...query, access: statedAccess(level, system) }),
  'static Database.QueryLocator getQueryLocatorWithBinds(String text, Map<String, Object> bindMap, System.AccessLevel accessLevel)':
    (text: string | null, map: BindMap | null, level: AccessLevel | null, system: Access | undefined) => queryLocatorWithBinds(text, map, statedAccess(level, system)),
  'static String executeBatch(Object job)': (job: object | null) => executeBatch(job, DEFAULT_SCOPE),
  'static String executeBatch(Object job, Integer scopeSize)': executeBatch,
  'static System.Savepoint setSavepoint()': () => new Savepoint(context().data.setSavepoint()),
  'static void rollback(System.Savepoint savepoint)': rollback,
  'static void releaseSavepoint(System.Savepoint savepoint)': releaseSavepoint,
}, {
  needsAccess: [...needsAccess, ...merging.needsAccess, ...immediate.needsAccess, 'static List<SObject> query(String text)', 'static Integer countQuery(String text)', 'static Database.QueryLocator getQueryLocator(String text)'],
  needsSystemAccess: [
    ...needsSystemAccess, ...merging.needsSystemAccess, ...immediate.needsSystemAccess,
    'static List<SObject> query(String text, System.AccessLevel accessLevel)',
    'static List<SObject> queryWithBinds(String text, Map<String, Object> bindMap, System.AccessLevel accessLevel)',
    'static Integer countQuery(String text, System.AccessLevel accessLevel)',
    'static Integer countQueryWithBinds(String text, Map<String, Object> bindMap, System.AccessLevel accessLevel)',
    'static Database.QueryLocator getQueryLocator(String text, System.AccessLevel accessLevel)', 'static Database.QueryLocator getQueryLocator(List<SObject> rows, System.AccessLevel accessLevel)',
    'static Database.QueryLocator getQueryLocatorWithBinds(String text, Map<String, Object> bindMap, System.AccessLevel accessLevel)',
  ],
  defersQuery: ['static Database.QueryLocator getQueryLocator(List<SObject> rows)', 'static Database.QueryLocator getQueryLocator(List<SObject> rows, System.AccessLevel accessLevel)'],
});

// ---- the DML methods differ only in operand, options and result: their signatures are combined here

interface DmlMethods {
  readonly operation: DmlOperation;
  readonly result: string;
  readonly resultClass: RowResultClass;
  readonly resultList: RuntimeType;
  readonly operands: readonly Operand[];
  readonly options: readonly (readonly Option[])[];
}

type Operand = 'record' | 'records' | 'id' | 'recordsOrIds';
type Option = 'allOrNone' | 'dmlOptions' | 'externalId';

function dmlMembers(): { members: Record<string, LibraryFunction>; needsAccess: string[]; needsSystemAccess: string[] } {
  const operands: Readonly<Record<Operand, string>> = { record: 'SObject record', records: 'List<SObject> records', id: 'Id recordId', recordsOrIds: 'List<Object> recordsOrIds' };
  const options: Readonly<Record<Option, string>> = { allOrNone: 'Boolean allOrNone', dmlOptions: 'Database.DMLOptions dmlOptions', externalId: 'Schema.SObjectField externalIdField' };
  const saving: readonly (readonly Option[])[] = [[], ['allOrNone'], ['dmlOptions']];
  const upserting: readonly (readonly Option[])[] = [[], ['allOrNone'], ['externalId'], ['externalId', 'allOrNone']];
  const methods: readonly DmlMethods[] = [
    { operation: 'insert', result: 'Database.SaveResult', resultClass: SaveResult, resultList: listOf(classType('Database.SaveResult')), operands: ['record', 'records'], options: saving },
    { operation: 'update', result: 'Database.SaveResult', resultClass: SaveResult, resultList: listOf(classType('Database.SaveResult')), operands: ['record', 'records'], options: saving },
    { operation: 'upsert', result: 'Database.UpsertResult', resultClass: UpsertResult, resultList: listOf(classType('Database.UpsertResult')), operands: ['record', 'records'], options: upserting },
    { operation: 'delete', result: 'Database.DeleteResult', resultClass: DeleteResult, resultList: listOf(classType('Database.DeleteResult')), operands: ['record', 'id', 'recordsOrIds'], options: [[], ['allOrNone']] },
    { operation: 'undelete', result: 'Database.UndeleteResult', resultClass: UndeleteResult, resultList: listOf(classType('Database.UndeleteResult')), operands: ['record', 'id', 'recordsOrIds'], options: [[], ['allOrNone']] },
  ];

  const built: { members: Record<string, LibraryFunction>; needsAccess: string[]; needsSystemAccess: string[] } = { members: {}, needsAccess: [], needsSystemAccess: [] };
  for (const method of methods) {
    for (const operand of method.operands) {
      const isList = operand === 'records' || operand === 'recordsOrIds';
      const result = isList ? `List<${method.result}>` : method.result;
      for (const given of method.options) {
        const parameters = [operands[operand], ...given.map((option) => options[option])];
        const plain = `static ${result} ${method.operation}(${parameters.join(', ')})`;
        built.members[plain] = dmlFunction(method, given, false);
        built.needsAccess.push(plain);
        const stated = `static ${result} ${method.operation}(${[...parameters, 'System.AccessLevel accessLevel'].join(', ')})`;
        built.members[stated] = dmlFunction(method, given, true);
        built.needsSystemAccess.push(stated);
      }
    }
  }
  return built;
}

/** Arguments: the operand, the options in order, the access level when `isStated`, and the caller's access last. */
function dmlFunction(method: DmlMethods, given: readonly Option[], isStated: boolean): LibraryFunction {
  const [allOrNonePlace, optionsPlace, externalIdPlace] = (['allOrNone', 'dmlOptions', 'externalId'] as const).map((option) => given.indexOf(option)) as [number, number, number];
  return (operand: unknown, ...rest: unknown[]) => {
    const level = rest[given.length] as AccessLevel | null;
    const access = isStated ? statedAccess(level, rest[given.length + 1] as Access | undefined) : defaultAccess(rest[given.length] as Access | undefined);
    const allOrNone = allOrNonePlace >= 0 ? allOrNoneOf(rest[allOrNonePlace]) : optionsPlace >= 0 ? optAllOrNoneOf(rest[optionsPlace]) : true;
    return performDml(method, operand, allOrNone, access, externalIdPlace >= 0 ? externalIdOf(rest[externalIdPlace]) : undefined);
  };
}

function performDml(method: DmlMethods, operand: unknown, allOrNone: boolean, access: Access, externalId: string | undefined): unknown {
  const records = operandRecords(operand);
  const results = dmlResults(method.operation, records, allOrNone, access, externalId);
  if (allOrNone) throwFailures(method.operation, records, results);
  const shown = results.map((row) => new method.resultClass(row));
  return operand instanceof ApexList ? new ApexList(method.resultList, shown) : shown[0];
}

function allOrNoneOf(value: unknown): boolean {
  if (value === null) throw nullArgument();
  return value as boolean;
}

/** The default of the property is partial success. */
function optAllOrNoneOf(value: unknown): boolean {
  if (value === null) throw nullArgument();
  return (value as DMLOptions).optAllOrNone === true;
}

function externalIdOf(value: unknown): string {
  if (value === null) throw nullArgument();
  return (value as SObjectFieldToken).fieldName.toLowerCase();
}

/** Delete and undelete take ids too: each stands for an otherwise empty record of its object. */
function operandRecords(operand: unknown): SObjectRecord[] {
  if (typeof operand === 'string') return [recordOfId(operand)];
  if (!(operand instanceof ApexList)) return recordsOf(operand as SObjectRecord | null);
  return operand.items.map((item) => {
    if (item === null) throw nullPointer();
    return typeof item === 'string' ? recordOfId(item) : (item as SObjectRecord);
  });
}
