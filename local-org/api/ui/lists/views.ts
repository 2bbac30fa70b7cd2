/** The list views of an object: those that are deployed and shared with the user, and those the platform brings. */
import { createHash } from 'node:crypto';
import { fold } from '../../../schema/problem.ts';
import type { ObjectSchema } from '../../../schema/schema.ts';
import { makeId } from '../../../values/id.ts';
import { apiError } from '../../errors.ts';
import { runQuery } from '../../rest/data.ts';
import type { ResourceCall } from '../../rest/resource.ts';
import type { UiHost } from '../host.ts';
import { compactFields } from '../layout-choice.ts';
import type { ListViewMetadata } from '../metadata/list-view.ts';
import { quoted } from '../soql-text.ts';

export const RECENTLY_VIEWED = 'RecentlyViewed';

export function listViews(call: ResourceCall, object: ObjectSchema, ui: UiHost): readonly ListViewMetadata[] {
  const deployed = (ui.metadata().listViews.get(fold(object.apiName)) ?? []).filter((view) => isShared(call, view));
  const columns = compactFields(call, object, ui).map(({ apiName }) => apiName);
  const base = { objectApiName: object.apiName, columns, scope: 'Everything', queue: undefined, filters: [], logic: undefined, sharedTo: undefined };
  const all = deployed.some(({ name }) => name === 'All') ? [] : [{ ...base, name: 'All', label: 'All' }];
  return [...all, ...deployed, { ...base, name: RECENTLY_VIEWED, label: 'Recently Viewed' }];
}

export function listView(call: ResourceCall, object: ObjectSchema, name: string, ui: UiHost): ListViewMetadata {
  const view = listViews(call, object, ui).find((one) => fold(one.name) === fold(name) || listViewId(one) === name);
  if (view === undefined) throw apiError(404, 'NOT_FOUND', `The list view ${name.slice(0, 80)} of ${object.apiName} does not exist or is not shared with you.`);
  return view;
}

/** The same in every deploy. */
export function listViewId({ objectApiName, name }: ListViewMetadata): string {
  return makeId('00B', Number.parseInt(createHash('sha256').update(fold(`${objectApiName}.${name}`)).digest('hex').slice(0, 9), 16) + 1);
}

/** Only direct members of a group or a role count here; who may see all data sees all views. */
function isShared({ host, user }: ResourceCall, { sharedTo }: ListViewMetadata): boolean {
  if (sharedTo === undefined || sharedTo.isAll || host.hasUserPermission(user, 'ViewAllData')) return true;
  const names = (list: readonly string[]): string => list.map((name) => quoted(name)).join(', ');
  const isMember = sharedTo.groups.length > 0
    && runQuery(host.schema(), `SELECT Id FROM GroupMember WHERE UserOrGroupId = '${user.id}' AND Group.DeveloperName IN (${names(sharedTo.groups)}) LIMIT 1`).records.length > 0;
  return isMember || (sharedTo.roles.length > 0 && runQuery(host.schema(), `SELECT Id FROM User WHERE Id = '${user.id}' AND UserRole.DeveloperName IN (${names(sharedTo.roles)}) LIMIT 1`).records.length > 0);
}
