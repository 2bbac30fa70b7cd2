/** Roll-up summaries: what they summarize must be there, and gives them their type. */
import { fold, type ProblemList } from './problem.ts';
import type { ObjectDraft } from './custom-objects.ts';
import type { FieldOrigin } from './references.ts';
import type { FieldSchema, SummarySchema } from './schema.ts';

const SUMMABLE: ReadonlySet<FieldSchema['type']> = new Set(['int', 'double', 'currency', 'percent']);
const ORDERED: ReadonlySet<FieldSchema['type']> = new Set([...SUMMABLE, 'date', 'datetime', 'time']);
const LARGEST_PRECISION = 18;

export function resolveSummaries(drafts: readonly ObjectDraft[], originOf: FieldOrigin, problems: ProblemList): readonly ObjectDraft[] {
  if (!drafts.some((draft) => draft.fields.some((field) => field.summary !== undefined))) return drafts;
  const byName = new Map(drafts.map((draft) => [fold(draft.apiName), draft]));
  // A summary of summaries takes its type from them, so they are resolved first; a ring of them ends where it began.
  const resolved = new Map<FieldSchema, FieldSchema>();
  const resolvedOf = (draft: ObjectDraft, field: FieldSchema): FieldSchema => {
    if (field.summary === undefined) return field;
    const known = resolved.get(field);
    if (known !== undefined) return known;
    resolved.set(field, field);
    const done = resolve(draft, field, field.summary, { byName, resolvedOf, originOf, problems });
    resolved.set(field, done);
    return done;
  };
  return drafts.map((draft) => ({ ...draft, fields: draft.fields.map((field) => resolvedOf(draft, field)) }));
}

interface Resolving {
  readonly byName: ReadonlyMap<string, ObjectDraft>;
  resolvedOf(draft: ObjectDraft, field: FieldSchema): FieldSchema;
  readonly originOf: FieldOrigin;
  readonly problems: ProblemList;
}

function resolve(draft: ObjectDraft, field: FieldSchema, summary: SummarySchema, { byName, resolvedOf, originOf, problems }: Resolving): FieldSchema {
  const fullName = `${draft.apiName}.${field.apiName}`;
  const origin = originOf(draft.apiName, field.apiName) ?? { path: '', line: 1 };
  const report = (message: string): FieldSchema => {
    problems.add({ type: 'CustomField', fullName, path: origin.path }, origin.line, message);
    return field;
  };
  const child = byName.get(fold(summary.childObject));
  const fieldOf = (name: string): FieldSchema | undefined => child?.fields.find(({ apiName }) => fold(apiName) === fold(name));
  const reference = fieldOf(summary.reference);
  if (child === undefined || reference?.reference?.targets.some((target) => fold(target) === fold(draft.apiName)) !== true) {
    return report(`Could not resolve summaryForeignKey ${summary.childObject}.${summary.reference}: it must be a relationship of the details to ${draft.apiName}`);
  }
  for (const filter of summary.filters) if (fieldOf(filter.field) === undefined) return report(`In field: field - no CustomField named ${summary.childObject}.${filter.field} found`);
  const resolved = { ...summary, childObject: child.apiName, reference: reference.apiName };
  if (summary.operation === 'count') return { ...field, summary: resolved, defaultValue: 0 };
  const summarizedDraft = fieldOf(summary.field ?? '');
  const summarized = summarizedDraft === undefined ? undefined : resolvedOf(child, summarizedDraft);
  if (summarized === undefined) return report(`In field: summarizedField - no CustomField named ${summary.childObject}.${summary.field ?? ''} found`);
  if (!(summary.operation === 'sum' ? SUMMABLE : ORDERED).has(summarized.type)) return report(`A field of type ${summarized.type} cannot be summarized by ${summary.operation}`);
  const isNumber = SUMMABLE.has(summarized.type);
  return {
    ...field, type: summarized.type === 'int' ? 'double' : summarized.type, precision: isNumber ? LARGEST_PRECISION : 0, scale: summarized.scale,
    summary: { ...resolved, field: summarized.apiName }, defaultValue: summary.operation === 'sum' ? 0 : undefined,
  };
}
