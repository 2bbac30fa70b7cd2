/** Database.SaveResult, UpsertResult, DeleteResult, UndeleteResult and Database.Error: what Database methods answer per row. */
import { ApexObject, describePlatformClass, makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import type { DmlError } from '../../values/exceptions.ts';
import { classType, STRING } from '../../values/runtime-type.ts';
import { SObjectRecord } from '../../values/sobject.ts';
import { defineClass, defineEnum } from '../define.ts';
import type { LibraryClass, LibraryFunction } from '../define.ts';
import type { JsonNode } from '../json/tree.ts';
import type { DmlRowResult } from '../ports.ts';
import { defineJsonForm } from '../json/platform-values.ts';
import { errorOf, rowOf } from './row-result-json.ts';
import { platformDeclaration } from '../symbols/declarations.ts';

const StatusCode = makeEnum('System.StatusCode', platformDeclaration('system.statuscode')!.constants);

/** The constants are in the order of the declarations, whose ordinals nobody documents. */
export const STATUS_CODE = defineEnum('System.StatusCode', StatusCode);

export function statusCode(name: string): ApexEnum {
  const constant = StatusCode.$byName.get(name.toLowerCase());
  if (constant === undefined) throw new Error(`${name} is no System.StatusCode: the data layer must use Salesforce's codes.`);
  return constant;
}

export class DatabaseError extends ApexObject {
  readonly error: DmlError;

  constructor(error: DmlError) {
    super();
    this.error = error;
  }

  tostring$(): string {
    return `Database.Error[getFields=(${this.error.fields.join(', ')});getMessage=${this.error.message};getStatusCode=${this.error.statusCode};]`;
  }
}
describePlatformClass(DatabaseError, 'Database.Error');

export const DATABASE_ERROR = defineClass('Database.Error', {
  'String getMessage()': (self: DatabaseError) => self.error.message,
  'System.StatusCode getStatusCode()': (self: DatabaseError) => statusCode(self.error.statusCode),
  'List<String> getFields()': (self: DatabaseError) => ApexList.of(STRING, [...self.error.fields]),
  'get String Message': (self: DatabaseError) => self.error.message,
  'get System.StatusCode StatusCode': (self: DatabaseError) => statusCode(self.error.statusCode),
  'get List<String> Fields': (self: DatabaseError) => ApexList.of(STRING, [...self.error.fields]),
}, { instances: DatabaseError });

export abstract class RowResult extends ApexObject {
  readonly row: DmlRowResult;

  constructor(row: DmlRowResult) {
    super();
    this.row = row;
  }

  /** platform-facts: database-result-text */
  tostring$(): string {
    const errors = this.row.errors.map((error) => new DatabaseError(error).tostring$());
    return `${this.$type.name}[getErrors=(${errors.join(', ')});getId=${this.row.id};isSuccess=${this.row.success};]`;
  }
}

export class SaveResult extends RowResult {}
export class UpsertResult extends RowResult {}
export class DeleteResult extends RowResult {}
export class UndeleteResult extends RowResult {}

export type RowResultClass = new (row: DmlRowResult) => RowResult;

/** What statements of their own kind answer beside success and errors. Their properties are read under the names the declarations give them. */
export class MergeResult extends RowResult {
  mergedRecordIds: readonly string[] = [];
  updatedRelatedIds: readonly string[] = [];
}
export class EmptyRecycleBinResult extends RowResult {}
export class LeadConvertResult extends RowResult {
  leadId: string | null = null;
  accountId: string | null = null;
  contactId: string | null = null;
  opportunityId: string | null = null;
}

const ERROR = classType('Database.Error');

type MemberTable = Readonly<Record<string, LibraryFunction>>;

const errorsOf = (self: RowResult): ApexList => ApexList.of(ERROR, self.row.errors.map((error) => new DatabaseError(error)));

/** Getters and the properties behind them. */
const shared: MemberTable = {
  'Boolean isSuccess()': (self: RowResult) => self.row.success,
  'get Boolean Success': (self: RowResult) => self.row.success,
  'List<Database.Error> getErrors()': errorsOf,
  'get List<Database.Error> Errors': errorsOf,
};
const withId: MemberTable = { 'Id getId()': (self: RowResult) => self.row.id, 'get Id Id': (self: RowResult) => self.row.id };
const created: MemberTable = { 'Boolean isCreated()': (self: RowResult) => self.row.created, 'get Boolean Created': (self: RowResult) => self.row.created };
const merged: MemberTable = {
  'List<String> getMergedRecordIds()': (self: MergeResult) => ApexList.of(STRING, [...self.mergedRecordIds]),
  'List<String> getUpdatedRelatedIds()': (self: MergeResult) => ApexList.of(STRING, [...self.updatedRelatedIds]),
};
const converted: MemberTable = {
  'Id getLeadId()': (self: LeadConvertResult) => self.leadId,
  'Id getAccountId()': (self: LeadConvertResult) => self.accountId,
  'Id getContactId()': (self: LeadConvertResult) => self.contactId,
  'Id getOpportunityId()': (self: LeadConvertResult) => self.opportunityId,
};

interface ResultKind {
  readonly name: string;
  readonly instances: RowResultClass;
  readonly members: MemberTable;
  /** Keys of its JSON beside `success`, `errors` and, where there is one, `id`. */
  readonly keys: readonly string[];
}

const kinds: readonly ResultKind[] = [
  { name: 'Database.SaveResult', instances: SaveResult, members: withId, keys: [] },
  { name: 'Database.UpsertResult', instances: UpsertResult, members: { ...withId, ...created }, keys: [] },
  { name: 'Database.DeleteResult', instances: DeleteResult, members: withId, keys: [] },
  { name: 'Database.UndeleteResult', instances: UndeleteResult, members: withId, keys: [] },
  { name: 'Database.EmptyRecycleBinResult', instances: EmptyRecycleBinResult, members: withId, keys: [] },
  { name: 'Database.MergeResult', instances: MergeResult, members: { ...withId, ...merged }, keys: ['mergedRecordIds', 'updatedRelatedIds'] },
  { name: 'Database.LeadConvertResult', instances: LeadConvertResult, members: converted, keys: ['leadId', 'accountId', 'contactId', 'opportunityId'] },
];
for (const { name, instances, keys } of kinds) {
  describePlatformClass(instances, name);
  defineJsonForm(name, { read: (node) => resultOf(node, instances, keys), write: (self: RowResult) => entriesOf(self, keys) });
}
defineJsonForm('Database.Error', {
  read: (node) => new DatabaseError(errorOf(node)),
  write: ({ error }: DatabaseError) => [['statusCode', error.statusCode], ['message', error.message], ['fields', ApexList.of(STRING, [...error.fields])]],
});

function resultOf(node: JsonNode, instances: RowResultClass, keys: readonly string[]): RowResult {
  const { row, more } = rowOf(node);
  const result = new instances(row);
  for (const key of keys) if (more.has(key.toLowerCase())) Object.assign(result, { [key]: textsOf(more.get(key.toLowerCase())!) });
  return result;
}

function textsOf(node: JsonNode): unknown {
  return Array.isArray(node) ? node.map(textsOf) : node;
}

function entriesOf(result: RowResult, keys: readonly string[]): readonly (readonly [string, unknown])[] {
  const { success, created: isNew, id } = result.row;
  const more = keys.map((key) => [key, jsonValue((result as unknown as Record<string, unknown>)[key])] as const);
  const isUpsert = result instanceof UpsertResult ? [['created', isNew] as const] : [];
  return [['success', success], ...isUpsert, ['id', id], ['errors', errorsOf(result)], ...more];
}

function jsonValue(value: unknown): unknown {
  return Array.isArray(value) ? ApexList.of(STRING, value) : value;
}

export const ROW_RESULTS: readonly LibraryClass[] = kinds.map(({ name, instances, members }) => defineClass(name, { ...shared, ...members }, { instances }));

/** What addError put on a record, before the statement that reports it. */
export const RECORD_ERRORS = defineClass('System.SObject', {
  'List<Database.Error> getErrors()': (self: SObjectRecord) => ApexList.of(ERROR, (self.$errors ?? []).map(({ field, message, statusCode: code }) =>
    new DatabaseError({ statusCode: code ?? 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: field === undefined ? [] : [field] }))),
}, { instances: SObjectRecord });
