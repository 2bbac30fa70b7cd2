/** Each store's queue: what it may own, and who works there. */
import type { Connection } from 'jsforce';
import { createRecords, queryAll, queryByValues } from './org-writer.ts';
import { queueNameOf, type LocationPlan } from './places.ts';
import type { Progress } from './progress.ts';
import { STAFF } from './staff.ts';

const OWNED = ['Store_Task__c', 'Stock_Reservation__c', 'Stock_Exception__c'] as const;
/** Longest name of a group. */
const LONGEST_NAME = 40;

export async function ensureQueues(connection: Connection, stores: readonly LocationPlan[], progress: Progress): Promise<void> {
  const ids = await queueIds(connection, stores);
  const missing = stores.filter(({ code }) => !ids.has(queueNameOf(code)));
  const created = await createRecords(connection, 'Group', missing.map(({ code, name }) => ({ Type: 'Queue', DeveloperName: queueNameOf(code), Name: name.slice(0, LONGEST_NAME), DoesSendEmailToMembers: false })));
  for (const [index, { code }] of missing.entries()) ids.set(queueNameOf(code), created[index]!);
  const objects = await ensureObjects(connection, [...ids.values()]);
  const members = await ensureMembers(connection, stores, ids);
  progress.line(`queues: ${String(created.length)} created, ${String(stores.length - created.length)} there already, ${String(objects)} objects and ${String(members)} members added`);
}

async function queueIds(connection: Connection, stores: readonly LocationPlan[]): Promise<Map<string, string>> {
  const rows = await queryByValues<{ readonly Id: string; readonly DeveloperName: string }>(connection, (list) => `SELECT Id, DeveloperName FROM Group WHERE Type = 'Queue' AND DeveloperName IN (${list})`, stores.map(({ code }) => queueNameOf(code)));
  return new Map(rows.map(({ DeveloperName, Id }) => [DeveloperName, Id]));
}

async function ensureObjects(connection: Connection, queues: readonly string[]): Promise<number> {
  const rows = await queryByValues<{ readonly QueueId: string; readonly SobjectType: string }>(connection, (list) => `SELECT QueueId, SobjectType FROM QueueSobject WHERE QueueId IN (${list})`, queues);
  const present = new Set(rows.map(({ QueueId, SobjectType }) => `${QueueId}|${SobjectType}`));
  const missing = queues.flatMap((queue) => OWNED.filter((object) => !present.has(`${queue}|${object}`)).map((object) => ({ QueueId: queue, SobjectType: object })));
  return (await createRecords(connection, 'QueueSobject', missing)).length;
}

/** Where the org has none of the staff, the user who seeds works at the first store. */
async function ensureMembers(connection: Connection, stores: readonly LocationPlan[], queues: ReadonlyMap<string, string>): Promise<number> {
  const users = await queryByValues<{ readonly Id: string; readonly Username: string }>(connection, (list) => `SELECT Id, Username FROM User WHERE IsActive = true AND Username IN (${list})`, Object.keys(STAFF));
  const placed = users.map(({ Id, Username }) => ({ UserOrGroupId: Id, GroupId: queues.get(queueNameOf(STAFF[Username] ?? '')) }));
  const [first] = stores;
  if (placed.length === 0 && first !== undefined) placed.push({ UserOrGroupId: (await connection.identity()).user_id, GroupId: queues.get(queueNameOf(first.code)) });
  const wanted = placed.flatMap(({ UserOrGroupId, GroupId }) => (GroupId === undefined ? [] : [{ UserOrGroupId, GroupId }]));
  if (wanted.length === 0) return 0;
  const rows = await queryAll<{ readonly GroupId: string; readonly UserOrGroupId: string }>(connection, `SELECT GroupId, UserOrGroupId FROM GroupMember WHERE UserOrGroupId IN (${wanted.map(({ UserOrGroupId }) => `'${UserOrGroupId}'`).join(',')})`);
  const present = new Set(rows.map(({ GroupId, UserOrGroupId }) => `${GroupId}|${UserOrGroupId}`));
  return (await createRecords(connection, 'GroupMember', wanted.filter(({ GroupId, UserOrGroupId }) => !present.has(`${GroupId}|${UserOrGroupId}`)))).length;
}
