/** Which layout a user sees of a record, and what of it: only fields that exist and that the user may read. */
import { fold } from '../../schema/problem.ts';
import type { FieldSchema, ObjectSchema } from '../../schema/schema.ts';
import type { ResourceCall } from '../rest/resource.ts';
import { canEdit, canRead } from './access.ts';
import type { UiHost } from './host.ts';
import type { CompactLayout, LayoutBehavior, PageLayout } from './metadata/layout.ts';

export interface ShownItem {
  readonly field: FieldSchema;
  readonly behavior: LayoutBehavior;
}
export interface ShownSection {
  readonly heading: string;
  readonly useHeading: boolean;
  readonly columns: number;
  /** `undefined`: a blank space. */
  readonly rows: readonly (readonly (ShownItem | undefined)[])[];
}

export type LayoutMode = 'View' | 'Edit' | 'Create';

/** The layout the profile assigns, else the object's own. platform-facts: unassigned-layout */
export function pageLayout({ user }: ResourceCall, object: ObjectSchema, recordTypeId: string | undefined, ui: UiHost): PageLayout | undefined {
  const { layouts, layoutAssignments } = ui.metadata();
  const ofObject = layouts.get(fold(object.apiName)) ?? [];
  const recordType = object.recordTypes?.find(({ id }) => id === recordTypeId);
  const wanted = recordType === undefined ? undefined : `${object.apiName}.${recordType.developerName}`;
  const assignments = layoutAssignments.get(fold(user.profileName)) ?? [];
  const assigned = [wanted, undefined].flatMap((name) => assignments.filter((one) => one.recordType === name && ofObject.some(({ fullName }) => fullName === one.layout)))[0];
  return ofObject.find(({ fullName }) => fullName === assigned?.layout) ?? ofObject.find(({ fullName }) => fullName === `${object.apiName}-${object.label} Layout`) ?? ofObject[0];
}

/** Sections as they are shown; without a deployed layout all readable fields stand in one section, and the stamps in another. */
export function shownSections(call: ResourceCall, object: ObjectSchema, recordTypeId: string | undefined, mode: LayoutMode, ui: UiHost): readonly ShownSection[] {
  const layout = pageLayout(call, object, recordTypeId, ui);
  const sections = layout === undefined ? allFields(call, object) : layout.sections.map((section): ShownSection => {
    const columns = section.columns.map((items) => items.flatMap((item) => shownItem(call, object, item.field, item.behavior)));
    return { heading: section.heading, useHeading: mode === 'View' ? section.hasDetailHeading : section.hasEditHeading, columns: Math.max(1, columns.length), rows: rowsOf(columns) };
  });
  return (mode === 'View' ? sections : sections.map((section) => withoutFields(section, mode === 'Create' ? GIVEN : STAMPS))).filter(({ rows }) => rows.some((row) => row.some((item) => item !== undefined)));
}

export function compactFields(call: ResourceCall, object: ObjectSchema, ui: UiHost): readonly FieldSchema[] {
  const named = compactLayout(object, ui)?.fields ?? [];
  const fields = named.flatMap((name) => object.fieldsByName.get(fold(name)) ?? []).filter((field) => canRead(call, object, field));
  const name = object.nameField === undefined ? undefined : object.fieldsByName.get(fold(object.nameField));
  // The platform's own compact layout has the name alone.
  return fields.length > 0 || name === undefined ? fields : [name];
}

function compactLayout(object: ObjectSchema, ui: UiHost): CompactLayout | undefined {
  const { compactLayouts, assignedCompactLayouts } = ui.metadata();
  const assigned = assignedCompactLayouts.get(fold(object.apiName));
  return (compactLayouts.get(fold(object.apiName)) ?? []).find(({ name }) => name === assigned);
}

/** May the user write the field of a new or an existing record through this layout item? */
export function isEditable({ user }: ResourceCall, object: ObjectSchema, { field, behavior }: ShownItem, when: 'create' | 'update'): boolean {
  // An owner is given by the action for it, never by a form. platform-facts: owner-not-in-forms
  if (field.apiName === 'OwnerId') return false;
  const isPossible = field.formula === undefined && field.summary === undefined && (when === 'create' ? field.isCreateable : field.isUpdateable);
  return behavior !== 'Readonly' && isPossible && object.isWriteable && canEdit(user, object, field);
}

/** Written by the platform: of no use in a form. */
const STAMPS: ReadonlySet<string> = new Set(['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate']);
/** A new record gets these without being asked. */
const GIVEN: ReadonlySet<string> = new Set([...STAMPS, 'OwnerId']);
const HIDDEN: ReadonlySet<string> = new Set(['Id', 'IsDeleted', 'SystemModstamp', 'RecordTypeId', ...STAMPS]);

function shownItem(call: ResourceCall, object: ObjectSchema, name: string | undefined, behavior: LayoutBehavior): readonly (ShownItem | undefined)[] {
  if (name === undefined) return [undefined];
  return fieldsNamed(object, name).filter((field) => canRead(call, object, field)).map((field) => ({ field, behavior }));
}

/** A layout names a location as one; its two numbers are what is read and written. */
function fieldsNamed(object: ObjectSchema, name: string): readonly FieldSchema[] {
  const field = object.fieldsByName.get(fold(name));
  if (field !== undefined) return [field];
  return ['Latitude__s', 'Longitude__s'].flatMap((part) => object.fieldsByName.get(fold(name.replace(/c$/i, part))) ?? []);
}

function rowsOf(columns: readonly (readonly (ShownItem | undefined)[])[]): readonly (readonly (ShownItem | undefined)[])[] {
  const height = Math.max(0, ...columns.map((items) => items.length));
  return Array.from({ length: height }, (_, row) => columns.map((items) => items[row]));
}

function allFields(call: ResourceCall, object: ObjectSchema): readonly ShownSection[] {
  const readable = object.fields.filter((field) => canRead(call, object, field) && field.type !== 'location');
  const name = readable.filter(({ apiName }) => apiName === object.nameField);
  const own = [...name, ...readable.filter(({ apiName }) => apiName !== object.nameField && apiName !== 'OwnerId' && !HIDDEN.has(apiName)), ...readable.filter(({ apiName }) => apiName === 'OwnerId')];
  const stamps = readable.filter(({ apiName }) => apiName === 'CreatedById' || apiName === 'LastModifiedById');
  return [twoColumns('Information', own, 'Edit'), twoColumns('System Information', stamps, 'Readonly')];
}

function twoColumns(heading: string, fields: readonly FieldSchema[], behavior: LayoutBehavior): ShownSection {
  const items = fields.map((field) => ({ field, behavior }));
  const middle = Math.ceil(items.length / 2);
  return { heading, useHeading: true, columns: 2, rows: rowsOf([items.slice(0, middle), items.slice(middle)]) };
}

function withoutFields(section: ShownSection, names: ReadonlySet<string>): ShownSection {
  return { ...section, rows: section.rows.map((row) => row.map((item) => (item === undefined || names.has(item.field.apiName) ? undefined : item))).filter((row) => row.some((item) => item !== undefined)) };
}
