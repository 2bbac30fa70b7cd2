import type { FieldPath, SelectItem, SoqlQuery } from '../../../soql/syntax.ts';
import type { RecordClass } from '../../../values/sobject.ts';
import { malformed, notSupported } from '../errors.ts';
import { decodingOf } from '../read.ts';
import type { RecordSource } from '../read.ts';
import { Outputs } from './outputs.ts';
import type { Scope, TableNode } from './scope.ts';

export type RecordClassOf = (foldedObject: string) => RecordClass;

export interface RecordSelection {
  readonly outputs: Outputs;
  readonly source: RecordSource;
  readonly subQueries: readonly SoqlQuery[];
}

/** The select list of a query that gives records. Every record carries its Id, and a parent's record its Id and the reference to it, as on the platform. */
export function selectRecords(scope: Scope, query: SoqlQuery, recordClassOf: RecordClassOf): RecordSelection {
  const outputs = new Outputs();
  const builder = new SourceBuilder(scope, outputs, recordClassOf);
  const subQueries: SoqlQuery[] = [];
  const selected = new Set<string>();
  for (const item of query.select) {
    if (item.kind === 'subquery') subQueries.push(item.query);
    else for (const path of pathsOf(scope, item, query)) addOnce(selected, path, builder);
  }
  return { outputs, source: builder.root, subQueries };
}

function addOnce(selected: Set<string>, path: readonly string[], builder: SourceBuilder): void {
  const key = path.join('.').toLowerCase();
  if (selected.has(key)) throw malformed(`duplicate field selected: ${path.join('.')}`);
  selected.add(key);
  builder.add(path);
}

function pathsOf(scope: Scope, item: Exclude<SelectItem, { kind: 'subquery' }>, query: SoqlQuery): readonly (readonly string[])[] {
  switch (item.kind) {
    case 'field':
      if (item.expression.kind === 'function') throw notSupported(`The function ${item.expression.name} in a select list without aggregates`);
      if (item.alias !== undefined) throw malformed('only aggregate expressions use field aliasing');
      return [item.expression.names];
    case 'fields':
      return fieldsOf(scope, item.set, query);
    case 'typeof':
      throw notSupported(`TYPEOF ${namesOf(item.field)}`);
  }
}

const namesOf = (path: FieldPath): string => path.names.join('.');
const FIELDS_LIMIT = 200;

function fieldsOf(scope: Scope, set: 'ALL' | 'STANDARD' | 'CUSTOM', query: SoqlQuery): readonly (readonly string[])[] {
  const isBounded = query.limit?.kind === 'number' && query.limit.value <= FIELDS_LIMIT;
  if (set !== 'STANDARD' && !isBounded) throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
  const columns = scope.base.layout.columns.filter((column) => set === 'ALL' || column.field.isCustom === (set === 'CUSTOM'));
  return columns.map((column) => [column.field.apiName]);
}

class SourceBuilder {
  readonly root: RecordSource;
  readonly #scope: Scope;
  readonly #outputs: Outputs;
  readonly #recordClassOf: RecordClassOf;
  readonly #sources = new Map<string, RecordSource>();

  constructor(scope: Scope, outputs: Outputs, recordClassOf: RecordClassOf) {
    this.#scope = scope;
    this.#outputs = outputs;
    this.#recordClassOf = recordClassOf;
    this.root = this.#makeSource([], [scope.base]);
  }

  add(names: readonly string[]): void {
    const { operand, field, parents } = this.#scope.resolve(names);
    const path = parents.map((parent) => parent.relationshipName);
    let source = this.root;
    parents.forEach((parent, depth) => {
      this.#addField(source, [...path.slice(0, depth), parent.column.field.apiName]);
      source = this.#parentSource(source, path.slice(0, depth + 1), parent.targets);
    });
    const slot = `$${field.apiName.toLowerCase()}`;
    if (source.fields.some((known) => known.slot === slot)) return;
    const place = this.#outputs.place([...path, field.apiName].join('.').toLowerCase(), operand);
    source.fields.push({ slot, output: place, decoding: decodingOf(operand) });
  }

  #addField(source: RecordSource, names: readonly string[]): void {
    const slot = `$${names.at(-1)!.toLowerCase()}`;
    if (source.fields.some((known) => known.slot === slot)) return;
    const { operand } = this.#scope.resolve(names);
    source.fields.push({ slot, output: this.#outputs.place(names.join('.').toLowerCase(), operand), decoding: decodingOf(operand) });
  }

  #parentSource(child: RecordSource, path: readonly string[], targets: readonly TableNode[]): RecordSource {
    const key = path.join('.').toLowerCase();
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const source = this.#makeSource(path, targets);
    this.#sources.set(key, source);
    child.parents.push({ slot: `$${path.at(-1)!.toLowerCase()}`, source });
    return source;
  }

  #makeSource(path: readonly string[], nodes: readonly TableNode[]): RecordSource {
    const names = [...path, 'Id'];
    const { operand } = this.#scope.resolve(names);
    const key = this.#outputs.place(names.join('.').toLowerCase(), operand);
    return {
      classes: nodes.map((node) => ({ keyPrefix: node.layout.keyPrefix, recordClass: this.#recordClassOf(node.layout.folded) })),
      key,
      fields: [{ slot: '$id', output: key, decoding: decodingOf(operand) }],
      parents: [],
    };
  }
}
