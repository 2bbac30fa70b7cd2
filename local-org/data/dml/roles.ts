/** Each role brings two groups, by which shares and rules reach its users. */
import { givesMore } from '../../schema/child-access.ts';
import { RowProblem } from './problem.ts';
import type { PlatformRules } from './platform-rules.ts';
import { putSystemRow } from '../system-rows.ts';

/** Field of a role and the object it gives access to. */
const CHILD_ACCESS: readonly (readonly [string, string])[] = [
  ['opportunityaccessforaccountowner', 'opportunity'], ['caseaccessforaccountowner', 'case'], ['contactaccessforaccountowner', 'contact'],
];

export const roleRules: PlatformRules = {
  check: (context, row) => {
    for (const [field, child] of CHILD_ACCESS) {
      const column = row.table.column(field);
      const level = column === undefined ? null : row.values[column.place];
      const object = context.table(child)?.layout.object;
      if (column === undefined || object === undefined || (level !== 'Read' && level !== 'Edit') || !givesMore(object, level)) continue;
      throw new RowProblem('FIELD_INTEGRITY_EXCEPTION', `${column.layout.field.apiName} '${level}' is not supported by the local org while the sharing model of ${object.apiName} is ${object.sharing}`, [column.layout.field.apiName]);
    }
  },
  inserted: (context, row) => {
    const role = row.id!;
    const name = row.values[row.table.column('developername')!.place] ?? row.values[row.table.column('name')!.place] ?? null;
    for (const Type of ['Role', 'RoleAndSubordinates']) {
      putSystemRow(context.store, context, { objectName: 'Group', key: ['Type', 'RelatedId'], values: { Name: name, DeveloperName: name, Type, RelatedId: role } }, { now: context.now, userId: context.userRow > 0 ? context.session.user.id : undefined });
    }
  },
};
