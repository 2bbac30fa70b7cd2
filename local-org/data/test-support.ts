/** Small schemas, sessions and records for the tests of this folder and its benchmarks. */
import type { DmlOperation, DmlRowResult, LimitName, LimitPort } from '../library/ports.ts';
import { NO_ACCESS_SCHEMA } from '../schema/schema.ts';
import type { FieldSchema, FieldType, ObjectSchema, OrgSchema, ReferenceSchema } from '../schema/schema.ts';
import { parseSoql } from '../soql/parse.ts';
import { Decimal } from '../values/decimal.ts';
import { makeId } from '../values/id.ts';
import type { PrimitiveName } from '../values/runtime-type.ts';
import { makeRecordClass, setSlot, slotOf } from '../values/sobject.ts';
import type { RecordClass, RecordField, SObjectRecord } from '../values/sobject.ts';
import { FULL_PERMISSIONS } from './access/permissions.ts';
import { ownSharing } from './access/user-sharing.ts';
import { OrgData } from './org-data.ts';
import { NO_TRIGGERS } from './session.ts';
import type { DataSession } from './session.ts';
import { Store } from './store/store.ts';

export type FieldOptions = Partial<Omit<FieldSchema, 'reference'>> & { readonly to?: readonly string[]; readonly relationship?: string; readonly children?: string; readonly onDelete?: ReferenceSchema['onDelete']; readonly isMasterDetail?: boolean };

export function field(apiName: string, type: FieldType, options: FieldOptions = {}): FieldSchema {
  const { to, relationship, children, onDelete, isMasterDetail, ...rest } = options;
  const isNumber = ['double', 'currency', 'percent'].includes(type);
  return {
    apiName, type, label: apiName.replace(/__c$/, '').replaceAll('_', ' '), length: type === 'string' ? 80 : type === 'longtextarea' ? 32_768 : 0, precision: isNumber ? 18 : 0, scale: 0,
    isNillable: true, isUnique: false, isCaseSensitive: false, isExternalId: false, isCustom: apiName.endsWith('__c'), isCreateable: true, isUpdateable: true,
    defaultValue: undefined, picklistValues: [], isRestrictedPicklist: false, isSystem: false, autoNumberFormat: undefined, helpText: undefined,
    ...rest,
    reference: to === undefined ? undefined : { targets: to, relationshipName: relationship, childRelationshipName: children, onDelete: onDelete ?? 'setNull', isMasterDetail: isMasterDetail ?? false },
  };
}

const system = { isSystem: true, isCreateable: false, isUpdateable: false, isNillable: false } as const;

/** The fields every object has. */
export function systemFields(withOwner = true): FieldSchema[] {
  const fields = [
    field('Id', 'id', { ...system, length: 18 }),
    field('IsDeleted', 'boolean', system),
    field('Name', 'string'),
    field('CreatedDate', 'datetime', system),
    field('CreatedById', 'reference', { ...system, to: ['User'], relationship: 'CreatedBy' }),
    field('LastModifiedDate', 'datetime', system),
    field('LastModifiedById', 'reference', { ...system, to: ['User'], relationship: 'LastModifiedBy' }),
    field('SystemModstamp', 'datetime', system),
  ];
  return withOwner ? [...fields, field('OwnerId', 'reference', { to: ['User', 'Group'], relationship: 'Owner' })] : fields;
}

export function objectSchema(apiName: string, keyPrefix: string, fields: readonly FieldSchema[], options: Partial<ObjectSchema> = {}): ObjectSchema {
  return {
    apiName, keyPrefix, label: apiName, pluralLabel: `${apiName}s`, kind: apiName.endsWith('__c') ? 'custom' : 'standard', fields,
    fieldsByName: new Map(fields.map((entry) => [entry.apiName.toLowerCase(), entry])),
    parentsByName: new Map(fields.flatMap((entry) => (entry.reference?.relationshipName === undefined ? [] : [[entry.reference.relationshipName.toLowerCase(), entry] as const]))),
    children: [], nameField: 'Name', sharing: 'ReadWrite', publishBehavior: undefined, isWriteable: true, isQueryable: true, ...options,
  };
}

export function orgSchema(objects: readonly ObjectSchema[], options: Partial<OrgSchema> = {}): OrgSchema {
  const withChildren = objects.map((object) => ({ ...object, children: childrenOf(object, objects) }));
  return {
    objects: new Map(withChildren.map((object) => [object.apiName.toLowerCase(), object])),
    permissionSets: new Map(), customPermissions: new Map(), labels: new Map(), sharingRules: new Map(), access: NO_ACCESS_SCHEMA, eventChannels: new Map(), customMetadata: [], fingerprint: String(Math.random()), ...options,
  };
}

function childrenOf(object: ObjectSchema, objects: readonly ObjectSchema[]): ObjectSchema['children'] {
  return objects.flatMap((child) => child.fields.flatMap((entry) => {
    const name = entry.reference?.childRelationshipName;
    return name !== undefined && entry.reference!.targets.includes(object.apiName) ? [{ relationshipName: name, objectName: child.apiName, fieldName: entry.apiName }] : [];
  }));
}

export const USER = objectSchema('User', '005', [...systemFields(false).filter((entry) => entry.apiName !== 'IsDeleted'), field('Username', 'string', { isUnique: true, isNillable: false })]);
export const GROUP = objectSchema('Group', '00G', [...systemFields(false).filter((entry) => entry.apiName !== 'IsDeleted'), field('DeveloperName', 'string')]);

const apexTypes: Readonly<Record<FieldType, PrimitiveName>> = {
  id: 'Id', string: 'String', textarea: 'String', longtextarea: 'String', email: 'String', phone: 'String', url: 'String', picklist: 'String', multipicklist: 'String',
  boolean: 'Boolean', int: 'Integer', double: 'Decimal', currency: 'Decimal', percent: 'Decimal', date: 'Date', datetime: 'Datetime', time: 'Time', reference: 'Id',
  location: 'Object', base64: 'Blob', autonumber: 'String', changeEventHeader: 'Object',
};

export function recordClassOf(object: ObjectSchema): RecordClass {
  const slot = (apiName: string, kind: RecordField['kind'], type: PrimitiveName): RecordField => ({ apiName, folded: apiName.toLowerCase(), slot: `$${apiName.toLowerCase()}`, kind, type, scale: undefined, referenceTo: [] });
  const slots = [
    ...object.fields.map((entry) => slot(entry.apiName, 'field', apexTypes[entry.type])),
    ...object.fields.flatMap((entry) => (entry.reference?.relationshipName === undefined ? [] : [slot(entry.reference.relationshipName, 'parent', 'Object')])),
    ...object.children.map((child) => slot(child.relationshipName, 'children', 'Object')),
  ];
  return makeRecordClass({ apiName: object.apiName, keyPrefix: object.keyPrefix, slots, byName: new Map(slots.map((entry) => [entry.folded, entry])) });
}

/** Limits that count and refuse where given. */
export class CountingLimits implements LimitPort {
  readonly counts = new Map<LimitName, number>();
  readonly #allowed: Partial<Record<LimitName, number>>;

  constructor(allowed: Partial<Record<LimitName, number>> = {}) {
    this.#allowed = allowed;
  }
  used(name: LimitName): number {
    return this.counts.get(name) ?? 0;
  }
  allowed(name: LimitName): number {
    return this.#allowed[name] ?? 1_000_000_000;
  }
  consume(name: LimitName, amount: number): void {
    this.counts.set(name, this.used(name) + amount);
    if (this.used(name) > this.allowed(name)) throw new Error(`Too many ${name}: ${this.used(name)}`);
  }
}

export const NOW = Date.UTC(2026, 10, 21, 10, 30, 0);
export const USER_ID = makeId('005', 1);

/** An org in memory with one user, for one schema. */
export class TestOrg {
  readonly store: Store;
  readonly data: OrgData;
  readonly schema: OrgSchema;
  readonly limits = new CountingLimits();
  session: DataSession;
  readonly #classes = new Map<string, RecordClass>();

  constructor(objects: readonly ObjectSchema[], options: { readonly store?: Store; readonly schema?: Partial<OrgSchema> } = {}) {
    this.store = options.store ?? Store.inMemory();
    this.schema = orgSchema([USER, GROUP, ...objects], options.schema);
    for (const [folded, object] of this.schema.objects) this.#classes.set(folded, recordClassOf(object));
    this.data = new OrgData(this.store, this.schema, (folded) => this.#classes.get(folded)!);
    this.session = {
      user: { id: USER_ID, timeZone: 'Europe/Berlin' }, sharing: ownSharing([USER_ID]), permissions: FULL_PERMISSIONS, clock: { now: () => NOW }, limits: this.limits, triggers: NO_TRIGGERS,
    };
    if (this.count('SELECT COUNT() FROM User') === 0) this.insert('User', { Username: 'first@example.com', Name: 'First' });
  }

  record(objectName: string, values: Readonly<Record<string, unknown>> = {}): SObjectRecord {
    const record = new (this.#classes.get(objectName.toLowerCase())!)();
    for (const [name, value] of Object.entries(values)) setSlot(record, `$${name.toLowerCase()}`, value);
    return record;
  }

  in<T>(body: () => T): T {
    return this.store.isInTransaction ? body() : this.store.transaction(body).result;
  }

  query(text: string, ...binds: unknown[]): SObjectRecord[] {
    return this.in(() => this.data.query({ query: parseSoql(text), binds, access: { mode: 'system', sharing: false } }, this.session));
  }

  queryAs(mode: 'user' | 'system', sharing: boolean, text: string, ...binds: unknown[]): SObjectRecord[] {
    return this.in(() => this.data.query({ query: parseSoql(text), binds, access: { mode, sharing } }, this.session));
  }

  count(text: string, ...binds: unknown[]): number {
    return this.in(() => this.data.count({ query: parseSoql(text), binds, access: { mode: 'system', sharing: false } }, this.session));
  }

  dml(operation: DmlOperation, records: readonly SObjectRecord[], options: { allOrNone?: boolean; externalId?: string; mode?: 'user' | 'system'; sharing?: boolean } = {}): readonly DmlRowResult[] {
    const access = { mode: options.mode ?? 'system', sharing: options.sharing ?? false } as const;
    return this.in(() => this.data.dml({ operation, records, allOrNone: options.allOrNone ?? true, access, externalId: options.externalId }, this.session));
  }

  /** Inserts one record and gives it back with its id. */
  insert(objectName: string, values: Readonly<Record<string, unknown>> = {}): SObjectRecord {
    const record = this.record(objectName, values);
    const [result] = this.dml('insert', [record]);
    if (result?.success !== true) throw new Error(`Insert of ${objectName} failed: ${result?.errors.map((error) => `${error.statusCode}, ${error.message}`).join('; ')}`);
    return record;
  }
}

export const get = (record: SObjectRecord | undefined, name: string): unknown => slotOf(record!, `$${name.toLowerCase()}`);
/** One field of each record. */
export const column = (records: readonly SObjectRecord[], name: string): unknown[] => records.map((record) => get(record, name));
export const decimal = (text: string): Decimal => Decimal.parse(text);
