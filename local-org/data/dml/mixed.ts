/** Set-up objects and others are not written in one transaction. platform-facts: mixed-dml */
import type { DmlRequest } from '../../library/ports.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import type { WrittenKinds } from '../session.ts';
import type { Row } from './row.ts';

const SETUP: ReadonlySet<string> = new Set([
  'fieldpermissions', 'objectpermissions', 'permissionset', 'permissionsetassignment', 'permissionsetgroup', 'permissionsetgroupcomponent', 'queuesobject', 'setupentityaccess',
  'userrole', 'userlogin', 'userpackagelicense', 'groupmember',
]);
/** An update of a user counts as set-up only when it touches one of these. */
const USER_SETUP_FIELDS: readonly string[] = ['$userroleid', '$isactive', '$forecastenabled', '$isportalenabled', '$username', '$profileid'];
/** Written beside anything: events are no rows, custom settings are configuration of the application. */
const NEUTRAL_KINDS: ReadonlySet<string> = new Set(['event', 'customMetadata']);

type Kind = 'setup' | 'data' | undefined;

/** Refuses the rows that mix with what the transaction wrote before, and notes what the others are. */
export function checkMixture(written: WrittenKinds | undefined, request: DmlRequest, rows: readonly Row[]): void {
  if (written === undefined) return;
  for (const row of rows) {
    const kind = kindOf(request, row);
    if (kind === undefined) continue;
    const { apiName } = row.table.layout.object;
    // platform-facts: big-object-mixed-dml
    const other = written.apart ?? (kind === 'setup' ? written.data : written.setup);
    if (other === undefined) written[kind] ??= apiName;
    else {
      const message = `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${apiName}, original object: ${other}`;
      row.errors.push({ statusCode: 'MIXED_DML_OPERATION', message, fields: [] });
    }
  }
}

function kindOf({ operation }: DmlRequest, row: Row): Kind {
  const { folded, object } = row.table.layout;
  if (NEUTRAL_KINDS.has(object.kind)) return undefined;
  if (SETUP.has(folded)) return 'setup';
  if (folded === 'user') return isUserSetup(operation, row.source) ? 'setup' : undefined;
  if (folded === 'group') return operation === 'insert' || operation === 'update' ? undefined : 'setup';
  return 'data';
}

function isUserSetup(operation: DmlRequest['operation'], user: SObjectRecord): boolean {
  const isNew = operation === 'insert' || (operation === 'upsert' && slotOf(user, '$id') === undefined);
  if (isNew) return (slotOf(user, '$userroleid') ?? null) !== null;
  return USER_SETUP_FIELDS.some((slot) => slotOf(user, slot) !== undefined);
}
