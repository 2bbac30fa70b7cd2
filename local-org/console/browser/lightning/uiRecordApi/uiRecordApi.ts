/** `lightning/uiRecordApi`: records of the org for components, kept in one store per document. */
import { announceChange } from '../../data-service/changes.ts';
import { address, read, write } from '../../data-service/requests.ts';
import { recordsChanged } from '../../data-service/store.ts';
import type { CreateDefaults, FieldInfo, FieldValue, ObjectInfo, RecordRepresentation, RecordUi } from '../../data-service/types.ts';
import { fieldName, fieldNames, listOf, objectName, textOf, wireAdapter, type Config } from '../../data-service/wire.ts';
import type { Question } from '../../data-service/store.ts';

type Fields = Record<string, unknown>;
export interface RecordInput {
  readonly apiName?: string;
  readonly fields: Fields;
  readonly allowSaveOnDuplicate?: boolean;
}

const question = (path: string): Question => ({ key: path, fetch: () => read(path) });

function recordQuestion(config: Config): Question | undefined {
  const recordId = textOf(config['recordId']);
  const parameters = { fields: fieldNames(config['fields']), layoutTypes: listOf(config['layoutTypes']), modes: listOf(config['modes']), optionalFields: fieldNames(config['optionalFields']) };
  if (recordId === undefined || (parameters.fields ?? parameters.layoutTypes ?? parameters.optionalFields) === undefined) return undefined;
  return question(address(`/records/${recordId}`, parameters));
}

export const getRecord = wireAdapter<RecordRepresentation>(recordQuestion);

interface RecordsPart {
  readonly recordIds?: readonly (string | undefined)[];
  readonly fields?: unknown;
  readonly optionalFields?: unknown;
}

export const getRecords = wireAdapter((config) => {
  const parts = config['records'] as readonly RecordsPart[] | undefined;
  if (parts === undefined || parts.some(({ recordIds }) => recordIds?.includes(undefined) !== false)) return undefined;
  const paths = parts.map(({ recordIds, fields, optionalFields }) => address(`/records/batch/${recordIds?.join(',') ?? ''}`, { fields: fieldNames(fields), optionalFields: fieldNames(optionalFields) }));
  return {
    key: paths.join(' '),
    fetch: async () => {
      const answers = await Promise.all(paths.map((path) => read<{ hasErrors: boolean; results: unknown[] }>(path)));
      return { hasErrors: answers.some(({ hasErrors }) => hasErrors), results: answers.flatMap(({ results }) => results) };
    },
  };
});

/** Records with layouts and objects. */
export const getRecordUi = wireAdapter<RecordUi>((config) => {
  const ids = listOf(config['recordIds']);
  const layoutTypes = listOf(config['layoutTypes']);
  const modes = listOf(config['modes']);
  if (ids === undefined || layoutTypes === undefined || modes === undefined) return undefined;
  return question(address(`/record-ui/${ids}`, { layoutTypes, modes, optionalFields: fieldNames(config['optionalFields']), updateMru: config['updateMru'] === true ? 'true' : undefined }));
});

export const getRecordCreateDefaults = wireAdapter<CreateDefaults>((config) => {
  const object = objectName(config['objectApiName']);
  if (object === undefined) return undefined;
  return question(address(`/record-defaults/create/${object}`, { recordTypeId: textOf(config['recordTypeId']), optionalFields: fieldNames(config['optionalFields']), formFactor: textOf(config['formFactor']) }));
});

/** The value of a field, also over relationships (`Book__c.Shelf__r.Name`); `undefined` when the record does not hold it. */
export function getFieldValue(record: RecordRepresentation | undefined, field: unknown): unknown {
  return fieldAt(record, field)?.value;
}

export function getFieldDisplayValue(record: RecordRepresentation | undefined, field: unknown): string | null | undefined {
  return fieldAt(record, field)?.displayValue;
}

function fieldAt(record: RecordRepresentation | undefined, field: unknown): FieldValue | undefined {
  const [, ...names] = fieldName(field)?.split('.') ?? [];
  let current: RecordRepresentation | null | undefined = record;
  for (const [index, name] of names.entries()) {
    const found: FieldValue | undefined = current?.fields[name];
    if (found === undefined) return undefined;
    if (index === names.length - 1) return found;
    // What an empty reference leads to is as empty.
    if (found.value === null) return { displayValue: null, value: null };
    current = found.value as RecordRepresentation;
  }
  return undefined;
}

export async function createRecord(input: RecordInput): Promise<RecordRepresentation> {
  const record = await write<RecordRepresentation>('POST', '/records', { ...input, apiName: objectName(input.apiName) });
  announceChange({ kind: 'created', objectApiName: record.apiName, recordId: record.id });
  return record;
}

/** `clientOptions.ifUnmodifiedSince`: refuse when somebody has changed the record after that moment. */
export async function updateRecord(input: RecordInput, clientOptions?: { readonly ifUnmodifiedSince?: string }): Promise<RecordRepresentation> {
  const { Id, ...fields } = input.fields;
  if (typeof Id !== 'string') throw new Error('updateRecord needs the id of the record in fields.Id.');
  const since = clientOptions?.ifUnmodifiedSince;
  const record = await write<RecordRepresentation>('PATCH', `/records/${Id}`, { ...input, fields }, since === undefined ? {} : { 'if-unmodified-since': since });
  await recordsChanged([record.id]);
  announceChange({ kind: 'updated', objectApiName: record.apiName, recordId: record.id });
  return record;
}

export async function deleteRecord(recordId: string): Promise<void> {
  await write('DELETE', `/records/${recordId}`);
  await recordsChanged([recordId]);
  announceChange({ kind: 'deleted', objectApiName: undefined, recordId });
}

/** Something else than this module has changed the records: Apex, another page. */
export async function notifyRecordUpdateAvailable(records: readonly { readonly recordId: string }[]): Promise<void> {
  await recordsChanged(records.map(({ recordId }) => recordId));
  for (const { recordId } of records) announceChange({ kind: 'updated', objectApiName: undefined, recordId });
}

export function getRecordNotifyChange(records: readonly { readonly recordId: string }[]): void {
  void notifyRecordUpdateAvailable(records);
}

/** Only what may be set on a new record. */
export function generateRecordInputForCreate(record: RecordRepresentation, objectInfo?: ObjectInfo): RecordInput {
  return { apiName: record.apiName, fields: plainFields(record, (field) => objectInfo === undefined || objectInfo.fields[field]?.createable === true) };
}

/** Only what may be changed, and the id. */
export function generateRecordInputForUpdate(record: RecordRepresentation, objectInfo?: ObjectInfo): RecordInput {
  return { fields: { ...plainFields(record, (field) => objectInfo === undefined || objectInfo.fields[field]?.updateable === true), Id: record.id } };
}

export function createRecordInputFilteredByEditedFields(input: RecordInput, original: RecordRepresentation): RecordInput {
  const edited = Object.entries(input.fields).filter(([name, value]) => name === 'Id' || original.fields[name]?.value !== value);
  return { ...input, fields: Object.fromEntries(edited) };
}

function plainFields(record: RecordRepresentation, isWanted: (field: string, info?: FieldInfo) => boolean): Fields {
  const own = Object.entries(record.fields).filter(([name, { value }]) => isWanted(name) && (typeof value !== 'object' || value === null));
  return Object.fromEntries(own.map(([name, { value }]) => [name, value]));
}

