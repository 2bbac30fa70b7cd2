/** The merge statement and Database.merge. Up to two records of an object that can be merged become part of a third. platform-facts: merge-order, merge-refusals */
import { ApexList } from '../../values/collections/list.ts';
import { ListException, TypeException } from '../../values/exceptions.ts';
import { nullArgument, nullPointer } from '../../values/null-pointer.ts';
import { classType } from '../../values/runtime-type.ts';
import { SObjectRecord } from '../../values/sobject.ts';
import type { LibraryFunction } from '../define.ts';
import type { Access, DmlRowResult } from '../ports.ts';
import { type AccessLevel, defaultAccess, statedAccess } from './AccessLevel.ts';
import { MergeResult } from './DatabaseResults.ts';
import { dmlResults, recordOfId, throwFailures } from './dml.ts';
import { MERGEABLE } from './mergeable.ts';

const MOST_DUPLICATES = 2;
const MERGE_RESULT = classType('Database.MergeResult');

/** What a merge takes beside the record that stays: a record, an id, or a list of either. */
type Duplicates = SObjectRecord | string | ApexList<SObjectRecord | string | null> | null;

/** @throws DmlException when one of the records refuses. */
export function runMerge(master: SObjectRecord | null, duplicates: Duplicates, access: Access): void {
  mergeAll(requireMaster(master), recordsOf(duplicates), access);
}

function mergeAll(master: SObjectRecord, duplicates: readonly SObjectRecord[], access: Access): readonly DmlRowResult[] {
  const records = [master, ...duplicates];
  const results = dmlResults('merge', records, true, access);
  throwFailures('merge', records, results);
  return results.slice(1);
}

function requireMaster(master: SObjectRecord | null): SObjectRecord {
  if (master === null) throw nullPointer();
  if (!MERGEABLE.has(master.$shape.apiName)) throw new TypeException(`DML operation MERGE not allowed on ${master.$shape.apiName}`);
  return master;
}

function recordsOf(duplicates: Duplicates): SObjectRecord[] {
  if (duplicates === null) throw nullPointer();
  const items = duplicates instanceof ApexList ? duplicates.items : [duplicates];
  if (items.length > MOST_DUPLICATES) throw new ListException(`A merge takes up to ${String(MOST_DUPLICATES)} records into another: ${String(items.length)}`);
  return items.map((item) => {
    if (item === null) throw nullPointer();
    return item instanceof SObjectRecord ? item : recordOfId(item);
  });
}

/** Without all-or-none each record is merged by itself. */
function merge(master: SObjectRecord | null, duplicates: Duplicates, allOrNone: unknown, access: Access): unknown {
  if (allOrNone === null) throw nullArgument();
  const stays = requireMaster(master);
  const records = recordsOf(duplicates);
  const masterId = (stays as { $id?: string | null }).$id ?? null;
  const results = allOrNone === true ? mergeAll(stays, records, access) : records.map((record) => partOfResults(dmlResults('merge', [stays, record], true, access)));
  const shown = results.map((result, index) => resultOf(result, masterId, records[index]!));
  return duplicates instanceof ApexList ? ApexList.of(MERGE_RESULT, shown) : shown[0];
}

/** What the record that stays was refused for counts for the one that would have gone. */
function partOfResults([master, loser]: readonly DmlRowResult[]): DmlRowResult {
  return loser!.success ? loser! : { ...loser!, errors: [...master!.errors, ...loser!.errors] };
}

function resultOf(result: DmlRowResult, masterId: string | null, loser: SObjectRecord): MergeResult {
  const shown = new MergeResult({ ...result, id: masterId });
  if (result.success) {
    shown.mergedRecordIds = [(loser as { $id?: string }).$id!];
    shown.updatedRelatedIds = result.relatedIds ?? [];
  }
  return shown;
}

/** Database.merge in all its signatures. */
export function mergeMembers(): { members: Record<string, LibraryFunction>; needsAccess: string[]; needsSystemAccess: string[] } {
  const built: ReturnType<typeof mergeMembers> = { members: {}, needsAccess: [], needsSystemAccess: [] };
  const operands = [['Database.MergeResult', 'SObject duplicate'], ['Database.MergeResult', 'Id duplicateId'], ['List<Database.MergeResult>', 'List<Object> duplicates']];
  for (const [result, operand] of operands) {
    const plain = `static ${result!} merge(SObject master, ${operand!}`;
    const define = (rest: string, access: 'needsAccess' | 'needsSystemAccess', implementation: LibraryFunction): void => {
      built.members[`${plain}${rest})`] = implementation;
      built[access].push(`${plain}${rest})`);
    };
    define('', 'needsAccess', (master: SObjectRecord | null, given: Duplicates, access: Access | undefined) => merge(master, given, true, defaultAccess(access)));
    define(', Boolean allOrNone', 'needsAccess', (master: SObjectRecord | null, given: Duplicates, allOrNone: unknown, access: Access | undefined) => merge(master, given, allOrNone, defaultAccess(access)));
    define(', System.AccessLevel accessLevel', 'needsSystemAccess',
      (master: SObjectRecord | null, given: Duplicates, level: AccessLevel | null, system: Access | undefined) => merge(master, given, true, statedAccess(level, system)));
    define(', Boolean allOrNone, System.AccessLevel accessLevel', 'needsSystemAccess',
      (master: SObjectRecord | null, given: Duplicates, allOrNone: unknown, level: AccessLevel | null, system: Access | undefined) => merge(master, given, allOrNone, statedAccess(level, system)));
  }
  return built;
}
