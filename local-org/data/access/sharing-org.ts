/** A small org with the platform's own objects, for tests of record access: users in roles, groups, queues, records, shares. */
import { buildSchema } from '../../schema/build.ts';
import type { OrgSchema, SharingRule } from '../../schema/schema.ts';
import { recordClass } from '../../schema/shapes.ts';
import { readProject } from '../../schema/source/read.ts';
import type { DmlOperation, DmlRowResult } from '../../library/ports.ts';
import { parseSoql } from '../../soql/parse.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { OrgData } from '../org-data.ts';
import { NO_TRIGGERS } from '../session.ts';
import type { DataSession } from '../session.ts';
import { Store } from '../store/store.ts';
import { CountingLimits, NOW } from '../test-support.ts';
import { FULL_PERMISSIONS } from './permissions.ts';
import type { Permissions } from './permissions.ts';
import { ownSharing, userSharing } from './user-sharing.ts';

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>';
export type Default = 'Private' | 'Read' | 'ReadWrite';

/** Custom objects by their default, each with a text field; a detail follows the first. */
export function projectFiles(objects: Readonly<Record<string, Default>>, detailOf?: string): Map<string, string> {
  const files = new Map(Object.entries(objects).flatMap(([name, sharing]) => [
    [`objects/${name}/${name}.object-meta.xml`, objectText(name, sharing)],
    [`objects/${name}/fields/City__c.field-meta.xml`, `${HEADER}<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>City__c</fullName><label>City</label><type>Text</type><length>80</length></CustomField>`],
  ]));
  if (detailOf !== undefined) {
    files.set('objects/Step__c/Step__c.object-meta.xml', objectText('Step__c', 'ControlledByParent'));
    files.set('objects/Step__c/fields/Master__c.field-meta.xml',
      `${HEADER}<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Master__c</fullName><label>Master</label><type>MasterDetail</type><referenceTo>${detailOf}</referenceTo><relationshipName>Steps</relationshipName></CustomField>`);
  }
  return files;
}

function objectText(name: string, sharing: string): string {
  return `${HEADER}<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>${name}</label><pluralLabel>${name}s</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>${sharing}</sharingModel></CustomObject>`;
}

export class SharingOrg {
  readonly store = Store.inMemory();
  readonly schema: OrgSchema;
  readonly data: OrgData;
  readonly profile: string;
  readonly admin: string;

  constructor(files: ReadonlyMap<string, string>, rules: OrgSchema['sharingRules'] = new Map<string, SharingRule[]>()) {
    const { project, problems } = readProject(files);
    const built = buildSchema(project);
    const all = [...problems, ...built.problems];
    if (all.length > 0) throw new Error(JSON.stringify(all));
    this.schema = { ...built.schema, sharingRules: new Map([...built.schema.sharingRules, ...rules]) };
    this.data = new OrgData(this.store, this.schema, (folded) => recordClass(this.schema, folded)!);
    this.profile = this.platformRow('Profile', { Name: 'Standard User', UserType: 'Standard' });
    this.admin = this.user('admin');
  }

  /** A row that no DML may write. */
  platformRow(objectName: string, values: Readonly<Record<string, unknown>>): string {
    return this.in(() => this.data.putSystemRow({ objectName, key: Object.keys(values), values }, { now: NOW, userId: undefined }));
  }

  user(name: string, role?: string): string {
    return this.platformRow('User', { Username: `${name}@example.com`, LastName: name, Name: name, Alias: name.slice(0, 8), IsActive: true, ProfileId: this.profile, UserType: 'Standard', ...(role === undefined ? {} : { UserRoleId: role }) });
  }

  role(name: string, parent?: string): string {
    return this.insert('UserRole', { Name: name, DeveloperName: name, ...(parent === undefined ? {} : { ParentRoleId: parent }) });
  }

  /** A public group or a queue, which is for every object given. */
  group(name: string, options: { readonly members?: readonly string[]; readonly bosses?: boolean; readonly queueFor?: readonly string[] } = {}): string {
    const id = this.insert('Group', { Name: name, DeveloperName: name, Type: options.queueFor === undefined ? 'Regular' : 'Queue', DoesIncludeBosses: options.bosses ?? true });
    for (const SobjectType of options.queueFor ?? []) this.insert('QueueSobject', { QueueId: id, SobjectType });
    for (const member of options.members ?? []) this.insert('GroupMember', { GroupId: id, UserOrGroupId: member });
    return id;
  }

  /** The group of a role's users, or of those and all below. */
  roleGroup(role: string, Type: 'Role' | 'RoleAndSubordinates'): string {
    const [row] = this.query('SELECT Id FROM Group WHERE RelatedId = :a AND Type = :b', role, Type);
    return slotOf(row!, '$id') as string;
  }

  in<T>(body: () => T): T {
    return this.store.isInTransaction ? body() : this.store.transaction(body).result;
  }

  /** Inserts in system mode without sharing and gives the id. */
  insert(objectName: string, values: Readonly<Record<string, unknown>>): string {
    const record = this.record(objectName, values);
    const [result] = this.in(() => this.data.dml({ operation: 'insert', records: [record], allOrNone: true, access: { mode: 'system', sharing: false }, externalId: undefined }, this.session(undefined)));
    if (result?.success !== true) throw new Error(`${objectName}: ${JSON.stringify(result?.errors)}`);
    return result.id!;
  }

  record(objectName: string, values: Readonly<Record<string, unknown>>): SObjectRecord {
    const record = new (recordClass(this.schema, objectName.toLowerCase())!)();
    for (const [name, value] of Object.entries(values)) setSlot(record, `$${name.toLowerCase()}`, value);
    return record;
  }

  query(text: string, ...binds: unknown[]): SObjectRecord[] {
    return this.in(() => this.data.query({ query: parseSoql(text), binds, access: { mode: 'system', sharing: false } }, this.session(undefined)));
  }

  /** Ids a user sees of an object, with sharing. */
  visible(user: string, text: string, permissions?: Permissions, ...binds: unknown[]): string[] {
    const rows = this.in(() => this.data.query({ query: parseSoql(text), binds, access: { mode: 'system', sharing: true } }, this.session(user, permissions)));
    return rows.map((row) => slotOf(row, '$id') as string).sort();
  }

  /** One statement with sharing, row by row, undone when `isTrial`. */
  dmlAs(user: string, operation: DmlOperation, records: readonly SObjectRecord[], isTrial = false, permissions?: Permissions): readonly DmlRowResult[] {
    return this.in(() => {
      const savepoint = this.store.enterSavepoint();
      const results = this.data.dml({ operation, records, allOrNone: false, access: { mode: 'system', sharing: true }, externalId: undefined }, this.session(user, permissions));
      if (isTrial) this.store.rollbackToSavepoint(savepoint);
      this.store.leaveSavepoint(savepoint);
      return results;
    });
  }

  session(user: string | undefined, permissions: Permissions = user === undefined ? FULL_PERMISSIONS : SHARED_ONLY): DataSession {
    return {
      user: { id: user ?? this.admin, timeZone: 'GMT' }, sharing: user === undefined ? ownSharing([]) : userSharing(this.store, this.schema, user), permissions,
      clock: { now: () => NOW }, limits: new CountingLimits(), triggers: NO_TRIGGERS,
    };
  }
}

/** All objects and fields, no record by permission: what is seen is seen by sharing. */
export const SHARED_ONLY: Permissions = {
  ...FULL_PERMISSIONS, objects: () => ({ read: true, create: true, edit: true, delete: true, viewAll: false, modifyAll: false }),
};
