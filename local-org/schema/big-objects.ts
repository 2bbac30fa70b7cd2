/** What the platform demands of big objects: one index of required fields, and the few field types it stores in them. platform-facts: big-object-index */
import { fold, type ProblemList } from './problem.ts';
import type { FieldSchema, FieldType, IndexFieldSchema } from './schema.ts';
import type { FieldSource, IndexSource, ObjectSource } from './source/project.ts';

export const BIG_OBJECT_TYPES: ReadonlySet<string> = new Set<FieldType>(['string', 'longtextarea', 'email', 'phone', 'url', 'double', 'datetime']);
const NOT_INDEXED: ReadonlySet<FieldType> = new Set<FieldType>(['longtextarea', 'url']);
const MOST_FIELDS = 5;
const MOST_CHARACTERS = 100;

/** The index as the schema keeps it; problems are added for every rule it breaks. */
export function indexOfBigObject(source: ObjectSource, problems: ProblemList): readonly IndexFieldSchema[] {
  const [index, ...others] = source.indexes ?? [];
  if (index === undefined) {
    problems.add({ type: 'CustomObject', fullName: source.apiName, path: source.origin.path }, source.origin.line, `The big object ${source.apiName} needs an index`);
    return [];
  }
  for (const other of others) reportIndex(source, other, other.origin.line, `${source.apiName} already has an index: a big object has exactly one`, problems);
  const fields = index.fields.flatMap(({ field: name, isDescending, line }) => {
    const found = source.fields.find(({ field }) => fold(field.apiName) === fold(name));
    const wrong = found === undefined ? `In field: name - no CustomField named ${source.apiName}.${name} found` : reasonAgainst(found);
    if (wrong !== undefined) reportIndex(source, index, line, wrong, problems);
    return found === undefined ? [] : [{ source: found, isDescending }];
  });
  checkSize(source, index, fields.map(({ source: { field } }) => field), problems);
  return fields.map(({ source: { field }, isDescending }) => ({ field: field.apiName, isDescending }));
}

/** Uniqueness comes from the index only, and rows are stored as they are given. */
export function isPlain(field: FieldSchema): boolean {
  return !field.isUnique && !field.isExternalId && field.formula === undefined && field.summary === undefined && field.defaultValue === undefined && field.defaultFormula === undefined;
}

function reasonAgainst({ field }: FieldSource): string | undefined {
  if (NOT_INDEXED.has(field.type)) return `The field ${field.apiName} of type ${field.type} cannot be part of an index`;
  return field.isNillable ? `The field ${field.apiName} is part of the index and must be required` : undefined;
}

function checkSize(source: ObjectSource, index: IndexSource, fields: readonly FieldSchema[], problems: ProblemList): void {
  if (index.fields.length === 0 || index.fields.length > MOST_FIELDS) {
    reportIndex(source, index, index.origin.line, `An index has 1 to ${String(MOST_FIELDS)} fields, but ${index.name} has ${String(index.fields.length)}`, problems);
  }
  const characters = fields.reduce((sum, field) => sum + (field.reference !== undefined || NOT_INDEXED.has(field.type) ? 0 : field.length), 0);
  if (characters > MOST_CHARACTERS) {
    reportIndex(source, index, index.origin.line, `The text fields of index ${index.name} have ${String(characters)} characters together; ${String(MOST_CHARACTERS)} are allowed`, problems);
  }
}

function reportIndex(source: ObjectSource, index: IndexSource, line: number, message: string, problems: ProblemList): void {
  problems.add({ type: 'Index', fullName: `${source.apiName}.${index.name}`, path: index.origin.path }, line, message);
}
