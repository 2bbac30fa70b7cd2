import { QueryException } from '../../values/exceptions.ts';
import type { Permissions } from '../access/permissions.ts';
import { noSuchColumn, noSuchObject } from './errors.ts';
import type { QueryPlan } from './plan/plan.ts';
import type { FieldUse } from './plan/scope.ts';

/** User mode: an object or field the user may not read does not exist for the query, in every clause of it. */
export function requireReadable(plan: QueryPlan, permissions: Permissions): void {
  const base = plan.layout.object;
  if (!permissions.objects(plan.layout.folded).read) throw noSuchObject(base.apiName);
  for (const use of plan.uses) if (!mayRead(use, permissions)) throw noSuchColumn(use.field.apiName, use.object.apiName);
  for (const object of plan.objects) if (!permissions.objects(object.apiName.toLowerCase()).read) throw noSuchObject(object.apiName);
}

/** WITH SECURITY_ENFORCED looks at FROM and SELECT only. */
export function requireSelectable(plan: QueryPlan, permissions: Permissions): void {
  const hidden = plan.uses.some((use) => use.clause === 'select' && !mayRead(use, permissions));
  if (hidden || !permissions.objects(plan.layout.folded).read) {
    throw new QueryException('Insufficient permissions: secure query included inaccessible field');
  }
}

function mayRead(use: FieldUse, permissions: Permissions): boolean {
  return permissions.objects(use.object.apiName.toLowerCase()).read && permissions.canReadField(use.object, use.field);
}
