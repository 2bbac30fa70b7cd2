/** Share rows: which of them callers may write, and that one record, receiver and cause have one row. */
import { givesMore } from '../../schema/child-access.ts';
import { controllingFields } from '../../schema/controlling-parents.ts';
import { isSharingEnforced } from './rights.ts';
import { RowProblem } from './problem.ts';
import type { PlatformRules } from './platform-rules.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

/** Levels by what they give; a share has to give more than everybody has. */
const LEVELS: Readonly<Record<string, number>> = { None: 0, Private: 0, ControlledByParent: 0, Read: 1, Edit: 2, ReadWrite: 2, All: 3 };

export const shareRules: PlatformRules = {
  check: (context, row) => {
    const { table } = row;
    const parent = parentOf(context, table);
    checkLevel(table, row, parent);
    checkChildLevels(context, table, row);
    checkCause(context, table, row, parent);
    if (row.isNew) takePlaceOfEarlier(context, table, row);
  },
};

function parentOf(context: StatementContext, table: Table): Table {
  return context.table(controllingFields(table.layout.object)[0]!.reference!.targets[0]!.toLowerCase())!;
}

function accessColumn(table: Table): TableColumn {
  return table.columns.find((column) => column.layout.folded.endsWith('accesslevel'))!;
}

/** platform-facts: trivial-share */
function checkLevel(table: Table, row: Row, parent: Table): void {
  const column = accessColumn(table);
  const { apiName } = column.layout.field;
  const level = String(row.values[column.place]);
  if (level === 'All') throw new RowProblem('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: ${apiName} (invalid share level All)`, [apiName]);
  const everybody = parent.layout.object.sharing;
  if (LEVELS[level]! > LEVELS[everybody]!) return;
  const shown = everybody === 'ReadWrite' ? 'Edit' : everybody;
  throw new RowProblem('FIELD_FILTER_VALIDATION_EXCEPTION', `field integrity exception: ${apiName} (trivial share level ${level}, for organization with default level ${shown})`, [apiName]);
}

/** What the share of an account says of its contacts, opportunities and cases. */
function checkChildLevels(context: StatementContext, table: Table, row: Row): void {
  for (const child of table.layout.folded === 'accountshare' ? ['contact', 'opportunity', 'case'] : []) {
    const column = table.column(`${child}accesslevel`);
    const level = column === undefined ? null : row.values[column.place];
    const object = context.table(child)?.layout.object;
    if (column === undefined || object === undefined || level === null || level === 'None' || !givesMore(object, level === 'Read' ? 'Read' : 'Edit')) continue;
    const { apiName } = column.layout.field;
    throw new RowProblem('FIELD_INTEGRITY_EXCEPTION', `${apiName} '${String(level)}' is not supported by the local org while the sharing model of ${object.apiName} is ${object.sharing}`, [apiName]);
  }
}

/** The platform's own causes are not given by callers; Apex reasons take Modify All on the object where sharing counts. */
function checkCause(context: StatementContext, table: Table, row: Row, parent: Table): void {
  const cause = String(row.values[table.column('rowcause')!.place]);
  if (cause === 'Manual') return;
  if (!cause.endsWith('__c')) throw new RowProblem('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: RowCause (${cause} is written by the platform only)`, ['RowCause']);
  if (isSharingEnforced(context) && !context.session.permissions.objects(parent.layout.folded).modifyAll) throw new RowProblem('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}

/** The same share given again replaces the earlier one and keeps its id. */
function takePlaceOfEarlier(context: StatementContext, table: Table, row: Row): void {
  const keys = [table.column(controllingFields(table.layout.object)[0]!.apiName.toLowerCase())!, table.column('userorgroupid')!, table.column('rowcause')!];
  const found = context.store.reader(`SELECT "id" FROM ${table.layout.name} WHERE ${keys.map((key) => `${key.layout.name} = ?`).join(' AND ')} AND "isdeleted" = 0`).get(...keys.map((key) => row.values[key.place]!));
  if (found === undefined) return;
  const earlier = found[0] as number;
  context.store.writer(`DELETE FROM ${table.layout.name} WHERE "id" = ?`).run(earlier);
  row.row = earlier;
  row.values[table.column('id')!.place] = earlier;
}
