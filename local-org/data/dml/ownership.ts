/** Who may own a record, and what a new owner means for it. */
import { shareNamesOf } from '../../schema/shares.ts';
import { keyPrefixOf, rowOfId } from '../../values/id.ts';
import type { SqlValue } from '../store/connection.ts';
import { checkSharing } from './rights.ts';
import { RowProblem } from './problem.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

/** Active users own records, and queues those of the objects they are for. `owned` are rows whose owner is new. */
export function checkOwners(context: StatementContext, table: Table, owned: readonly Row[]): void {
  const owner = table.column('ownerid');
  if (owner === undefined) return;
  const verdicts = new Map<SqlValue, RowProblem | undefined>();
  for (const row of owned) {
    const value = row.values[owner.place]!;
    if (value === null || value === context.session.user.id || value === context.userRow) continue;
    if (!verdicts.has(value)) verdicts.set(value, problemWith(context, table, owner, value));
    const problem = verdicts.get(value);
    if (problem !== undefined) row.errors.push(problem.error);
  }
}

function problemWith(context: StatementContext, table: Table, owner: TableColumn, value: SqlValue): RowProblem | undefined {
  const id = owner.layout.storage === 'idText' ? String(value) : undefined;
  return id !== undefined && keyPrefixOf(id) === '00G' ? problemWithGroup(context, table, rowOfId('00G', id)) : problemWithUser(context, table, id === undefined ? (value as number) : rowOfId('005', id));
}

/** platform-facts: queue-owner-object */
function problemWithGroup(context: StatementContext, table: Table, group: number): RowProblem | undefined {
  if (context.table('queuesobject') === undefined) return undefined;
  const found = context.store.reader('SELECT 1 FROM "queuesobject" WHERE "queueid" = ? AND "sobjecttype" = ? AND "isdeleted" = 0').get(group, table.layout.object.apiName);
  return found === undefined ? new RowProblem('INVALID_OPERATION', 'Queue not associated with this SObject type', ['OwnerId']) : undefined;
}

function problemWithUser(context: StatementContext, table: Table, user: number): RowProblem | undefined {
  const users = context.table('user');
  if (users?.column('isactive') === undefined) return undefined;
  const inactive = context.store.reader('SELECT idofrow(\'005\', "id") FROM "user" WHERE "id" = ? AND "isactive" = 0').get(user);
  if (inactive === undefined) return undefined;
  const id = String(inactive[0]).slice(0, 15);
  return new RowProblem('INACTIVE_OWNER_OR_USER', `operation performed with inactive user [${id}] as owner of ${table.layout.object.label.toLowerCase()}`);
}

/** The changed rows whose owner is another one now. To give a record away takes all of it. platform-facts: delete-and-transfer-need-full-access */
export function checkTransfers(context: StatementContext, table: Table, rows: readonly Row[], changed: (row: Row) => readonly TableColumn[]): void {
  const given = givenAway(table, rows, changed);
  if (given.length === 0) return;
  checkSharing(context, table, given, 'full');
  checkOwners(context, table, given.filter((row) => !row.failed));
}

/** What the old owner shared by hand ends with the ownership; shares with an Apex reason stay. */
export function endManualShares(context: StatementContext, table: Table, rows: readonly Row[], changed: (row: Row) => readonly TableColumn[]): void {
  const names = shareNamesOf(table.layout.object);
  const shares = names === undefined ? undefined : context.table(names.objectName.toLowerCase());
  const parent = names === undefined ? undefined : shares?.column(names.parentField.toLowerCase());
  if (shares === undefined || parent === undefined) return;
  for (const row of givenAway(table, rows, changed)) {
    context.store.writer(`DELETE FROM ${shares.layout.name} WHERE ${parent.layout.name} = ? AND "rowcause" = 'Manual' AND "isdeleted" = 0`).run(row.row!);
  }
}

function givenAway(table: Table, rows: readonly Row[], changed: (row: Row) => readonly TableColumn[]): readonly Row[] {
  const owner = table.column('ownerid');
  return owner === undefined ? [] : rows.filter((row) => changed(row).includes(owner));
}
