/** Why a record was not written, in the shape forms expect: what concerns the record, and what concerns its fields. */
import type { DmlRowResult } from '../../library/ports.ts';
import { fold } from '../../schema/problem.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { ApexException } from '../../values/exceptions.ts';
import { ApiError } from '../errors.ts';

interface WriteError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

const STATUS: Readonly<Record<string, number>> = { ENTITY_IS_DELETED: 404, INVALID_CROSS_REFERENCE_KEY: 404, INSUFFICIENT_ACCESS_OR_READONLY: 403, INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 403 };

/** Runs a write of one record. @throws ApiError with every error at its field. platform-facts: ui-api-write-errors */
export function written(object: ObjectSchema, verb: 'create' | 'update' | 'delete', write: () => readonly DmlRowResult[]): DmlRowResult {
  let results: readonly DmlRowResult[];
  try {
    results = write();
  } catch (error) {
    if (!(error instanceof ApexException)) throw error;
    throw writeError(object, verb, [{ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: `${error.$typeName}: ${error.$message ?? error.message}`, fields: [] }]);
  }
  const [result] = results;
  if (result === undefined) throw new Error('A DML statement over one record gave no result.');
  if (!result.success) throw writeError(object, verb, result.errors);
  return result;
}

function writeError(object: ObjectSchema, verb: string, errors: readonly WriteError[]): ApiError {
  const [first] = errors;
  const status = STATUS[first?.statusCode ?? ''] ?? 400;
  const message = `An error occurred while trying to ${verb} the record. Please try again.`;
  const fieldErrors: Record<string, object[]> = {};
  const recordErrors: object[] = [];
  for (const error of errors) {
    const fields = error.fields.flatMap((name) => object.fieldsByName.get(fold(name)) ?? []);
    const base = { constituentField: null, duplicateRecordError: null, errorCode: error.statusCode, message: error.message };
    if (fields.length === 0) recordErrors.push({ ...base, field: null, fieldLabel: null });
    for (const { apiName, label } of fields) (fieldErrors[apiName] ??= []).push({ ...base, field: apiName, fieldLabel: label });
  }
  const body = { enhancedErrorType: 'RecordError', errorCode: first?.statusCode ?? 'UNKNOWN_EXCEPTION', message, output: { errors: recordErrors, fieldErrors }, statusCode: status };
  return new ApiError(status, [{ errorCode: body.errorCode, message }], [body]);
}
