/** `/ui-api/list-info`, `list-records` and `list-ui`: list views and the records they show. */
import { fold } from '../../../schema/problem.ts';
import type { ObjectSchema } from '../../../schema/schema.ts';
import { apiError } from '../../errors.ts';
import { runQuery } from '../../rest/data.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from '../../rest/resource.ts';
import { readableObject } from '../access.ts';
import { entityTag } from '../entity-tag.ts';
import { addPaths } from '../field-selection.ts';
import type { UiHost } from '../host.ts';
import type { ListViewMetadata } from '../metadata/list-view.ts';
import { recordsWhere } from '../record-representation.ts';
import { quoted } from '../soql-text.ts';
import { columnRepresentation, listColumns, selectColumns, type ListColumn } from './columns.ts';
import { filterConditions } from './filters.ts';
import { pageOf, questionOf, searchCondition, orderOf, type ListQuestion } from './paging.ts';
import { listView, listViewId, listViews, RECENTLY_VIEWED } from './views.ts';

export function listViewResources(ui: UiHost): readonly Resource[] {
  return [
    { method: 'GET', path: '/ui-api/list-info/:object', handle: (call) => summaries(call, ui) },
    { method: 'GET', path: '/ui-api/list-info/:object/:view', handle: (call) => ok(listInfo(call, ui)) },
    { method: 'GET', path: '/ui-api/list-records/:object/:view', handle: (call) => ok(listRecords(call, ui)) },
    { method: 'POST', path: '/ui-api/list-records/:object/:view', handle: (call) => ok(listRecords(call, ui)) },
    { method: 'GET', path: '/ui-api/list-ui/:object', handle: (call) => summaries(call, ui) },
    { method: 'GET', path: '/ui-api/list-ui/:object/:view', handle: (call) => listUi(call, ui) },
  ];
}

const objectOfCall = (call: ResourceCall): ObjectSchema => readableObject(call, call.parameters['object'] ?? '');

function summaries(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const object = objectOfCall(call);
  const term = fold(call.query['q'] ?? '');
  const lists = listViews(call, object, ui).filter(({ label }) => fold(label).includes(term)).map((view) => ({
    apiName: view.name, id: listViewId(view), label: view.label, listReference: reference(view), listUiUrl: `/services/data/v${call.version}/ui-api/list-ui/${object.apiName}/${view.name}`,
  }));
  return ok({ count: lists.length, currentPageToken: '0', eTag: entityTag(lists), lists, nextPageToken: null, objectApiName: object.apiName, pageSize: lists.length, previousPageToken: null });
}

const reference = (view: ListViewMetadata): object => ({ id: listViewId(view), listViewApiName: view.name, objectApiName: view.objectApiName, type: view.name === RECENTLY_VIEWED ? 'mru' : 'listView' });

function listUi(call: ResourceCall, ui: UiHost): ResourceAnswer {
  const info = listInfo(call, ui);
  const records = listRecords(call, ui);
  return ok({ eTag: entityTag([info, records]), info, records });
}

function listInfo(call: ResourceCall, ui: UiHost): object {
  const object = objectOfCall(call);
  const view = listView(call, object, call.parameters['view'] ?? '', ui);
  const columns = listColumns(call, object, view.columns);
  const content = {
    cloneable: false, createable: false, deletable: false,
    displayColumns: columns.map(columnRepresentation),
    filterLogicString: view.logic ?? null,
    filteredByInfo: view.filters.map(({ field, operation, value }) => ({ fieldApiName: field, label: field, operandLabels: [value], operator: operation })),
    label: view.label,
    listReference: reference(view),
    objectApiNames: [object.apiName],
    orderedByInfo: orderedBy(object, columns),
    searchable: true,
    updateable: false,
    userPreferences: { columnWidths: {}, columnWrap: {} },
    visibility: view.sharedTo === undefined || view.sharedTo.isAll ? 'Public' : 'Shared',
    visibilityEditable: false,
  };
  return { ...content, eTag: entityTag(content) };
}

/** Metadata keeps no order of a list view; the platform starts with the name. platform-facts: list-view-order */
function orderedBy(object: ObjectSchema, columns: readonly ListColumn[]): readonly object[] {
  const name = columns.find(({ path }) => path === object.nameField);
  return name === undefined ? [] : [{ fieldApiName: name.path, isAscending: true, label: name.label }];
}

function listRecords(call: ResourceCall, ui: UiHost): object {
  const object = objectOfCall(call);
  const view = listView(call, object, call.parameters['view'] ?? '', ui);
  const question = questionOf(call);
  const columns = listColumns(call, object, view.columns);
  const selection = selectColumns(call, object, columns);
  addPaths(call, selection, question.fields, false);
  addPaths(call, selection, question.optionalFields, true);
  const conditions = [scopeCondition(call, object, view, ui), filterConditions(object, view), searchCondition(object, columns, question.searchTerm)].filter((one) => one !== '');
  const clauses = `${conditions.map((one) => `(${one})`).join(' AND ')} ${orderOf(call, object, question, object.nameField)}`.trim();
  const { records, page } = view.name === RECENTLY_VIEWED && question.sortBy.length === 0
    ? recentFirst(recordsWhere(call, selection, clauses), ui.recentlyViewed(call.user.id, object.apiName), question)
    : pageOf(question, (limit) => recordsWhere(call, selection, `${clauses} LIMIT ${String(limit)}`));
  const info = listInfo(call, ui) as { readonly eTag: string };
  return { ...page, fields: question.fields, listInfoETag: info.eTag, listReference: reference(view), optionalFields: question.optionalFields, records, searchTerm: question.searchTerm ?? null, sortBy: question.sortBy };
}

function recentFirst<Row extends { readonly id: string }>(rows: readonly Row[], ids: readonly string[], question: ListQuestion): { readonly records: readonly Row[]; readonly page: object } {
  const sorted = [...rows].sort((left, right) => ids.indexOf(left.id) - ids.indexOf(right.id));
  return pageOf(question, (limit) => sorted.slice(0, limit));
}

function scopeCondition({ host, user }: ResourceCall, object: ObjectSchema, view: ListViewMetadata, ui: UiHost): string {
  if (view.name === RECENTLY_VIEWED) {
    const ids = ui.recentlyViewed(user.id, object.apiName);
    return ids.length === 0 ? 'Id = null' : `Id IN (${ids.map((id) => quoted(id)).join(', ')})`;
  }
  if (view.scope === 'Everything') return '';
  if (view.scope === 'Mine') return `OwnerId = '${user.id}'`;
  if (view.scope === 'Queue' && view.queue !== undefined) {
    const [queue] = runQuery(host.schema(), `SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = ${quoted(view.queue)} LIMIT 1`).records;
    return `OwnerId = ${queue === undefined ? 'null' : quoted(String(queue['Id']))}`;
  }
  throw apiError(400, 'UNSUPPORTED', `The list view ${view.objectApiName}.${view.name} cannot be shown: the local org does not support its scope ${view.scope}.`);
}
