/** What the platform asks of rows of its own objects, and what it writes beside them. Looked up once per table. */
import { isShareObject } from '../../schema/controlling-parents.ts';
import type { TableLayout } from '../store/columns.ts';
import { assignmentRules, setupEntityAccessRules, userRules } from './people.ts';
import { roleRules } from './roles.ts';
import type { Row } from './row.ts';
import { shareRules } from './shares.ts';
import type { StatementContext } from './statement-context.ts';

export interface PlatformRules {
  /** Folded names of columns the rules read: an object that lacks one is not the platform's. */
  readonly columns?: readonly string[];
  /** A row is complete and about to be written; throws RowProblem to refuse it. */
  check?(context: StatementContext, row: Row): void;
  /** A row has been written by an insert. */
  inserted?(context: StatementContext, row: Row): void;
}

const BY_OBJECT: Readonly<Record<string, PlatformRules>> = {
  userrole: roleRules, user: userRules, setupentityaccess: setupEntityAccessRules, permissionsetassignment: assignmentRules,
};

export function platformRulesOf(layout: TableLayout): PlatformRules | undefined {
  if (isShareObject(layout.object)) return shareRules;
  const rules = layout.object.kind === 'standard' ? BY_OBJECT[layout.folded] : undefined;
  return rules?.columns?.every((name) => layout.byName.has(name)) === false ? undefined : rules;
}
