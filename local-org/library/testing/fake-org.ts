/**
 * In-memory ports for the library's own tests: a handful of objects, a data port that records what it is asked and answers what the test says.
 * Not an org: no SOQL, no triggers, no permissions beyond the tables below.
 */
import { setSlot, makeRecordClass } from '../../values/sobject.ts';
import type { RecordClass, RecordField, SObjectRecord } from '../../values/sobject.ts';
import type { PrimitiveName } from '../../values/runtime-type.ts';
import { within } from '../ports.ts';
import type { DmlRequest, DmlRowResult, ExecutionContext, FieldDescription, ObjectDescription, QueryRequest } from '../ports.ts';

export interface FakeField {
  readonly name: string;
  readonly type: string;
  readonly values: PrimitiveName;
  readonly reference?: { readonly target: string; readonly relationshipName: string };
  readonly over?: Partial<FieldDescription>;
}

const FIELD: Omit<FieldDescription, 'apiName' | 'label' | 'type'> = {
  length: 0, precision: 0, scale: 0, isNillable: true, isUnique: false, isCaseSensitive: false, isExternalId: false, isCustom: true, isCreateable: true, isUpdateable: true,
  defaultValue: undefined, picklistValues: [], isRestrictedPicklist: false, reference: undefined, autoNumberFormat: undefined, helpText: undefined,
};

const id: FakeField = { name: 'Id', type: 'id', values: 'Id', over: { isCreateable: false, isUpdateable: false, isNillable: false, length: 18, isCustom: false } };
const name: FakeField = { name: 'Name', type: 'string', values: 'String', over: { length: 80, isCustom: false } };

const OBJECTS: readonly { readonly apiName: string; readonly prefix: string; readonly fields: readonly FakeField[]; readonly children: readonly { readonly name: string; readonly object: string }[] }[] = [
  {
    apiName: 'Account', prefix: '001', fields: [id, name, { name: 'AnnualRevenue', type: 'currency', values: 'Decimal', over: { precision: 18, scale: 2 } }],
    children: [{ name: 'Positions__r', object: 'Stock_Position__c' }],
  },
  {
    apiName: 'Stock_Position__c', prefix: 'a01', children: [],
    fields: [
      id, name,
      { name: 'Position_Key__c', type: 'string', values: 'String', over: { length: 120, isExternalId: true, isUnique: true } },
      { name: 'On_Hand__c', type: 'double', values: 'Decimal', over: { precision: 18, scale: 3, defaultValue: 0 } },
      { name: 'State__c', type: 'picklist', values: 'String', over: { picklistValues: [{ value: 'Open', label: 'Open', isActive: true, isDefault: true }, { value: 'Shut', label: 'Closed', isActive: true, isDefault: false }] } },
      { name: 'Counted_At__c', type: 'datetime', values: 'Datetime' },
      { name: 'Account__c', type: 'reference', values: 'Id', reference: { target: 'Account', relationshipName: 'Account__r' } },
    ],
  },
  {
    apiName: 'Engine_Setting__mdt', prefix: 'm00', children: [],
    fields: [id, { name: 'DeveloperName', type: 'string', values: 'String' }, { name: 'QualifiedApiName', type: 'string', values: 'String' }, { name: 'Low__c', type: 'int', values: 'Integer' }],
  },
  { apiName: 'Stock_Fact__e', prefix: 'e00', fields: [{ name: 'Key__c', type: 'string', values: 'String', over: { length: 80 } }], children: [] },
];

function describe(field: FakeField): FieldDescription {
  const reference: FieldDescription['reference'] = field.reference === undefined
    ? undefined
    : { targets: [field.reference.target], relationshipName: field.reference.relationshipName, onDelete: 'setNull', isMasterDetail: false };
  return { ...FIELD, apiName: field.name, label: field.name.replace(/__c$/, '').replaceAll('_', ' '), type: field.type, reference, ...field.over };
}

const descriptions = new Map<string, ObjectDescription>();
const recordClasses = new Map<string, RecordClass>();
for (const { apiName, prefix, fields, children } of OBJECTS) {
  const described = fields.map(describe);
  descriptions.set(apiName.toLowerCase(), {
    apiName, label: apiName.replace(/__[ce]$/, '').replaceAll('_', ' '), pluralLabel: `${apiName.replace(/__[ce]$/, '').replaceAll('_', ' ')}s`, keyPrefix: prefix,
    kind: apiName.endsWith('__e') ? 'event' : apiName.endsWith('__c') ? 'custom' : 'standard', fields: described,
    fieldsByName: new Map(described.map((field) => [field.apiName.toLowerCase(), field])),
    children: children.map((child) => ({ relationshipName: child.name, objectName: child.object, fieldName: 'Account__c' })),
    nameField: fields.includes(name) ? 'Name' : undefined, isWriteable: true, isQueryable: !apiName.endsWith('__e'),
  });
  const slot = (apiNameOfField: string, kind: RecordField['kind'], type: PrimitiveName, referenceTo: readonly string[]): RecordField =>
    ({ apiName: apiNameOfField, folded: apiNameOfField.toLowerCase(), slot: `$${apiNameOfField.toLowerCase()}`, kind, type, scale: undefined, referenceTo });
  const slots = [
    ...fields.flatMap((field) => [
      slot(field.name, 'field', field.values, field.reference === undefined ? [] : [field.reference.target]),
      ...(field.reference === undefined ? [] : [slot(field.reference.relationshipName, 'parent', 'Object', [field.reference.target])]),
    ]),
    ...children.map((child) => slot(child.name, 'children', 'Object', [child.object])),
  ];
  recordClasses.set(apiName.toLowerCase(), makeRecordClass({ apiName, keyPrefix: prefix, slots, byName: new Map(slots.map((field) => [field.folded, field])) }));
}

/** A record in memory; values by API name. */
export function record(objectName: string, values: Readonly<Record<string, unknown>> = {}): SObjectRecord {
  const made = new (recordClasses.get(objectName.toLowerCase())!)();
  for (const [field, value] of Object.entries(values)) setSlot(made, made.$shape.byName.get(field.toLowerCase())!.slot, value);
  return made;
}

export interface FakeOrg {
  readonly context: ExecutionContext;
  /** What the data port was asked, in order. */
  readonly asked: { readonly dml: DmlRequest[]; readonly queries: QueryRequest[]; readonly savepoints: string[]; readonly published: SObjectRecord[]; readonly log: string[] };
  /** What the data port answers to DML. Without it every row succeeds. */
  dmlAnswer: (request: DmlRequest) => readonly DmlRowResult[];
  rows: readonly SObjectRecord[];
}

export const succeeded = (rowId: string | null, created = false): DmlRowResult => ({ success: true, id: rowId, created, errors: [] });
export const refused = (statusCode: string, message: string, fields: readonly string[] = []): DmlRowResult =>
  ({ success: false, id: null, created: false, errors: [{ statusCode, message, fields }] });

/** `over` replaces parts of the context: `fakeOrg({ trigger: … })`. */
export function fakeOrg(over: Partial<ExecutionContext> = {}): FakeOrg {
  const asked: FakeOrg['asked'] = { dml: [], queries: [], savepoints: [], published: [], log: [] };
  const org: FakeOrg = {
    asked, rows: [],
    dmlAnswer: (request) => request.records.map((_, row) => succeeded(`a01Hf00000000${String(row).padStart(5, '0')}`)),
    context: {
      user: {
        id: '005Hf0000000001AAA', username: 'agent@example.com', name: 'Ada Agent', email: 'ada@example.com', profileId: '00eHf0000000001AAA', profileName: 'Standard User',
        userType: 'Standard', timeZone: 'Europe/Berlin', locale: 'de_DE', organizationId: '00DHf0000000001AAA', organizationName: 'Example Ltd',
        hasCustomPermission: (permission) => permission === 'reserve_stock',
        objectAccess: () => ({ read: true, create: true, edit: false, delete: false }),
        fieldAccess: (_, field) => ({ read: field !== 'annualrevenue', edit: field === 'name' }),
      },
      clock: { now: () => Date.UTC(2026, 10, 21, 23, 30) },
      limits: { used: (limit) => (limit === 'queries' ? 3 : 0), allowed: (limit) => (limit === 'queries' ? 100 : 0), consume: () => undefined },
      data: {
        query: (request) => {
          asked.queries.push(request);
          return [...org.rows];
        },
        count: (request) => {
          asked.queries.push(request);
          return org.rows.length;
        },
        dml: (request) => {
          asked.dml.push(request);
          return org.dmlAnswer(request);
        },
        setSavepoint: () => {
          asked.savepoints.push('set');
          return 7;
        },
        rollback: (number) => { asked.savepoints.push(`rollback ${number}`); },
        customMetadata: (folded) => org.rows.filter((row) => row.$shape.apiName.toLowerCase() === folded),
        releaseSavepoint: (number) => { asked.savepoints.push(`release ${number}`); },
      },
      events: {
        publish: (records) => {
          asked.published.push(...records);
          return records.map(() => succeeded(null));
        },
      },
      schema: {
        recordClass: (folded) => recordClasses.get(folded),
        label: () => undefined,
        describe: (folded) => descriptions.get(folded),
        objectNames: () => OBJECTS.map(({ apiName }) => apiName),
        objectOfKeyPrefix: (prefix) => OBJECTS.find((object) => object.prefix === prefix)?.apiName,
      },
      classes: noClasses,
      test: { isRunning: true, startTest: () => asked.log.push('start'), stopTest: () => asked.log.push('stop'), deliverEvents: () => asked.log.push('deliver'), failEvents: () => asked.log.push('fail'), enableChangeDataCapture: () => asked.log.push('capture'), runAs: (_, body) => body() },
      trigger: undefined, rest: undefined, statics: new Map(), requestId: 'request-1',
      random: (bytes) => Uint8Array.from({ length: bytes }, (_, index) => index + 1),
      debug: (level, text) => { asked.log.push(`${level} ${text}`); },
      ...over,
    },
  };
  return org;
}

const noClasses: ExecutionContext['classes'] = {
  type: () => undefined, instantiate: () => undefined, allocate: () => undefined, stub: () => undefined, fields: () => undefined, enumConstant: () => undefined, isAssignable: () => false, stack: () => [],
};

/** Runs `body` in the org's transaction. */
export function inOrg<T>(org: FakeOrg, body: () => T): T {
  return within(org.context, body);
}

