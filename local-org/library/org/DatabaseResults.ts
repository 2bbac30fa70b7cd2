/** Database.SaveResult, UpsertResult, DeleteResult, UndeleteResult and Database.Error: what Database methods answer per row. */
import { ApexObject, describePlatformClass, makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import type { DmlError } from '../../values/exceptions.ts';
import { classType, STRING } from '../../values/runtime-type.ts';
import { defineClass, defineEnum } from '../define.ts';
import type { LibraryClass } from '../define.ts';
import type { DmlRowResult } from '../ports.ts';
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

const names: readonly (readonly [RowResultClass, string])[] = [
  [SaveResult, 'Database.SaveResult'], [UpsertResult, 'Database.UpsertResult'], [DeleteResult, 'Database.DeleteResult'], [UndeleteResult, 'Database.UndeleteResult'],
];
for (const [created, name] of names) describePlatformClass(created, name);

const ERROR = classType('Database.Error');

export const ROW_RESULTS: readonly LibraryClass[] = names.map(([created, name]) => defineClass(name, {
  'Boolean isSuccess()': (self: RowResult) => self.row.success,
  'Id getId()': (self: RowResult) => self.row.id,
  'List<Database.Error> getErrors()': (self: RowResult) => ApexList.of(ERROR, self.row.errors.map((error) => new DatabaseError(error))),
  ...(created === UpsertResult ? { 'Boolean isCreated()': (self: RowResult) => self.row.created } : {}),
}, { instances: created }));
