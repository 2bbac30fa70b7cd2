/** `/ui-api/layout`: the layout of a record page as the API describes it. */
import type { FieldSchema, ObjectSchema } from '../../schema/schema.ts';
import { apiError } from '../errors.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../rest/resource.ts';
import { readableObject } from './access.ts';
import { entityTag } from './entity-tag.ts';
import type { UiHost } from './host.ts';
import { compactFields, isEditable, pageLayout, shownSections, type LayoutMode, type ShownItem, type ShownSection } from './layout-choice.ts';
import { MASTER_RECORD_TYPE } from './object-info.ts';

export type LayoutType = 'Full' | 'Compact';

export function layoutResources(ui: UiHost): readonly Resource[] {
  return [{ method: 'GET', path: '/ui-api/layout/:object', handle: (call) => layoutAnswer(call, ui) }];
}

function layoutAnswer(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const object = readableObject(call, call.parameters['object'] ?? '');
  const type = wordOf(call.query['layoutType'] ?? 'Full', LAYOUT_TYPES, 'layoutType');
  const mode = wordOf(call.query['mode'] ?? 'View', LAYOUT_MODES, 'mode');
  return ok(layoutRepresentation(call, object, { type, mode, recordTypeId: call.query['recordTypeId'] }, ui));
}

export const LAYOUT_TYPES = ['Full', 'Compact'] as const;
export const LAYOUT_MODES = ['View', 'Edit', 'Create'] as const;

export function wordOf<Word extends string>(text: string, words: readonly Word[], parameter: string): Word {
  const word = words.find((one) => one.toLowerCase() === text.toLowerCase());
  if (word === undefined) throw apiError(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `${text.slice(0, 80)} is not a value of ${parameter}: ${words.join(', ')}.`);
  return word;
}

export interface LayoutRequest {
  readonly type: LayoutType;
  readonly mode: LayoutMode;
  readonly recordTypeId: string | undefined;
}

export function layoutRepresentation(call: ResourceCall, object: ObjectSchema, { type, mode, recordTypeId }: LayoutRequest, ui: UiHost): object {
  const sections = type === 'Compact' ? [compactSection(call, object, ui)] : shownSections(call, object, recordTypeId, mode, ui);
  const content = {
    id: type === 'Full' ? pageLayout(call, object, recordTypeId, ui)?.fullName ?? null : null,
    layoutType: type,
    mode,
    objectApiName: object.apiName,
    recordTypeId: recordTypeId ?? MASTER_RECORD_TYPE,
    saveOptions: [],
    sections: sections.map((section, index) => sectionRepresentation(call, object, section, `${object.apiName}-${type}-${String(index)}`)),
  };
  return { ...content, eTag: entityTag(content) };
}

/** Fields a layout shows, each once. */
export function layoutFields(call: ResourceCall, object: ObjectSchema, { type, mode, recordTypeId }: LayoutRequest, ui: UiHost): readonly FieldSchema[] {
  if (type === 'Compact') return compactFields(call, object, ui);
  const items = shownSections(call, object, recordTypeId, mode, ui).flatMap(({ rows }) => rows.flat());
  return [...new Set(items.flatMap((item) => (item === undefined ? [] : componentsOf(object, item.field))))];
}

function compactSection(call: ResourceCall, object: ObjectSchema, ui: UiHost): ShownSection {
  const rows = compactFields(call, object, ui).map((field) => [{ field, behavior: 'Readonly' as const }]);
  return { heading: '', useHeading: false, columns: 1, rows };
}

function sectionRepresentation(call: ResourceCall, object: ObjectSchema, section: ShownSection, id: string): object {
  return {
    collapsible: section.useHeading,
    columns: section.columns,
    heading: section.heading,
    id,
    layoutRows: section.rows.map((row) => ({ layoutItems: row.map((item) => (item === undefined ? BLANK : itemRepresentation(call, object, item))) })),
    rows: section.rows.length,
    useHeading: section.useHeading,
  };
}

const BLANK = { editableForNew: false, editableForUpdate: false, label: '', layoutComponents: [{ apiName: null, componentType: 'EmptySpace', label: '' }], lookupIdApiName: null, required: false, sortable: false };

function itemRepresentation(call: ResourceCall, object: ObjectSchema, item: ShownItem): object {
  const { field, behavior } = item;
  const editableForNew = isEditable(call, object, item, 'create');
  const editableForUpdate = isEditable(call, object, item, 'update');
  return {
    editableForNew,
    editableForUpdate,
    label: shownLabel(field),
    layoutComponents: componentsOf(object, field).map((component) => ({ apiName: component.apiName, componentType: 'Field', label: shownLabel(component) })),
    lookupIdApiName: field.type === 'reference' ? 'Id' : null,
    required: (editableForNew || editableForUpdate) && (behavior === 'Required' || isAlwaysRequired(object, field)),
    sortable: false,
  };
}

/** A page asks for the name even where the API does without one. platform-facts: name-required-on-pages */
const isAlwaysRequired = (object: ObjectSchema, field: FieldSchema): boolean => field.type !== 'boolean' && (!field.isNillable || field.apiName === object.nameField);

/** Who and when stand together. */
const TOGETHER: Readonly<Record<string, string>> = { CreatedById: 'CreatedDate', LastModifiedById: 'LastModifiedDate' };

function componentsOf(object: ObjectSchema, field: FieldSchema): readonly FieldSchema[] {
  const second = object.fieldsByName.get((TOGETHER[field.apiName] ?? '').toLowerCase());
  return second === undefined ? [field] : [field, second];
}

/** A page names what a reference leads to: `Owner`, not `Owner ID`. */
export const shownLabel = (field: FieldSchema): string => (field.type === 'reference' && !field.isCustom ? field.label.replace(/ ID$/, '') : field.label);
