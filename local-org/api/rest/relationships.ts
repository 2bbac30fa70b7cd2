/** `/sobjects/Author__c/ID/Books__r`: the records below one, and the record above it. */
import type { FieldSchema, ObjectSchema } from '../../schema/schema.ts';
import { apiError, notFound } from '../errors.ts';
import { objectOf, objectOfId, runQuery } from './data.ts';
import { firstPage } from './queries.ts';
import { askedFields } from './asked-fields.ts';
import { ok, type ResourceAnswer, type ResourceCall } from './resource.ts';

/** What a relationship path ends at. */
export type RelationshipEnd =
  | { readonly kind: 'record'; readonly object: ObjectSchema; readonly id: string }
  | { readonly kind: 'records'; readonly answer: () => ResourceAnswer };

/** @throws 404 for a name that is no relationship, and for a parent that is not set */
export function followRelationship(call: ResourceCall, object: ObjectSchema, id: string, name: string): RelationshipEnd {
  const parent = object.parentsByName.get(name.toLowerCase());
  if (parent !== undefined) return parentOf(call, object, id, parent);
  const child = object.children.find((one) => one.relationshipName.toLowerCase() === name.toLowerCase());
  if (child === undefined) throw notFound();
  const childObject = objectOf(call.host.schema(), child.objectName);
  return { kind: 'records', answer: () => childrenOf(call, object, id, childObject, child.fieldName) };
}

function parentOf(call: ResourceCall, object: ObjectSchema, id: string, field: FieldSchema): RelationshipEnd {
  const [row] = runQuery(call.host.schema(), `SELECT ${field.apiName} FROM ${object.apiName} WHERE Id = '${id}'`).records;
  const parentId = row?.[field.apiName];
  if (typeof parentId !== 'string') throw notFound();
  return { kind: 'record', object: objectOfId(call.host.schema(), parentId), id: parentId };
}

function childrenOf(call: ResourceCall, object: ObjectSchema, id: string, child: ObjectSchema, field: string): ResourceAnswer {
  const schema = call.host.schema();
  if (runQuery(schema, `SELECT Id FROM ${object.apiName} WHERE Id = '${id}'`).records.length === 0) throw notFound();
  const answer = runQuery(schema, `SELECT ${askedFields(call, child).join(', ')} FROM ${child.apiName} WHERE ${field} = '${id}'`);
  return ok(firstPage(call, answer));
}

/** A list of records can only be read. */
export function requireRecord(end: RelationshipEnd, method: string): { readonly object: ObjectSchema; readonly id: string } {
  if (end.kind === 'record') return end;
  throw apiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are GET,HEAD`);
}
