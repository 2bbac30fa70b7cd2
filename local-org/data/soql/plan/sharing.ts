import type { ObjectSchema } from '../../../schema/schema.ts';
import type { Permissions } from '../../access/permissions.ts';
import type { TableLayout } from '../../store/columns.ts';
import type { PlanSchema } from './scope.ts';
import { parameter, sql, textLiteral } from './sql.ts';
import type { Sql } from './sql.ts';

/**
 * Rows of a private object are for their owner (and the owner's queues) and for those who see all of it. Rows controlled by their parent follow the parent.
 * Roles, share rows and sharing rules are not modelled: nobody sees more through them.
 */
export function sharingCondition(schema: PlanSchema, layout: TableLayout, alias: string, permissions: Permissions, purpose: 'read' | 'edit', depth = 0): Sql | undefined {
  const permission = permissions.objects(layout.folded);
  if (permission.modifyAll || (purpose === 'read' && permission.viewAll)) return undefined;
  if (layout.object.sharing === 'ControlledByParent') return parentCondition(schema, layout, alias, permissions, purpose, depth);
  if (isOpen(layout.object, purpose)) return undefined;
  const owner = layout.byName.get('ownerid');
  if (owner === undefined) return undefined;
  const asText = owner.storage === 'reference' ? `idofrow(${textLiteral(owner.targetPrefix ?? '')}, ${alias}.${owner.name})` : `${alias}.${owner.name}`;
  return sql`${asText} IN (SELECT value FROM json_each(${parameter((environment) => JSON.stringify(environment.owners))}))`;
}

function isOpen(object: ObjectSchema, purpose: 'read' | 'edit'): boolean {
  return object.sharing === 'ReadWrite' || (object.sharing === 'Read' && purpose === 'read');
}

/** Master-detail chains are at most three deep on the platform. */
const MAX_DEPTH = 4;

function parentCondition(schema: PlanSchema, layout: TableLayout, alias: string, permissions: Permissions, purpose: 'read' | 'edit', depth: number): Sql | undefined {
  const master = layout.columns.find((column) => column.field.reference?.isMasterDetail === true);
  const parent = master?.target === undefined ? undefined : schema.layout(master.target);
  if (master === undefined || parent === undefined || depth >= MAX_DEPTH) return undefined;
  const parentAlias = `p${depth}${alias}`;
  const inner = sharingCondition(schema, parent, parentAlias, permissions, purpose, depth + 1);
  if (inner === undefined) return undefined;
  return sql`EXISTS (SELECT 1 FROM ${parent.name} ${parentAlias} WHERE ${parentAlias}."id" = ${alias}.${master.name} AND ${inner})`;
}
