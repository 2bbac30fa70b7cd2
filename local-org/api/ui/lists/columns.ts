/** Columns of lists: the names metadata has for them, as paths of fields the user may read. */
import { fold } from '../../../schema/problem.ts';
import type { FieldSchema, ObjectSchema } from '../../../schema/schema.ts';
import type { ResourceCall } from '../../rest/resource.ts';
import { addPath, emptySelection, nameFieldOf, type FieldSelection } from '../field-selection.ts';
import { shownLabel } from '../layouts.ts';

export interface ListColumn {
  /** Below the object: `Status__c`, `Shelf__r.Name`. */
  readonly path: string;
  readonly label: string;
  /** Path of the id of the record the column leads to. */
  readonly lookupId: string | null;
  readonly field: FieldSchema;
  readonly isSortable: boolean;
}

/** Columns of every object have names of their own in list views. */
const NAMES: Readonly<Record<string, string>> = {
  NAME: 'Name', FULL_NAME: 'Name', CREATED_DATE: 'CreatedDate', LAST_UPDATE: 'LastModifiedDate', LAST_ACTIVITY: 'LastActivityDate', RECORDTYPE: 'RecordType.Name',
  CREATEDBY_USER: 'CreatedBy.Name', UPDATEDBY_USER: 'LastModifiedBy.Name',
};
const RELATIONS: Readonly<Record<string, string>> = { OWNER: 'Owner', CORE_USERS: 'Owner', CREATEDBY_USER: 'CreatedBy', UPDATEDBY_USER: 'LastModifiedBy' };
const PERSON_FIELDS: Readonly<Record<string, string>> = { ALIAS: 'Alias', NAME: 'Name', FIRST_NAME: 'FirstName', LAST_NAME: 'LastName' };
const UNSORTABLE: ReadonlySet<string> = new Set(['longtextarea', 'multipicklist', 'base64', 'location']);

/** `undefined` for a name that means no field here. */
export function fieldPath(object: ObjectSchema, name: string): string | undefined {
  const upper = name.toUpperCase();
  const [first = '', second] = upper.split('.');
  if (NAMES[upper] === 'Name') return object.nameField;
  if (NAMES[upper] !== undefined) return NAMES[upper];
  if (second !== undefined && RELATIONS[first] !== undefined && PERSON_FIELDS[second] !== undefined) return `${RELATIONS[first]}.${PERSON_FIELDS[second]}`;
  if (object.fieldsByName.has(fold(name)) || !/^[A-Z0-9_.]+$/.test(name)) return name;
  // Standard objects write `PRODUCT2.PRODUCT_CODE`.
  const plain = fold(upper.split('.').at(-1) ?? '').replaceAll('_', '');
  return object.fields.find((field) => fold(field.apiName).replaceAll('_', '') === plain)?.apiName;
}

/** Without what the user may not read or the object does not have. */
export function listColumns(call: ResourceCall, object: ObjectSchema, names: readonly string[]): readonly ListColumn[] {
  return names.flatMap((name) => {
    const path = fieldPath(object, name);
    const column = path === undefined ? undefined : columnAt(call, object, path);
    return column === undefined ? [] : [column];
  });
}

export function columnAt(call: ResourceCall, object: ObjectSchema, path: string): ListColumn | undefined {
  const own = object.fieldsByName.get(fold(path));
  const relationship = own?.reference?.relationshipName;
  // A reference is shown by the name of what it leads to.
  const full = own !== undefined && relationship !== undefined ? `${relationship}.${nameFieldOf(call, own)}` : path;
  const selection = emptySelection(object);
  if (!addPath(call, selection, full.split('.'))) return undefined;
  const { field, prefix, label } = endOf(selection);
  const isName = prefix === '' && field.apiName === object.nameField;
  return { path: `${prefix}${field.apiName}`, label, lookupId: isName ? 'Id' : prefix === '' ? null : `${prefix}Id`, field, isSortable: !UNSORTABLE.has(field.type) };
}

/** The one field of a selection of one path. */
function endOf(selection: FieldSelection, prefix = '', above?: FieldSchema): { readonly field: FieldSchema; readonly prefix: string; readonly label: string } {
  const [field] = selection.fields.values();
  const [parent] = selection.parents;
  if (field !== undefined || parent === undefined) {
    const isName = field?.apiName === selection.object.nameField || field?.apiName === 'Name';
    const label = above === undefined ? shownLabel(field!) : isName ? shownLabel(above) : `${shownLabel(above)} ${field!.label}`;
    return { field: field!, prefix, label };
  }
  return endOf(parent[1].selection, `${prefix}${parent[0]}.`, parent[1].reference);
}

/** What the rows of a list must hold for its columns. */
export function selectColumns(call: ResourceCall, object: ObjectSchema, columns: readonly ListColumn[]): FieldSelection {
  const selection = emptySelection(object);
  for (const { path } of columns) addPath(call, selection, path.split('.'));
  const id = object.fieldsByName.get('id');
  if (id !== undefined) selection.fields.set('Id', id);
  return selection;
}

export function columnRepresentation({ path, label, lookupId, field, isSortable }: ListColumn): object {
  return { dataType: field.type, fieldApiName: path, label, lookupId, sortable: isSortable };
}
