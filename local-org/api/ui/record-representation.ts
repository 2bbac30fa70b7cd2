/** Records as the user interface API gives them: each field with its value and how it is shown. */
import { context } from '../../library/ports.ts';
import { fold } from '../../schema/problem.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/schema.ts';
import { parseSoql } from '../../soql/parse.ts';
import { notFound } from '../errors.ts';
import { objectOfId, runQuery } from '../rest/data.ts';
import type { JsonRecord } from '../rest/query-json.ts';
import type { ResourceCall } from '../rest/resource.ts';
import { noAccess, viewerOf } from './access.ts';
import { displayValue, type Viewer } from './display-value.ts';
import { entityTag } from './entity-tag.ts';
import { columnsOf, type FieldSelection } from './field-selection.ts';

export interface FieldValue {
  readonly displayValue: string | null;
  readonly value: unknown;
}
export interface RecordRepresentation {
  readonly apiName: string;
  readonly childRelationships: Readonly<Record<string, never>>;
  readonly eTag: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly id: string;
  readonly lastModifiedById: string | null;
  readonly lastModifiedDate: string | null;
  readonly recordTypeId: string | null;
  readonly recordTypeInfo: RecordTypeInfo | null;
  readonly systemModstamp: string | null;
  readonly weakEtag: number;
}
export interface RecordTypeInfo {
  readonly available: boolean;
  readonly defaultRecordTypeMapping: boolean;
  readonly master: boolean;
  readonly name: string;
  readonly recordTypeId: string;
}

/** What every record tells besides its fields. */
const STAMPS = ['LastModifiedById', 'LastModifiedDate', 'SystemModstamp', 'RecordTypeId'] as const;

/** Columns of a query whose rows become records. */
export function recordColumns(selection: FieldSelection): string {
  const stamps = STAMPS.filter((name) => selection.object.fieldsByName.has(fold(name)));
  return [...new Set([...columnsOf(selection), ...stamps])].join(', ');
}

/** In the order of the ids. @throws 404 for an id without a record, 403 for a record the user may not see */
export function readRecords(call: ResourceCall, selection: FieldSelection, ids: readonly string[]): RecordRepresentation[] {
  const found = new Map(recordsWhere(call, selection, `Id IN (${ids.map((id) => `'${id}'`).join(', ')})`).map((record) => [record.id, record]));
  return ids.map((id) => found.get(id) ?? refuseMissing(selection.object, id));
}

/** Records for the rows a condition (with its order and limit) finds. */
export function recordsWhere(call: ResourceCall, selection: FieldSelection, clauses: string): RecordRepresentation[] {
  const where = clauses === '' || /^(ORDER|LIMIT)\b/.test(clauses) ? clauses : `WHERE ${clauses}`;
  const rows = runQuery(call.host.schema(), `SELECT ${recordColumns(selection)} FROM ${selection.object.apiName} ${where}`).records;
  const viewer = viewerOf(call.user);
  return rows.map((row) => recordOf(row, selection, viewer, call.host.schema()));
}

/** Whether a record is missing or hidden is for the system to say. */
function refuseMissing(object: ObjectSchema, id: string): never {
  const query = parseSoql(`SELECT Id FROM ${object.apiName} WHERE Id = '${id}'`);
  if (context().data.query({ query, binds: [], access: { mode: 'system', sharing: false } }).length > 0) throw noAccess();
  throw notFound();
}

function recordOf(row: JsonRecord, selection: FieldSelection, viewer: Viewer, schema: OrgSchema): RecordRepresentation {
  const id = textOf(row, 'Id') ?? '';
  const object = selection.object.keyPrefix === '' && id !== '' ? objectOfId(schema, id) : selection.object;
  const fields: Record<string, FieldValue> = {};
  for (const [name, field] of selection.fields) fields[name] = fieldValue(row[name], field, viewer);
  for (const [relationship, { selection: parent }] of selection.parents) fields[relationship] = parentValue(row[relationship] as JsonRecord | null, parent, viewer, schema);
  const recordTypeId = textOf(row, 'RecordTypeId');
  const systemModstamp = momentOf(row, 'SystemModstamp');
  const content = {
    apiName: object.apiName,
    childRelationships: {},
    fields,
    id,
    lastModifiedById: textOf(row, 'LastModifiedById'),
    lastModifiedDate: momentOf(row, 'LastModifiedDate'),
    recordTypeId,
    recordTypeInfo: recordTypeInfo(object, recordTypeId),
    systemModstamp,
    weakEtag: systemModstamp === null ? 0 : Date.parse(systemModstamp),
  };
  return { ...content, eTag: entityTag(content) };
}

function parentValue(row: JsonRecord | null | undefined, selection: FieldSelection, viewer: Viewer, schema: OrgSchema): FieldValue {
  if (row === null || row === undefined) return { displayValue: null, value: null };
  const value = recordOf(row, withId(selection), viewer, schema);
  const name = selection.object.nameField === undefined ? undefined : value.fields[selection.object.nameField]?.value;
  return { displayValue: typeof name === 'string' ? name : null, value };
}

function withId(selection: FieldSelection): FieldSelection {
  const id = selection.object.fieldsByName.get('id');
  return id === undefined ? selection : { ...selection, fields: new Map([['Id', id], ...selection.fields]) };
}

function fieldValue(raw: unknown, field: FieldSchema, viewer: Viewer): FieldValue {
  const value = raw === undefined ? null : field.type === 'datetime' && typeof raw === 'string' ? isoMoment(raw) : raw;
  return { displayValue: displayValue(value, field, viewer), value };
}

export function recordTypeInfo(object: ObjectSchema, recordTypeId: string | null): RecordTypeInfo | null {
  const recordType = object.recordTypes?.find(({ id }) => id === recordTypeId);
  return recordType === undefined ? null : { available: recordType.isActive, defaultRecordTypeMapping: false, master: false, name: recordType.label, recordTypeId: recordType.id };
}

/** `2026-11-22T10:00:00.000Z` instead of the REST API's `+0000`. */
const isoMoment = (text: string): string => text.replace(/\+0000$/, 'Z');

function textOf(row: JsonRecord, name: string): string | null {
  const value = row[name];
  return typeof value === 'string' ? value : null;
}

function momentOf(row: JsonRecord, name: string): string | null {
  const text = textOf(row, name);
  return text === null ? null : isoMoment(text);
}
