/** Record types: the rows they are, and the field that names them. */
import { createHash } from 'node:crypto';
import { makeId } from '../values/id.ts';
import type { ObjectDraft } from './custom-objects.ts';
import { fold, type ProblemList } from './problem.ts';
import type { FieldSchema, RecordTypeSchema } from './schema.ts';
import type { ObjectSource } from './source/project.ts';
import { lookup } from './standard/define.ts';

const KEY_PREFIX = '012';
/** Enough that two names of one org hardly meet, and an id has room for it. */
const ROW_DIGITS = 9;

/** Row number of a record type, the same in every deploy. */
export function recordTypeRow(objectName: string, developerName: string): number {
  return Number.parseInt(createHash('sha256').update(fold(`${objectName}.${developerName}`)).digest('hex').slice(0, ROW_DIGITS), 16) + 1;
}

/** The draft with its record types; objects without any have no such field. */
export function withRecordTypes(draft: ObjectDraft, source: ObjectSource, problems: ProblemList): ObjectDraft {
  const sources = source.recordTypes ?? [];
  if (sources.length === 0) return draft;
  if (draft.kind !== 'custom' && draft.kind !== 'standard') {
    for (const { origin, recordType } of sources) problems.add({ type: 'RecordType', fullName: `${draft.apiName}.${recordType.developerName}`, path: origin.path }, origin.line, `${draft.apiName} cannot have record types`);
    return draft;
  }
  const recordTypes = sources.map(({ recordType }): RecordTypeSchema => ({ ...recordType, id: makeId(KEY_PREFIX, recordTypeRow(draft.apiName, recordType.developerName)) }));
  for (const { origin, recordType } of sources) checkPicklists(draft, recordType, origin, problems);
  const field: FieldSchema = { ...lookup('RecordTypeId', 'Record Type ID', ['RecordType']), reference: { ...lookup('RecordTypeId', '', ['RecordType']).reference!, onDelete: 'restrict' } };
  const fields = draft.fields.some(({ apiName }) => apiName === field.apiName) ? draft.fields : [...draft.fields, field];
  return { ...draft, fields, recordTypes: recordTypes.sort((left, right) => (left.developerName < right.developerName ? -1 : 1)) };
}

function checkPicklists(draft: ObjectDraft, recordType: Omit<RecordTypeSchema, 'id'>, origin: { readonly path: string; readonly line: number }, problems: ProblemList): void {
  const report = (message: string): void => problems.add({ type: 'RecordType', fullName: `${draft.apiName}.${recordType.developerName}`, path: origin.path }, origin.line, message);
  for (const [folded, values] of recordType.picklists) {
    const field = draft.fields.find(({ apiName }) => fold(apiName) === folded);
    if (field === undefined) report(`Picklist ${folded} of record type ${recordType.developerName} is not a field of ${draft.apiName}`);
    else for (const { value } of values) if (field.isCustom && !field.picklistValues.some((known) => known.value === value)) report(`Picklist value: ${value} in picklist: ${field.apiName} not found`);
  }
}
