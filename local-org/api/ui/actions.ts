/** `/ui-api/actions`: what the user can do with a record, from its page layout. Which buttons are there is a matter of the layout, whether they work of permissions and sharing. */
import { fold } from '../../schema/problem.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { notFound } from '../errors.ts';
import { requireId, runQuery } from '../rest/data.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../rest/resource.ts';
import { canRead, namesIn, readableObject } from './access.ts';
import { entityTag } from './entity-tag.ts';
import type { UiHost } from './host.ts';
import { isEditable, pageLayout } from './layout-choice.ts';
import { shownLabel } from './layouts.ts';
import type { QuickActionMetadata } from './metadata/quick-action.ts';
import { MASTER_RECORD_TYPE } from './object-info.ts';
import { objectOfRecord } from './record-reading.ts';

export function actionResources(ui: UiHost): readonly Resource[] {
  return [
    { method: 'GET', path: '/ui-api/actions/record/:ids', handle: (call) => recordActions(call, ui) },
    { method: 'GET', path: '/ui-api/actions/layout/:action', handle: (call) => actionLayout(call, ui) },
  ];
}

interface RecordRights {
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  readonly canTransfer: boolean;
}

const STANDARD: readonly { readonly name: string; readonly label: string; readonly isAllowed: (rights: RecordRights) => boolean }[] = [
  { name: 'Edit', label: 'Edit', isAllowed: ({ canEdit }) => canEdit },
  { name: 'Delete', label: 'Delete', isAllowed: ({ canDelete }) => canDelete },
  { name: 'ChangeOwnerOne', label: 'Change Owner', isAllowed: ({ canTransfer }) => canTransfer },
];

function recordActions(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const actions = Object.fromEntries(namesIn(call.parameters['ids']).map((text) => {
    const id = requireId(text);
    const object = objectOfRecord(call, id);
    return [id, { actions: actionsOf(call, object, id, ui), url: `/services/data/v${call.version}/ui-api/actions/record/${id}` }];
  }));
  return ok({ actions, eTag: entityTag(actions), url: `/services/data/v${call.version}/ui-api/actions/record` });
}

function actionsOf(call: ResourceCall, object: ObjectSchema, id: string, ui: UiHost): readonly object[] {
  const rights = rightsOf(call, object, id);
  const layout = pageLayout(call, object, undefined, ui);
  const listed = layout !== undefined && layout.actions.length > 0 ? layout.actions : STANDARD.map(({ name }) => ({ name, type: 'StandardButton' }));
  return listed.flatMap(({ name, type }) => {
    if (layout?.excludedButtons.includes(name) === true) return [];
    if (type === 'QuickAction') return quickAction(call, object, name, ui);
    const button = STANDARD.find((one) => one.name === name);
    return button === undefined || !button.isAllowed(rights) ? [] : [representation({ apiName: button.name, label: button.label, type: 'StandardButton', subtype: null, target: null, targetType: null, targetObject: object.apiName, sourceObject: object.apiName })];
  });
}

function rightsOf({ host, user }: ResourceCall, object: ObjectSchema, id: string): RecordRights {
  if (!object.isWriteable) return { canEdit: false, canDelete: false, canTransfer: false };
  const [row] = runQuery(host.schema(), `SELECT HasEditAccess, HasDeleteAccess, HasTransferAccess FROM UserRecordAccess WHERE UserId = '${user.id}' AND RecordId = '${id}'`).records;
  return { canEdit: row?.['HasEditAccess'] === true, canDelete: row?.['HasDeleteAccess'] === true && object.isDeletable !== false, canTransfer: row?.['HasTransferAccess'] === true };
}

/** Actions that create or change records need the right to; what a component does is its own business. */
function quickAction(call: ResourceCall, object: ObjectSchema, name: string, ui: UiHost): readonly object[] {
  const action = findAction(object.apiName, name, ui);
  if (action === undefined) return [];
  const target = action.targetObject ?? object.apiName;
  const access = call.user.objectAccess(fold(target));
  if ((action.type === 'Create' && !access.create) || (action.type === 'Update' && !access.edit)) return [];
  const isComponent = action.type === 'LightningWebComponent';
  return [representation({
    apiName: action.fullName, label: action.label, type: 'QuickAction', subtype: isComponent ? ui.metadata().actionBundles.get(action.component ?? '') ?? 'ScreenAction' : action.type,
    target: isComponent ? action.component ?? null : null, targetType: action.type, targetObject: target, sourceObject: object.apiName,
  })];
}

function findAction(objectApiName: string, name: string, ui: UiHost): QuickActionMetadata | undefined {
  const names = new Set([fold(name), fold(`${objectApiName}.${name}`)]);
  return ui.metadata().quickActions.find(({ fullName }) => names.has(fold(fullName)));
}

interface Described {
  readonly apiName: string;
  readonly label: string;
  readonly type: 'StandardButton' | 'QuickAction';
  readonly subtype: string | null;
  readonly target: string | null;
  readonly targetType: string | null;
  readonly targetObject: string;
  readonly sourceObject: string;
}

function representation({ apiName, label, type, subtype, target, targetType, targetObject, sourceObject }: Described): object {
  return {
    actionListContext: 'Record', actionTarget: target, actionTargetType: targetType, apiName, externalId: `${sourceObject}.${apiName}`, iconUrl: null, id: `${sourceObject}:${apiName}`, isMassAction: false,
    label, primaryColor: null, relatedListRecordId: null, relatedSourceObject: null, section: 'Page', sourceObject, subtype, targetObject, targetUrl: null, type,
  };
}

/** The fields a Create or Update action asks for. */
function actionLayout(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const action = ui.metadata().quickActions.find(({ fullName }) => fold(fullName) === fold(call.parameters['action'] ?? ''));
  if (action === undefined) throw notFound();
  const object = readableObject(call, action.targetObject ?? action.objectApiName ?? '');
  const items = action.fields.flatMap(({ name, isRequired }) => {
    const field = object.fieldsByName.get(fold(name));
    if (field === undefined || !canRead(call, object, field)) return [];
    const item = { field, behavior: isRequired ? 'Required' as const : 'Edit' as const };
    return [{
      editableForNew: isEditable(call, object, item, 'create'), editableForUpdate: isEditable(call, object, item, 'update'), label: shownLabel(field),
      layoutComponents: [{ apiName: field.apiName, componentType: 'Field', label: shownLabel(field) }], lookupIdApiName: field.type === 'reference' ? 'Id' : null, required: isRequired, sortable: false,
    }];
  });
  const section = { collapsible: false, columns: 1, heading: '', id: action.fullName, layoutRows: items.map((item) => ({ layoutItems: [item] })), rows: items.length, useHeading: false };
  return ok({ actionApiName: action.fullName, layout: { id: action.fullName, layoutType: 'QuickAction', mode: 'Create', objectApiName: object.apiName, recordTypeId: MASTER_RECORD_TYPE, saveOptions: [], sections: [section] }, targetParentField: action.targetParentField ?? null });
}
