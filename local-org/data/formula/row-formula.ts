/** Formulas over a row in memory: while a record is saved, before SQL can see it. */
import type { CompiledFormula, FormulaValue } from '../../formula/types.ts';
import { makeId, rowOfId } from '../../values/id.ts';
import { Scope, storedText } from '../soql/plan/scope.ts';
import type { PlanSchema } from '../soql/plan/scope.ts';
import { joined, sql, SqlTemplate } from '../soql/plan/sql.ts';
import type { ColumnLayout, FormulaLayout, TableLayout } from '../store/columns.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';
import type { Store } from '../store/store.ts';
import { environmentFor, type FormulaGlobals, type FormulaSession } from './globals.ts';
import { runOrNull, toFormulaValue, toStoredValue, type FormulaInput } from './stored-values.ts';

/** What rows are computed with. */
export interface FormulaSurroundings {
  readonly store: Store;
  readonly session: FormulaSession;
  readonly globals: FormulaGlobals;
}

/** A row in the middle of its save: stored values in the order of the columns. */
export interface SavedRow {
  readonly values: SqlRow;
  /** `undefined`: the row is new. */
  readonly before: SqlRow | undefined;
}

type Source =
  | { readonly kind: 'own'; readonly column: ColumnLayout; readonly place: number }
  | { readonly kind: 'computed'; readonly formula: RowFormula; readonly layout: FormulaLayout }
  | { readonly kind: 'parent'; readonly parent: ParentRead; readonly output: number }
  | { readonly kind: 'global'; readonly path: readonly string[] };

/** All that a formula reads from one parent, in one statement. */
interface ParentRead {
  readonly column: ColumnLayout;
  readonly place: number;
  readonly targetPrefix: string;
  readonly paths: string[][];
  readonly layout: TableLayout;
  template: SqlTemplate | undefined;
}

export class RowFormula {
  readonly #schema: PlanSchema;
  readonly #layout: TableLayout;
  readonly #formula: CompiledFormula;
  readonly #inputs: readonly FormulaInput[];
  readonly #sources: readonly Source[];

  constructor(schema: PlanSchema, layout: TableLayout, formula: CompiledFormula, inputs: readonly FormulaInput[]) {
    this.#schema = schema;
    this.#layout = layout;
    this.#formula = formula;
    this.#inputs = inputs;
    const parents = new Map<string, ParentRead>();
    this.#sources = formula.references.map(({ path }) => this.#source(path, parents));
  }

  /** Null when it cannot be computed. */
  run(surroundings: FormulaSurroundings, { values, before }: SavedRow): FormulaValue {
    const { session } = surroundings;
    const now = this.#valuesOf(surroundings, values);
    const then = before === undefined ? now : this.#before(now, before);
    return runOrNull(this.#formula, { values: now, before: then, isNew: before === undefined, isClone: false, now: session.clock.now(), timeZone: session.user.timeZone });
  }

  #valuesOf(surroundings: FormulaSurroundings, row: SqlRow): FormulaValue[] {
    const read = new Map<ParentRead, SqlRow | undefined>();
    return this.#sources.map((source, index) => toFormulaValue(this.#inputs[index]!, this.#stored(surroundings, source, row, read)));
  }

  /** Only own fields have a value before the save. */
  #before(now: readonly FormulaValue[], before: SqlRow): FormulaValue[] {
    return this.#sources.map((source, index) => (source.kind === 'own' ? toFormulaValue(this.#inputs[index]!, ownValue(this.#layout, source.column, before[source.place] ?? null)) : now[index]!));
  }

  #stored(surroundings: FormulaSurroundings, source: Source, row: SqlRow, read: Map<ParentRead, SqlRow | undefined>): SqlValue {
    switch (source.kind) {
      case 'own': return ownValue(this.#layout, source.column, row[source.place] ?? null);
      case 'computed': return toStoredValue(source.layout, source.formula.run(surroundings, { values: row, before: undefined }));
      case 'global': return surroundings.globals.stored(source.path, surroundings.session);
      case 'parent': {
        const { parent, output } = source;
        if (!read.has(parent)) read.set(parent, this.#readParent(surroundings, parent, row));
        return read.get(parent)?.[output] ?? null;
      }
    }
  }

  #readParent({ store, session, globals }: FormulaSurroundings, parent: ParentRead, row: SqlRow): SqlRow | undefined {
    const reference = row[parent.place] ?? null;
    const number = typeof reference === 'string' ? rowOfId(parent.targetPrefix, reference) : reference;
    if (number === null) return undefined;
    parent.template ??= this.#parentTemplate(parent);
    const parameters: SqlValue[] = [];
    const text = parent.template.resolve(environmentFor(session, globals), parameters);
    return store.reader(text).get(...parameters, number);
  }

  #parentTemplate({ layout, paths }: ParentRead): SqlTemplate {
    const scope = new Scope(this.#schema, layout, undefined);
    const outputs = paths.map((path) => storedText(scope.resolve(path).operand));
    return new SqlTemplate(sql`SELECT ${joined(outputs, ', ')} FROM ${scope.from} WHERE ${scope.base.alias}."id" = ?`);
  }

  #source(path: readonly string[], parents: Map<string, ParentRead>): Source {
    const [first = '', ...rest] = path;
    if (first.startsWith('$')) return { kind: 'global', path };
    if (rest.length === 0) return this.#ownSource(first.toLowerCase());
    const parent = this.#parent(first, parents);
    parent.paths.push(rest);
    return { kind: 'parent', parent, output: parent.paths.length - 1 };
  }

  #ownSource(folded: string): Source {
    const column = this.#layout.byName.get(folded);
    if (column !== undefined) return { kind: 'own', column, place: this.#layout.columns.indexOf(column) };
    const layout = this.#layout.formulas.get(folded);
    if (layout === undefined) throw new Error(`${this.#layout.object.apiName} has no field ${folded}.`);
    return { kind: 'computed', layout, formula: new RowFormula(this.#schema, this.#layout, layout.formula, layout.inputs) };
  }

  #parent(name: string, parents: Map<string, ParentRead>): ParentRead {
    const known = parents.get(name);
    if (known !== undefined) return known;
    const [relationship = '', chosen] = name.split(':');
    const field = this.#layout.object.parentsByName.get(relationship.toLowerCase());
    const column = this.#layout.byName.get(field?.apiName.toLowerCase() ?? '');
    const layout = this.#schema.layout((chosen ?? field?.reference?.targets[0] ?? '').toLowerCase());
    if (column === undefined || layout === undefined) throw new Error(`${this.#layout.object.apiName} has no parent ${name}.`);
    const made: ParentRead = { column, place: this.#layout.columns.indexOf(column), targetPrefix: layout.keyPrefix, paths: [], layout, template: undefined };
    parents.set(name, made);
    return made;
  }
}

/** Ids are text for formulas. */
function ownValue(layout: TableLayout, column: ColumnLayout, stored: SqlValue): SqlValue {
  if (typeof stored !== 'number') return stored;
  if (column.storage === 'row') return makeId(layout.keyPrefix, stored);
  return column.storage === 'reference' ? makeId(column.targetPrefix ?? '', stored) : stored;
}
