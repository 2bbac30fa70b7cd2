/** The fields somebody asked for as paths (`Task__c.Owner.Name`), checked against what the user may read, as one tree. */
import { fold } from '../../schema/problem.ts';
import type { FieldSchema, ObjectSchema } from '../../schema/schema.ts';
import type { ResourceCall } from '../rest/resource.ts';
import { canRead, noField } from './access.ts';

export interface FieldSelection {
  readonly object: ObjectSchema;
  /** By canonical API name. */
  readonly fields: Map<string, FieldSchema>;
  /** By canonical relationship name: the reference and what is asked of the record it leads to. */
  readonly parents: Map<string, { readonly reference: FieldSchema; readonly selection: FieldSelection }>;
}

export const emptySelection = (object: ObjectSchema): FieldSelection => ({ object, fields: new Map(), parents: new Map() });

/** Paths begin with the name of the object. @throws INVALID_FIELD for a path that does not exist or may not be read, unless it is optional */
export function addPaths(call: ResourceCall, selection: FieldSelection, paths: readonly string[], isOptional: boolean): void {
  for (const path of paths) {
    const [objectName = '', ...names] = path.split('.');
    const isOwn = fold(objectName) === fold(selection.object.apiName) && names.length > 0;
    if ((!isOwn || !addPath(call, selection, names)) && !isOptional) throw noField(names.join('.') || path, selection.object.apiName);
  }
}

/** Below the object; false when there is no such field for the user. */
export function addPath(call: ResourceCall, selection: FieldSelection, names: readonly string[]): boolean {
  const [name = '', ...rest] = names;
  const { object } = selection;
  if (rest.length === 0) {
    const field = object.fieldsByName.get(fold(name));
    if (field === undefined || !canRead(call, object, field)) return false;
    selection.fields.set(field.apiName, field);
    return true;
  }
  const reference = object.parentsByName.get(fold(name));
  const relationship = reference?.reference?.relationshipName;
  if (reference === undefined || relationship === undefined || !canRead(call, object, reference)) return false;
  const known = selection.parents.get(relationship)?.selection ?? parentSelection(call, reference);
  if (known === undefined || !addPath(call, known, rest)) return false;
  selection.parents.set(relationship, { reference, selection: known });
  return true;
}

/** Of a reference with several targets only what all owners have in common can be asked. */
function parentSelection(call: ResourceCall, reference: FieldSchema): FieldSelection | undefined {
  const targets = reference.reference?.targets ?? [];
  const target = call.host.schema().objects.get(targets.length > 1 ? 'name' : fold(targets[0] ?? ''));
  return target === undefined || (targets.length === 1 && !call.user.objectAccess(fold(target.apiName)).read) ? undefined : emptySelection(target);
}

/** The field with what a page shows of it: for a reference, the name of the record it leads to. */
export function addShownField(call: ResourceCall, selection: FieldSelection, field: FieldSchema): void {
  if (!addPath(call, selection, [field.apiName])) return;
  const relationship = field.reference?.relationshipName;
  if (relationship !== undefined) addPath(call, selection, [relationship, nameFieldOf(call, field)]);
}

export function nameFieldOf({ host }: ResourceCall, reference: FieldSchema): string {
  const targets = reference.reference?.targets ?? [];
  return targets.length > 1 ? 'Name' : host.schema().objects.get(fold(targets[0] ?? ''))?.nameField ?? 'Id';
}

/** Columns of a query for the selection; each record also with its id. */
export function columnsOf(selection: FieldSelection, prefix = ''): string[] {
  const own = new Set([...(selection.object.fieldsByName.has('id') ? ['Id'] : []), ...selection.fields.keys()]);
  return [...own].map((name) => `${prefix}${name}`).concat([...selection.parents].flatMap(([relationship, { selection: parent }]) => columnsOf(parent, `${prefix}${relationship}.`)));
}
