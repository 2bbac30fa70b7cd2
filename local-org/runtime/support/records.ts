/** Records as emitted code reads and writes them. Reading is inline; these functions answer when a slot is empty. */
import { describeField, describeObject } from '../../library/schema/describe.ts';
import { sobjectFieldToken, sobjectTypeToken } from '../../library/schema/tokens.ts';
import { ApexList } from '../../values/collections/list.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import { checkWritable, missingField as missingInQuery } from '../../values/sobject-access.ts';
import { QUERIED, READ_ONLY, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { nullPointer } from './control.ts';

/** The slot holds null, or nothing: then a queried record did not ask for the field. */
export function missingField(record: SObjectRecord, fieldName: string): null {
  return (record.$stateBits & QUERIED) === 0 || slotOf(record, `$${fieldName.toLowerCase()}`) === null ? null : missingInQuery(record, fieldName);
}

/** As `missingField`, for a parent record. */
export const missingParent = missingField;

/** A record in memory has an empty list of children. */
export function missingChildren(record: SObjectRecord, relationshipName: string, type: RuntimeType): ApexList {
  missingField(record, relationshipName);
  return new ApexList(type);
}

/** The record, when it may be written. */
export function writable(record: SObjectRecord | null): SObjectRecord {
  if (record === null) return nullPointer();
  if ((record.$stateBits & READ_ONLY) !== 0) checkWritable(record);
  return record;
}

export { describeField as fieldDescribe, describeObject as sobjectDescribe, sobjectFieldToken as sobjectField, sobjectTypeToken as sobjectType };
