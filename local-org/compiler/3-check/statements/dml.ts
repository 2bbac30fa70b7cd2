/** `insert`, `update`, `upsert`, `delete`, `undelete`, `merge`. */
import { fold } from '../../2-bind/folded-name.ts';
import { holdsError, isGenericSObject, isPrimitive, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { checkValue } from '../expressions/expression.ts';
import type { Checked, StatementNode } from './statement.ts';

export function checkDml(node: StatementNode<'Dml'>, context: CodeContext): Checked {
  const records = checkValue(node.records, context);
  checkRecords(records.type, node, context);
  const mergeWith = node.mergeWith === undefined ? undefined : checkDuplicates(node.mergeWith, records.type, context);
  const externalId = externalIdOf(node, records.type, context);
  const statement = { kind: 'Dml', operation: node.operation, access: node.access, records, externalId, mergeWith, pos: node.pos } as const;
  return { statements: [statement], flow: 'continues' };
}

const MERGEABLE: ReadonlySet<string> = new Set(['Account', 'Case', 'Contact', 'Lead', 'SObject']);

/** What is merged into a record: records or ids, one or a list of them. */
function checkDuplicates(node: NonNullable<StatementNode<'Dml'>['mergeWith']>, master: Type, context: CodeContext): ReturnType<typeof checkValue> {
  const duplicates = checkValue(node, context);
  if (holdsError(master) || holdsError(duplicates.type)) return duplicates;
  if (master.kind !== 'sobject' || !MERGEABLE.has(master.apiName)) context.report(DIAGNOSTICS.dmlNotAllowed, node.pos, typeText(master));
  const each = duplicates.type.kind === 'list' ? duplicates.type.element : duplicates.type;
  const isSame = each.kind === 'sobject' && (master.kind !== 'sobject' || each.apiName === master.apiName || isGenericSObject(each) || isGenericSObject(master));
  if (!isSame && !isPrimitive(each, 'Id', 'String')) context.report(DIAGNOSTICS.dmlType, node.pos, typeText(duplicates.type));
  return duplicates;
}

/** The record type of a record or a list of records. */
function recordTypeOf(type: Type): Extract<Type, { kind: 'sobject' }> | undefined {
  if (type.kind === 'sobject') return type;
  return type.kind === 'list' && type.element.kind === 'sobject' ? type.element : undefined;
}

function checkRecords(type: Type, node: StatementNode<'Dml'>, context: CodeContext): void {
  if (holdsError(type)) return;
  const record = recordTypeOf(type);
  if (record === undefined) return context.report(DIAGNOSTICS.dmlType, node.records.pos, typeText(type));
  const shape = context.program.universe.sobject(fold(record.apiName));
  const isReadOnly = record.apiName === 'AggregateResult' || (shape !== undefined && (shape.isCustomMetadata || shape.isPlatformEvent || shape.isBigObject === true));
  if (isReadOnly) context.report(DIAGNOSTICS.dmlNotAllowed, node.records.pos, record.apiName);
}

/** `upsert records Key__c` or `upsert records Object__c.Key__c`; gives the canonical field name. */
function externalIdOf(node: StatementNode<'Dml'>, type: Type, context: CodeContext): string | undefined {
  const name = node.externalId?.at(-1);
  const record = recordTypeOf(type);
  if (name === undefined || record === undefined) return undefined;
  const owner = node.externalId !== undefined && node.externalId.length > 1 ? node.externalId[0]! : record.apiName;
  if (isGenericSObject(record) && owner === record.apiName) return name;
  const field = context.program.universe.sobject(fold(owner))?.fields.get(fold(name));
  if (field === undefined) context.report(DIAGNOSTICS.upsertField, node.pos, name, record.apiName);
  return field?.apiName;
}
