/** Reference fields: their targets must exist, and each parent's child relationships need different names. */
import { fold, type ProblemList } from './problem.ts';
import type { ObjectDraft } from './custom-objects.ts';
import type { ChildRelationship, FieldSchema } from './schema.ts';

/** Where a problem with a field is reported; `undefined` for the platform's own fields. */
export type FieldOrigin = (objectName: string, fieldName: string) => { readonly path: string; readonly line: number } | undefined;

/** Spells the targets of references as the target objects spell themselves. A reference without existing target is a problem and loses its relationship. */
export function resolveReferences(drafts: readonly ObjectDraft[], originOf: FieldOrigin, problems: ProblemList): readonly ObjectDraft[] {
  const names = new Map(drafts.map((draft) => [fold(draft.apiName), draft]));
  return drafts.map((draft) => ({ ...draft, fields: draft.fields.map((field) => resolve(draft, field, names, originOf, problems)) }));
}

function resolve(draft: ObjectDraft, field: FieldSchema, names: ReadonlyMap<string, ObjectDraft>, originOf: FieldOrigin, problems: ProblemList): FieldSchema {
  if (field.reference === undefined) return field;
  const report = (message: string): void => {
    const origin = originOf(draft.apiName, field.apiName);
    if (origin === undefined) throw new Error(`${draft.apiName}.${field.apiName}: ${message}`);
    problems.add({ type: 'CustomField', fullName: `${draft.apiName}.${field.apiName}`, path: origin.path }, origin.line, message);
  };
  const targets = field.reference.targets.flatMap((target) => {
    const found = names.get(fold(target));
    if (found === undefined) report(`referenceTo value of '${target}' does not resolve to a valid sObject type`);
    if (found !== undefined && !isTarget(found, field)) report(`${found.apiName} cannot be the target of a relationship`);
    return found === undefined ? [] : [found.apiName];
  });
  if (field.reference.isMasterDetail && draft.kind !== 'custom') report('Master-detail fields are only supported on custom objects');
  if (field.isCustom && !allowsRelationship(draft, field)) report(`Relationship fields of this type are not supported on ${draft.apiName}`);
  const relationshipName = targets.length === 0 ? undefined : field.reference.relationshipName;
  return { ...field, reference: { ...field.reference, targets, relationshipName } };
}

function isTarget(target: ObjectDraft, { reference }: FieldSchema): boolean {
  if (reference?.isMetadataRelationship === true) return target.kind === 'customMetadata';
  return target.kind === 'standard' || target.kind === 'custom';
}

/** Records of metadata types refer to other metadata only, and nothing else may do so. */
function allowsRelationship({ kind }: ObjectDraft, { reference }: FieldSchema): boolean {
  return kind !== 'event' && (kind === 'customMetadata') === (reference?.isMetadataRelationship === true);
}

/** Child relationships by folded name of the parent. */
export function collectChildren(drafts: readonly ObjectDraft[], originOf: FieldOrigin, problems: ProblemList): ReadonlyMap<string, readonly ChildRelationship[]> {
  const children = new Map<string, ChildRelationship[]>();
  for (const draft of drafts) {
    for (const field of draft.fields) {
      const relationshipName = field.reference?.childRelationshipName;
      if (relationshipName === undefined) continue;
      for (const target of field.reference?.targets ?? []) {
        const siblings = children.get(fold(target)) ?? [];
        children.set(fold(target), siblings);
        const origin = originOf(draft.apiName, field.apiName);
        if (siblings.some((sibling) => fold(sibling.relationshipName) === fold(relationshipName)) && origin !== undefined) {
          const name = relationshipName.replace(/__r$/, '');
          problems.add({ type: 'CustomField', fullName: `${draft.apiName}.${field.apiName}`, path: origin.path }, origin.line, `There is already a Child Relationship named ${name} on ${target}.`);
        }
        siblings.push({ relationshipName, objectName: draft.apiName, fieldName: field.apiName });
      }
    }
  }
  return children;
}
