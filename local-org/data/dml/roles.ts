/** Each role brings two groups, by which shares and rules reach its users. */
import type { PlatformRules } from './platform-rules.ts';
import { putSystemRow } from '../system-rows.ts';

export const roleRules: PlatformRules = {
  inserted: (context, row) => {
    const role = row.id!;
    const name = row.values[row.table.column('developername')!.place] ?? row.values[row.table.column('name')!.place] ?? null;
    for (const Type of ['Role', 'RoleAndSubordinates']) {
      putSystemRow(context.store, context, { objectName: 'Group', key: ['Type', 'RelatedId'], values: { Name: name, DeveloperName: name, Type, RelatedId: role } }, { now: context.now, userId: context.userRow > 0 ? context.session.user.id : undefined });
    }
  },
};
