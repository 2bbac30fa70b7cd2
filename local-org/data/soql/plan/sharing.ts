import { controllingFields, isShareObject } from '../../../schema/controlling-parents.ts';
import type { FieldSchema, ObjectSchema, OrgSchema, SharingRule } from '../../../schema/schema.ts';
import { shareNamesOf } from '../../../schema/shares.ts';
import { isLongList, listed } from '../../access/id-list.ts';
import type { IdList } from '../../access/id-list.ts';
import type { Permissions } from '../../access/permissions.ts';
import { covers } from '../../access/user-sharing.ts';
import type { SharingLevel } from '../../access/user-sharing.ts';
import type { TableLayout } from '../../store/columns.ts';
import { conditionOf } from './condition.ts';
import { Scope } from './scope.ts';
import type { PlanSchema } from './scope.ts';
import { joined, sql, when } from './sql.ts';
import type { QueryEnvironment, Sql } from './sql.ts';

/** What sharing must know besides the tables. */
export interface SharingSchema extends PlanSchema {
  readonly sharingRules: OrgSchema['sharingRules'];
  /** The statement leaves out the recycle bin and nothing else leads to its rows: sharing may then, by the index of owners, which holds no others. */
  readonly mayLead?: boolean;
}

/**
 * Which rows of a table the user has at a level; `undefined`: all of them, at no cost. Decided from the object's default, and then row by row: the owner (with queues
 * and superiors), shares, sharing rules. Rows controlled by their parents follow all of these.
 */
export function sharingCondition(schema: SharingSchema, layout: TableLayout, alias: string, permissions: Permissions, level: SharingLevel, depth = 0): Sql | undefined {
  const permission = permissions.objects(layout.folded);
  if (permission.modifyAll || (level === 'read' && permission.viewAll)) return undefined;
  if (layout.object.sharing === 'ControlledByParent') return controlledCondition(schema, layout, alias, permissions, level, depth);
  if (isOpen(layout.object, level)) return undefined;
  const owned = ownedCondition(layout, alias, level);
  if (owned === undefined) return undefined;
  const ways = [schema.mayLead === true ? sql`(${alias}."isdeleted" = 0 AND ${owned})` : owned, ...sharedCondition(schema, layout, alias, level), ...implicitConditions(schema, layout, alias, permissions, level, depth)];
  const rules = ruleConditions(schema, layout, alias, level);
  return ways.length + rules.length === 1 ? owned : sql`(${joined(ways, ' OR ')}${rules})`;
}

function isOpen(object: ObjectSchema, level: SharingLevel): boolean {
  return (object.sharing === 'ReadWrite' && level !== 'full') || (object.sharing === 'Read' && level === 'read');
}

/** What the user owns, by itself, through a queue, through somebody below, or by a sharing rule about owners. */
function ownedCondition(layout: TableLayout, alias: string, level: SharingLevel): Sql | undefined {
  const owner = layout.byName.get('ownerid');
  if (owner === undefined) return undefined;
  return sql`${listed(`${alias}.${owner.name}`, ({ sharing }) => sharing.owners(layout.folded, level), owner.storage === 'reference' ? owner.targetPrefix : undefined)}`;
}

/** Share rows never hold what the owner has. */
function sharedCondition(schema: SharingSchema, layout: TableLayout, alias: string, level: SharingLevel): Sql[] {
  const names = shareNamesOf(layout.object);
  const shares = names === undefined ? undefined : schema.layout(names.objectName.toLowerCase());
  if (names === undefined || shares === undefined || level === 'full') return [];
  const parent = shares.byName.get(names.parentField.toLowerCase())!.name;
  const isEnough = level === 'edit' ? ` AND s.${shares.byName.get(names.accessField.toLowerCase())!.name} IN ('Edit', 'All')` : '';
  const principals = ({ sharing }: QueryEnvironment): IdList => sharing.principals;
  const isGiven = listed('s."userorgroupid"', principals, undefined);
  // Few receivers lead to the records shared with them; of many it is asked for each record.
  const found = sql`${alias}."id" IN (SELECT s.${parent} FROM ${shares.name} s WHERE ${isGiven} AND s."isdeleted" = 0${isEnough})`;
  const asked = sql`EXISTS (SELECT 1 FROM ${shares.name} s WHERE s.${parent} = ${alias}."id" AND s."isdeleted" = 0${isEnough} AND ${isGiven})`;
  return [[when(isLongList(principals), asked, ''), when((environment) => !principals(environment).isLong, found, '')]];
}

/** `OR …` each: a rule about fields is in the statement of those only whom it concerns, since an index serves nobody who also has rows by a field without one. */
function ruleConditions(schema: SharingSchema, layout: TableLayout, alias: string, level: SharingLevel): Sql {
  const rules = level === 'full' ? [] : schema.sharingRules.get(layout.folded) ?? [];
  return rules.filter((rule): rule is SharingRule & { kind: 'criteria' } => rule.kind === 'criteria' && covers(rule, level)).map((rule) => {
    const scope = new Scope(schema, layout, undefined, undefined, alias);
    const criteria = conditionOf(scope, rule.criteria, { isHaving: false, visibleRows: () => ['1'] });
    return when(({ sharing }) => sharing.hasRule(rule), sql` OR (${criteria})`, '');
  });
}

/** Standard children whose owners may read the parent: (child, its reference). */
const IMPLICIT_PARENTS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  account: [['contact', 'accountid'], ['opportunity', 'accountid'], ['case', 'accountid']],
};
/** Deep enough for master-detail chains, which are at most three deep on the platform. */
const MAX_DEPTH = 4;

/** Who sees a child by its owner, a share or a rule may read its account. A child that is public gives nothing, and one controlled by the account has nothing to give. */
function implicitConditions(schema: SharingSchema, layout: TableLayout, alias: string, permissions: Permissions, level: SharingLevel, depth: number): Sql[] {
  if (level !== 'read' || depth >= MAX_DEPTH) return [];
  return (IMPLICIT_PARENTS[layout.folded] ?? []).flatMap(([childName, reference]) => {
    const child = schema.layout(childName);
    const column = child?.byName.get(reference);
    if (child === undefined || column === undefined || child.object.sharing === 'ControlledByParent') return [];
    const childAlias = `c${depth}${alias}`;
    const visible = sharingCondition(schema, child, childAlias, permissions, 'read', depth + 1);
    return visible === undefined ? [] : [sql`${alias}."id" IN (SELECT ${childAlias}.${column.name} FROM ${child.name} ${childAlias} WHERE ${childAlias}."isdeleted" = 0 AND ${visible})`];
  });
}

function controlledCondition(schema: SharingSchema, layout: TableLayout, alias: string, permissions: Permissions, level: SharingLevel, depth: number): Sql | undefined {
  if (depth >= MAX_DEPTH) return ['0'];
  const conditions = controllingFields(layout.object).flatMap((field, place) => {
    const condition = parentCondition(schema, layout, alias, permissions, parentLevel(layout.object, field, level), depth, field, `p${depth}${place}${alias}`);
    return condition === undefined ? [] : [condition];
  });
  return conditions.length === 0 ? undefined : sql`(${joined(conditions, ' AND ')})`;
}

/** To write a detail takes Edit on the master, or Read where the field says so; to share a record takes all of it. */
export function parentLevel(object: ObjectSchema, field: FieldSchema, level: SharingLevel): SharingLevel {
  if (level === 'read') return 'read';
  if (isShareObject(object)) return 'full';
  return field.reference?.writeRequiresMasterRead === true ? 'read' : 'edit';
}

function parentCondition(
  schema: SharingSchema, layout: TableLayout, alias: string, permissions: Permissions, level: SharingLevel, depth: number, field: FieldSchema, parentAlias: string,
): Sql | undefined {
  const column = layout.byName.get(field.apiName.toLowerCase());
  const parent = column?.target === undefined ? undefined : schema.layout(column.target);
  if (column === undefined || parent === undefined) return undefined;
  const inner = sharingCondition({ ...schema, mayLead: false }, parent, parentAlias, permissions, level, depth + 1);
  const ofParent = inner === undefined ? undefined : sql`EXISTS (SELECT 1 FROM ${parent.name} ${parentAlias} WHERE ${parentAlias}."id" = ${alias}.${column.name} AND ${inner})`;
  // A record that may stand without its parent (a contact without account) is then private.
  const alone = field.isNillable ? ownedCondition(layout, alias, level) : undefined;
  if (alone === undefined) return ofParent;
  return ofParent === undefined ? sql`(${alias}.${column.name} IS NOT NULL OR ${alone})` : sql`((${alias}.${column.name} IS NULL AND ${alone}) OR ${ofParent})`;
}
