/** `UserRecordAccess`: what a user may do with records, computed when it is asked. It has no rows. */
import { keyPrefixOf, normalizeId, rowOfId } from '../../values/id.ts';
import { QUERIED, setSlot } from '../../values/sobject.ts';
import type { RecordClass, SObjectRecord } from '../../values/sobject.ts';
import type { Bind, Condition, SoqlQuery, Value } from '../../soql/syntax.ts';
import { QueryException } from '../../values/exceptions.ts';
import { sharingCondition } from '../soql/plan/sharing.ts';
import type { SharingSchema } from '../soql/plan/sharing.ts';
import { SqlTemplate, sql } from '../soql/plan/sql.ts';
import type { QueryEnvironment } from '../soql/plan/sql.ts';
import type { SqlValue } from '../store/connection.ts';
import type { TableLayout } from '../store/columns.ts';
import type { Store } from '../store/store.ts';
import type { Permissions } from './permissions.ts';
import type { SharingLevel, UserSharing } from './user-sharing.ts';

/** Rights of any user, as the rows stand in the running transaction. */
export interface RightsOfUser {
  readonly permissions: Permissions;
  readonly sharing: UserSharing;
}

export interface RecordAccessWorld {
  readonly store: Store;
  readonly schema: SharingSchema;
  layoutOfPrefix(prefix: string): TableLayout | undefined;
  /** `undefined`: there is no such user. */
  rightsOf(userId: string): RightsOfUser | undefined;
}

/** Records one query may ask about. */
const MOST_RECORDS = 200;
type Wanted = 'userid' | 'recordid';

/** @throws QueryException when the query does not name one user and its records. */
export function userRecordAccess(query: SoqlQuery, environment: QueryEnvironment, recordClass: RecordClass, world: RecordAccessWorld): SObjectRecord[] {
  const wanted = wantedOf(query.where, environment);
  const [userId] = wanted.userid;
  if (userId === undefined || wanted.userid.length > 1) throw new QueryException('Exactly one UserId is required in the WHERE clause of a query on UserRecordAccess, e.g. WHERE UserId = :id');
  if (wanted.recordid.length === 0 || wanted.recordid.length > MOST_RECORDS) throw new QueryException(`The WHERE clause of a query on UserRecordAccess must name 1 to ${MOST_RECORDS} values of RecordId, not ${wanted.recordid.length}`);
  const rights = world.rightsOf(userId);
  return wanted.recordid.map((recordId) => recordOf(recordClass, recordId, accessOf(recordId, rights, environment, world)));
}

type Level = 'None' | 'Read' | 'Edit' | 'Delete' | 'Transfer' | 'All';
interface RecordAccess {
  readonly canRead: boolean;
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  readonly canTransfer: boolean;
}

/** The object's permissions and the record's sharing must both give it. */
function accessOf(recordId: string, rights: RightsOfUser | undefined, environment: QueryEnvironment, world: RecordAccessWorld): RecordAccess {
  const layout = world.layoutOfPrefix(keyPrefixOf(recordId));
  if (rights === undefined || layout === undefined) return { canRead: false, canEdit: false, canDelete: false, canTransfer: false };
  const has = (level: SharingLevel): boolean => isShared(layout, recordId, level, rights, environment, world);
  const object = rights.permissions.objects(layout.folded);
  const canRead = object.read && has('read');
  const isFull = canRead && has('full');
  const isOwned = layout.byName.has('ownerid');
  return { canRead, canEdit: canRead && object.edit && has('edit'), canDelete: isFull && object.delete, canTransfer: isFull && object.edit && isOwned };
}

function isShared(layout: TableLayout, recordId: string, level: SharingLevel, { permissions, sharing }: RightsOfUser, environment: QueryEnvironment, world: RecordAccessWorld): boolean {
  const condition = sharingCondition(world.schema, layout, 't0', permissions, level) ?? ['1'];
  const parameters: SqlValue[] = [];
  const text = new SqlTemplate(sql`SELECT 1 FROM ${layout.name} t0 WHERE t0."isdeleted" = 0 AND ${condition} AND t0."id" = ?`).resolve({ ...environment, sharing }, parameters);
  return world.store.reader(text).get(...parameters, rowOfId(layout.keyPrefix, recordId)) !== undefined;
}

function recordOf(recordClass: RecordClass, recordId: string, { canRead, canEdit, canDelete, canTransfer }: RecordAccess): SObjectRecord {
  const hasAll = canDelete && canTransfer && canEdit;
  const level: Level = hasAll ? 'All' : canTransfer ? 'Transfer' : canDelete ? 'Delete' : canEdit ? 'Edit' : canRead ? 'Read' : 'None';
  const record = new recordClass();
  record.$stateBits = QUERIED;
  const values = { Id: recordId, RecordId: recordId, HasReadAccess: canRead, HasEditAccess: canEdit, HasDeleteAccess: canDelete, HasTransferAccess: canTransfer, HasAllAccess: hasAll, MaxAccessLevel: level };
  for (const [name, value] of Object.entries(values)) setSlot(record, `$${name.toLowerCase()}`, value);
  return record;
}

function wantedOf(where: Condition | undefined, environment: QueryEnvironment): Record<Wanted, string[]> {
  const wanted: Record<Wanted, string[]> = { userid: [], recordid: [] };
  for (const part of where?.kind === 'and' ? where.conditions : where === undefined ? [] : [where]) collect(part, environment, wanted);
  return wanted;
}

function collect(part: Condition, environment: QueryEnvironment, wanted: Record<Wanted, string[]>): void {
  const name = (part.kind === 'compare' || part.kind === 'in') && part.left.kind === 'path' ? part.left.names.at(-1)!.toLowerCase() : '';
  const isEquality = (part.kind === 'compare' && part.operator === '=') || (part.kind === 'in' && !part.negated);
  if (!isEquality || (name !== 'userid' && name !== 'recordid')) throw new QueryException('Queries on UserRecordAccess filter by UserId = … and RecordId = … or RecordId IN … only');
  const values: readonly Value[] = part.kind === 'compare' ? [part.right] : 'kind' in part.values ? [part.values] : part.values;
  wanted[name].push(...values.flatMap((value) => idsOf(value, environment)));
}

function idsOf(value: Value, environment: QueryEnvironment): string[] {
  if (value.kind === 'string') return idList([value.value]);
  return value.kind === 'bind' ? idList(bound(value, environment)) : [];
}

function bound(bind: Bind, environment: QueryEnvironment): readonly unknown[] {
  const value = environment.binds[bind.index] as { items?: readonly unknown[]; values?: () => Iterable<unknown> } | string | null;
  if (value === null || typeof value !== 'object') return [value];
  return value.items ?? [...value.values!()];
}

function idList(values: readonly unknown[]): string[] {
  return values.flatMap((value) => {
    const id = typeof value === 'string' ? normalizeId(value) : undefined;
    return id === undefined ? [] : [id];
  });
}
