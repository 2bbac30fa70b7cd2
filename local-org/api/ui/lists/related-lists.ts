/** `/ui-api/related-list-info` and `related-list-records`: the records below a record, as the page layout lists them. */
import { fold } from '../../../schema/problem.ts';
import type { ChildRelationship, ObjectSchema } from '../../../schema/schema.ts';
import { notFound } from '../../errors.ts';
import { requireId, runQuery } from '../../rest/data.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../../rest/resource.ts';
import { canRead, readableObject } from '../access.ts';
import { entityTag } from '../entity-tag.ts';
import { addPaths, emptySelection } from '../field-selection.ts';
import type { UiHost } from '../host.ts';
import { compactFields, pageLayout } from '../layout-choice.ts';
import type { LayoutRelatedList } from '../metadata/layout.ts';
import { objectOfRecord } from '../record-reading.ts';
import { readRecords, recordsWhere } from '../record-representation.ts';
import { columnRepresentation, fieldPath, listColumns, selectColumns } from './columns.ts';
import { orderOf, pageOf, questionOf } from './paging.ts';

export function relatedListResources(ui: UiHost): readonly Resource[] {
  return [
    { method: 'GET', path: '/ui-api/related-list-info/:parent', handle: (call) => directory(call, ui) },
    { method: 'GET', path: '/ui-api/related-list-info/:parent/:list', handle: (call) => info(call, ui) },
    { method: 'GET', path: '/ui-api/related-list-records/:record/:list', handle: (call) => records(call, ui) },
    { method: 'POST', path: '/ui-api/related-list-records/:record/:list', handle: (call) => records(call, ui) },
    { method: 'GET', path: '/ui-api/related-list-count/:record/:list', handle: count },
  ];
}

interface RelatedList {
  readonly relationship: ChildRelationship;
  readonly child: ObjectSchema;
  readonly label: string;
  readonly columns: readonly string[];
  /** As `sortBy` writes it. */
  readonly sortBy: string | undefined;
}

function directory(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const parent = readableObject(call, call.parameters['parent'] ?? '');
  const relatedLists = listsOf(call, parent, ui).map(({ relationship, child, label }) => ({
    entityLabel: child.label, entityLabelPlural: child.pluralLabel, fieldApiName: relationship.fieldName, keyPrefix: child.keyPrefix, label, objectApiName: child.apiName, relatedListId: relationship.relationshipName,
    relatedListInfoUrl: `/services/data/v${call.version}/ui-api/related-list-info/${parent.apiName}/${relationship.relationshipName}`, themeInfo: null,
  }));
  return ok({ eTag: entityTag(relatedLists), parentObjectApiName: parent.apiName, parentRecordTypeId: call.query['recordTypeId'] ?? null, relatedLists });
}

/** As the layout lists them; without a deployed layout, whatever leads to the record. Lists of the platform's own (`RelatedNoteList`) are not there. */
function listsOf(call: ResourceCall, parent: ObjectSchema, ui: UiHost): readonly RelatedList[] {
  const layout = pageLayout(call, parent, call.query['recordTypeId'], ui);
  if (layout === undefined) {
    return parent.children.flatMap((relationship) => relatedList(call, relationship, undefined, ui)).filter(({ child }) => child.kind === 'custom' || child.apiName === 'Order' || child.apiName === 'OrderItem').filter(({ child }) => !child.apiName.endsWith('Share'));
  }
  return layout.relatedLists.flatMap((listed) => {
    const relationship = parent.children.find(({ objectName, fieldName, relationshipName }) => fold(`${objectName}.${fieldName}`) === fold(listed.name) || fold(relationshipName) === fold(listed.name));
    return relationship === undefined ? [] : relatedList(call, relationship, listed, ui);
  });
}

/** Nothing when the user may not read the records or the field that leads to the parent. */
function relatedList(call: ResourceCall, relationship: ChildRelationship, listed: LayoutRelatedList | undefined, ui: UiHost): readonly RelatedList[] {
  const child = call.host.schema().objects.get(fold(relationship.objectName));
  const field = child?.fieldsByName.get(fold(relationship.fieldName));
  if (child === undefined || field === undefined || !call.user.objectAccess(fold(child.apiName)).read || !canRead(call, child, field)) return [];
  const columns = listed?.fields ?? compactFields(call, child, ui).map(({ apiName }) => apiName).filter((name) => name !== field.apiName);
  const sortField = listed?.sortField === undefined ? undefined : fieldPath(child, listed.sortField);
  return [{ relationship, child, label: child.pluralLabel, columns, sortBy: sortField === undefined ? undefined : `${listed?.isDescending === true ? '-' : ''}${sortField}` }];
}

/** Any relationship may be asked for, whether the layout lists it or not. */
function listOf(call: ResourceCall, parent: ObjectSchema, ui: UiHost): RelatedList {
  const name = call.parameters['list'] ?? '';
  const listed = listsOf(call, parent, ui).find(({ relationship }) => fold(relationship.relationshipName) === fold(name));
  const relationship = parent.children.find(({ relationshipName }) => fold(relationshipName) === fold(name));
  const [found] = listed === undefined && relationship !== undefined ? relatedList(call, relationship, undefined, ui) : [listed];
  if (found === undefined) throw notFound(`The related list ${name.slice(0, 80)} of ${parent.apiName} does not exist, or you may not see it.`);
  return found;
}

const reference = (parent: ObjectSchema, list: RelatedList, recordId: string | null): object =>
  ({ inContextOfRecordId: recordId, parentObjectApiName: parent.apiName, recordTypeId: null, relatedListId: list.relationship.relationshipName, type: 'relatedList' });

function info(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const parent = readableObject(call, call.parameters['parent'] ?? '');
  const list = listOf(call, parent, ui);
  const content = {
    cloneable: false, createable: call.user.objectAccess(fold(list.child.apiName)).create, deletable: false,
    displayColumns: listColumns(call, list.child, list.columns).map(columnRepresentation),
    fieldApiName: list.relationship.fieldName,
    filterLogicString: null, filteredByInfo: [],
    label: list.label,
    listReference: reference(parent, list, null),
    objectApiNames: [list.child.apiName],
    orderedByInfo: list.sortBy === undefined ? [] : [{ fieldApiName: list.sortBy.replace(/^-/, ''), isAscending: !list.sortBy.startsWith('-'), label: list.sortBy.replace(/^-/, '') }],
    updateable: false,
    userPreferences: { columnWidths: {}, columnWrap: {} },
    visibility: 'Public', visibilityEditable: false,
  };
  return ok({ ...content, eTag: entityTag(content) });
}

function records(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const parentId = requireId(call.parameters['record']);
  const parent = objectOfRecord(call, parentId);
  readRecords(call, emptySelection(parent), [parentId]);
  const list = listOf(call, parent, ui);
  const question = questionOf(call);
  const selection = selectColumns(call, list.child, question.fields.length > 0 ? [] : listColumns(call, list.child, list.columns));
  addPaths(call, selection, question.fields, false);
  addPaths(call, selection, question.optionalFields, true);
  const order = orderOf(call, list.child, question, list.sortBy ?? list.child.nameField);
  const { records: rows, page } = pageOf(question, (limit) => recordsWhere(call, selection, `${list.relationship.fieldName} = '${parentId}' ${order} LIMIT ${String(limit)}`));
  return ok({ ...page, fields: question.fields, listReference: reference(parent, list, parentId), optionalFields: question.optionalFields, records: rows, sortBy: question.sortBy });
}

/** At most so many as somebody wants to know of. */
const COUNTED = 2000;

function count(call: ResourceCall): ResourceAnswer {
  const parentId = requireId(call.parameters['record']);
  const parent = objectOfRecord(call, parentId);
  const relationship = parent.children.find(({ relationshipName }) => fold(relationshipName) === fold(call.parameters['list'] ?? ''));
  if (relationship === undefined) throw notFound();
  const maximum = Math.min(COUNTED, Number(call.query['maxCount'] ?? 10) || 10);
  const child = readableObject(call, relationship.objectName);
  const found = runQuery(call.host.schema(), `SELECT Id FROM ${child.apiName} WHERE ${relationship.fieldName} = '${parentId}' LIMIT ${String(maximum + 1)}`).records.length;
  return ok({ count: Math.min(found, maximum), hasMore: found > maximum, listReference: { inContextOfRecordId: parentId, parentObjectApiName: parent.apiName, relatedListId: relationship.relationshipName, type: 'relatedList' } });
}
