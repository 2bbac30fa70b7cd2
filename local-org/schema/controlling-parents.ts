/** Objects whose records are shared as their parents are: details of masters, share rows, and a few of the platform's own. */
import type { FieldSchema, ObjectSchema } from './schema.ts';

/** Of standard objects under ControlledByParent, by folded name: the folded field that leads to the parent. */
const STANDARD_PARENTS: Readonly<Record<string, string>> = {
  contact: 'accountid', asset: 'accountid', contract: 'accountid', order: 'accountid', orderitem: 'orderid', opportunitylineitem: 'opportunityid', opportunitycontactrole: 'opportunityid',
  campaignmember: 'campaignid', casecomment: 'parentid',
};

/** The references that decide who sees a record; all of them must agree. Empty when the object decides by itself. */
export function controllingFields(object: ObjectSchema): readonly FieldSchema[] {
  if (object.sharing !== 'ControlledByParent') return [];
  if (isShareObject(object)) return object.fields.filter((field) => field.reference !== undefined).slice(0, 1);
  const masters = object.fields.filter((field) => field.reference?.isMasterDetail === true);
  if (masters.length > 0) return masters;
  const field = object.fieldsByName.get(STANDARD_PARENTS[object.apiName.toLowerCase()] ?? '');
  return field === undefined ? [] : [field];
}

export function isShareObject({ kind, fieldsByName }: Pick<ObjectSchema, 'kind' | 'fieldsByName'>): boolean {
  return kind === 'standard' && fieldsByName.has('userorgroupid') && fieldsByName.has('rowcause');
}
