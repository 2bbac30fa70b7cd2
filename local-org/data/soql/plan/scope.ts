import type { FieldSchema, FieldType, ObjectSchema } from '../../../schema/schema.ts';
import type { ColumnLayout, FormulaLayout, Storage, TableLayout } from '../../store/columns.ts';
import { malformed, noSuchColumn, noSuchRelationship, notSupported } from '../errors.ts';
import { joined, parameter, sql, textLiteral } from './sql.ts';
import type { Sql } from './sql.ts';

/** What planning needs to know of the org. */
export interface PlanSchema {
  /** By folded name. */
  layout(folded: string): TableLayout | undefined;
}

/** A field the query touches, for the checks of user mode. */
export interface FieldUse {
  readonly object: ObjectSchema;
  readonly field: FieldSchema;
  /** Name of the path as written. */
  readonly written: string;
  readonly clause: Clause;
}
/** Where a name stands; the last three are the words of Salesforce's messages. */
export type Clause = 'select' | 'filtered' | 'grouped' | 'sorted';

/** Fields without order or equality. */
const unfiltered: ReadonlySet<FieldType> = new Set(['longtextarea', 'base64']);

/** One table in FROM, with the parents reached from it. */
export interface TableNode {
  readonly layout: TableLayout;
  readonly alias: string;
  readonly isBase: boolean;
  /** Parents by folded relationship name. Several per name for polymorphic references. */
  readonly parents: Map<string, ParentNode>;
}
export interface ParentNode {
  readonly column: ColumnLayout;
  /** Of the reference column on the child. */
  readonly reference: Sql;
  readonly relationshipName: string;
  readonly targets: readonly TableNode[];
}

/** An expression of the query with the storage its values have. */
export interface Operand {
  readonly sql: Sql;
  readonly storage: Storage;
  readonly scale: number;
  readonly isWide: boolean;
  /** Key prefix of the rows a `row` or `reference` names. */
  readonly targetPrefix: string | undefined;
  /** Column with the fold of text, where the column is a key. */
  readonly foldSql: string | undefined;
  /** As written, for messages. */
  readonly written: string;
  readonly column: ColumnLayout | undefined;
  /** From a parent that may be missing. */
  readonly isOuter: boolean;
  /** Costs a computation: its SQL should stand in a statement as rarely as possible. */
  readonly isComputed?: boolean | undefined;
}

export interface ResolvedPath {
  readonly operand: Operand;
  readonly field: Pick<FieldSchema, 'apiName'>;
  /** The tables from the base to the one that has the field; the last is a set for polymorphic parents. */
  readonly parents: readonly ParentNode[];
}

/** Relationships a path may go up, and relationships to parents in one query. platform-facts: soql-relationship-limits. */
const MAX_LEVELS = 5;
const MAX_PARENTS = 55;

/** Resolves names of one FROM and collects the joins and field uses on the way. */
export class Scope {
  readonly schema: PlanSchema;
  readonly base: TableNode;
  readonly uses: FieldUse[];
  /** Objects touched, FROM and parents. */
  readonly objects: Set<ObjectSchema>;
  readonly #aliasName: string | undefined;
  readonly #nextAlias: { value: number };
  readonly #joins: Sql[] = [];
  #parentCount = 0;
  clause: Clause = 'filtered';
  /** While a formula's sources are resolved: nobody needs the right to read them. */
  #isSilent = false;

  /** @param baseAlias SQL name of the base where the statement around it has given one. */
  constructor(schema: PlanSchema, layout: TableLayout, aliasName: string | undefined, outer?: Scope, baseAlias?: string) {
    this.schema = schema;
    this.uses = outer?.uses ?? [];
    this.objects = outer?.objects ?? new Set();
    this.#nextAlias = outer === undefined ? { value: 0 } : outer.#nextAlias;
    this.#aliasName = aliasName?.toLowerCase();
    this.base = this.#node(layout, true, baseAlias);
    this.objects.add(layout.object);
  }

  get from(): Sql {
    return sql`${this.base.layout.rows} ${this.base.alias}${this.#joins.flat()}`;
  }

  /** `['Account', 'Name']` → the column, joining what lies between. */
  resolve(names: readonly string[]): ResolvedPath {
    const rest = this.#withoutAlias(names);
    if (rest.length - 1 > MAX_LEVELS) throw malformed(`A path goes at most ${String(MAX_LEVELS)} relationships up: ${names.join('.')}`);
    const fieldName = rest.at(-1)!;
    const parents: ParentNode[] = [];
    let nodes: readonly TableNode[] = [this.base];
    for (const relationship of rest.slice(0, -1)) {
      const parent = this.#parent(nodes, relationship);
      parents.push(parent);
      nodes = parent.targets;
    }
    const found = nodes.flatMap((node) => {
      const column = node.layout.byName.get(fieldName.toLowerCase());
      return column === undefined ? [] : [{ node, column }];
    });
    if (nodes.length > 1 && fieldName.toLowerCase() === 'type') return { operand: typeOperand(nodes, names.join('.')), field: TYPE_FIELD, parents };
    const first = found[0];
    if (first === undefined) {
      const computed = this.#computed(nodes, fieldName, names.join('.'));
      if (computed !== undefined) return { ...computed, parents };
      throw this.#noColumn(nodes[0]!, fieldName);
    }
    if (this.clause !== 'select' && unfiltered.has(first.column.field.type)) throw malformed(`field '${first.column.field.apiName}' can not be ${this.clause} in a query call`);
    for (const { node, column } of found) this.#noteUse({ object: node.layout.object, field: column.field, written: names.join('.'), clause: this.clause });
    return { operand: operandOf(found, names.join('.')), field: first.column.field, parents };
  }

  /** A formula field, with what it reads joined in; who may read the field may see what comes of its sources. */
  #computed(nodes: readonly TableNode[], fieldName: string, written: string): Pick<ResolvedPath, 'operand' | 'field'> | undefined {
    const [node] = nodes;
    const formula = node?.layout.formulas.get(fieldName.toLowerCase());
    if (node === undefined || formula === undefined) return undefined;
    if (nodes.length > 1) throw notSupported(`The formula field ${formula.field.apiName} of a parent of several possible types`);
    this.#noteUse({ object: node.layout.object, field: formula.field, written, clause: this.clause });
    const wasSilent = this.#isSilent;
    this.#isSilent = true;
    const values = formula.formula.references.map(({ path }) => this.#input(node, path));
    this.#isSilent = wasSilent;
    return { operand: computedOperand(formula, values, written, !node.isBase), field: formula.field };
  }

  /** The stored form of what a formula reads. */
  #input(start: TableNode, path: readonly string[]): Sql {
    if (path[0]!.startsWith('$')) return [parameter((environment) => environment.global?.(path) ?? null)];
    let node = start;
    for (const name of path.slice(0, -1)) {
      const [relationship = '', chosen] = name.split(':');
      const { targets } = this.#parent([node], relationship);
      node = targets.find((target) => target.layout.folded === chosen?.toLowerCase()) ?? targets[0]!;
    }
    const last = path.at(-1)!;
    const column = node.layout.byName.get(last.toLowerCase());
    if (column === undefined) return this.#computed([node], last, last)?.operand.sql ?? ['NULL'];
    const name = asText(node, column, `${node.alias}.${column.name}`);
    return column.isWide ? sql`exacttext(${name})` : [name];
  }

  #noteUse(use: FieldUse): void {
    if (!this.#isSilent) this.uses.push(use);
  }

  #noColumn(node: TableNode, fieldName: string): Error {
    const field = node.layout.object.fieldsByName.get(fieldName.toLowerCase());
    if (field?.type === 'location') return notSupported(`Selecting the compound field ${field.apiName}`);
    return noSuchColumn(fieldName, node.layout.object.apiName);
  }

  #withoutAlias(names: readonly string[]): readonly string[] {
    if (names.length < 2) return names;
    const first = names[0]!.toLowerCase();
    if (first === this.#aliasName) return names.slice(1);
    const isRelationship = this.base.layout.object.parentsByName.has(first);
    return first === this.base.layout.folded && !isRelationship ? names.slice(1) : names;
  }

  #parent(nodes: readonly TableNode[], relationship: string): ParentNode {
    if (nodes.length > 1) throw notSupported(`A path through a parent of several possible types (${relationship})`);
    const child = nodes[0]!;
    const folded = relationship.toLowerCase();
    const known = child.parents.get(folded);
    if (known !== undefined) {
      this.#noteParent(child, known.column.field, known.targets);
      return known;
    }
    const field = child.layout.object.parentsByName.get(folded);
    const column = field === undefined ? undefined : child.layout.byName.get(field.apiName.toLowerCase());
    if (field?.reference === undefined || column === undefined) throw noSuchRelationship(relationship);
    const reference = [`${child.alias}.${column.name}`];
    const targets = field.reference.targets.flatMap((name) => {
      const layout = this.schema.layout(name.toLowerCase());
      return layout === undefined ? [] : [this.#node(layout, false)];
    });
    if (targets.length === 0) throw malformed(`${relationship} refers to ${field.reference.targets.join(', ')}, which this org does not have.`);
    this.#parentCount += 1;
    if (this.#parentCount > MAX_PARENTS) throw malformed(`A query uses at most ${String(MAX_PARENTS)} relationships to parents.`);
    const parent = { column, reference, relationshipName: field.reference.relationshipName ?? relationship, targets };
    for (const target of targets) {
      const row = column.storage === 'reference' ? reference : sql`rowofid(${textLiteral(target.layout.keyPrefix)}, ${reference})`;
      this.#joins.push(sql` LEFT JOIN ${target.layout.rows} ${target.alias} ON ${target.alias}."id" = ${row}`);
    }
    this.#noteParent(child, field, targets);
    child.parents.set(folded, parent);
    return parent;
  }

  #noteParent(child: TableNode, field: FieldSchema, targets: readonly TableNode[]): void {
    if (this.#isSilent) return;
    for (const target of targets) this.objects.add(target.layout.object);
    this.uses.push({ object: child.layout.object, field, written: field.apiName, clause: this.clause });
  }

  #node(layout: TableLayout, isBase: boolean, given?: string): TableNode {
    const alias = given ?? `t${this.#nextAlias.value++}`;
    return { layout, alias, isBase, parents: new Map() };
  }
}

/** What a reference of several possible types leads to. Of the groups only queues own records. platform-facts: owner-type-queue. */
function typeOperand(nodes: readonly TableNode[], written: string): Operand {
  const cases = nodes.map((node) => `WHEN ${node.alias}."id" IS NOT NULL THEN ${textLiteral(node.layout.folded === 'group' ? 'Queue' : node.layout.object.apiName)}`);
  return { sql: [`CASE ${cases.join(' ')} END COLLATE NOCASE`], storage: 'text', scale: 0, isWide: false, targetPrefix: undefined, foldSql: undefined, written, column: undefined, isOuter: true };
}
const TYPE_FIELD = { apiName: 'Type' };

function operandOf(found: readonly { node: TableNode; column: ColumnLayout }[], written: string): Operand {
  const { node, column } = found[0]!;
  const plain = (entry: { node: TableNode; column: ColumnLayout }): string => `${entry.node.alias}.${entry.column.name}`;
  const isPolymorphic = found.length > 1;
  const choices = joined(found.map((entry) => [asText(entry.node, entry.column, plain(entry))]), ', ');
  const expression: Sql = isPolymorphic ? sql`COALESCE(${choices})${collationOf(column.storage)}` : [plain(found[0]!)];
  const isKey = column.storage === 'row';
  return {
    sql: expression,
    storage: isPolymorphic && (isKey || column.storage === 'reference') ? 'idText' : column.storage,
    scale: column.scale,
    isWide: column.isWide,
    targetPrefix: isPolymorphic ? undefined : isKey ? node.layout.keyPrefix : column.targetPrefix,
    foldSql: column.foldName === undefined || isPolymorphic ? undefined : `${node.alias}.${column.foldName}`,
    written,
    column: isPolymorphic ? undefined : column,
    isOuter: !node.isBase,
  };
}

function computedOperand({ key, storage, scale, formula }: FormulaLayout, values: readonly Sql[], written: string, isOuter: boolean): Operand {
  const moment: Sql = formula.isVolatile ? [parameter((environment) => environment.now), ', ', parameter((environment) => environment.timeZone)] : ['NULL, NULL'];
  const given = values.length === 0 ? [] : sql`, ${joined(values, ', ')}`;
  return {
    sql: sql`formula(${textLiteral(key)}, ${moment}${given})${collationOf(storage)}`,
    storage, scale, isWide: storage === 'scaled', targetPrefix: undefined, foldSql: undefined, written, column: undefined, isOuter, isComputed: true,
  };
}

/** An expression does not inherit the collation of the columns in it. */
export function collationOf(storage: Storage): string {
  return storage === 'text' ? ' COLLATE NOCASE' : '';
}

/** The operand as formulas read it: ids as text, wide numbers too. */
export function storedText(operand: Operand): Sql {
  if (operand.storage === 'row' || operand.storage === 'reference') return sql`idofrow(${textLiteral(operand.targetPrefix ?? '')}, ${operand.sql})`;
  return operand.isWide ? sql`exacttext(${operand.sql})` : operand.sql;
}

/** Row numbers of different objects are told apart by their ids only. */
function asText(node: TableNode, column: ColumnLayout, name: string): string {
  if (column.storage === 'row') return `idofrow(${textLiteral(node.layout.keyPrefix)}, ${name})`;
  if (column.storage === 'reference') return `idofrow(${textLiteral(column.targetPrefix ?? '')}, ${name})`;
  return name;
}
