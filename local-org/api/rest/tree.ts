/** `/composite/tree/X`: new records with their children, all or none. */
import { setSlot, type SObjectRecord } from '../../values/sobject.ts';
import type { ObjectSchema } from '../../schema/schema.ts';
import { ApiError, apiError } from '../errors.ts';
import { dml, objectOf, recordClassOf } from './data.ts';
import { recordFromJson } from './record-json.ts';
import { bodyOf, type JsonObject } from './records.ts';
import type { Resource, ResourceAnswer, ResourceCall } from './resource.ts';

const MAXIMUM_RECORDS = 200;
const MAXIMUM_LEVELS = 5;
const MAXIMUM_TYPES = 5;

export const treeResources: readonly Resource[] = [{ method: 'POST', path: '/composite/tree/:object', handle: create }];

interface Node {
  readonly referenceId: string;
  readonly object: ObjectSchema;
  readonly record: SObjectRecord;
  /** The node above, and the slot that refers to it. */
  readonly parent: { readonly node: Node; readonly slot: string } | undefined;
}

interface TreeError {
  readonly referenceId: string;
  readonly errors: readonly { readonly statusCode: string; readonly message: string; readonly fields: readonly string[] }[];
}

function create(call: ResourceCall): ResourceAnswer {
  const levels = levelsOf(call);
  const results: { referenceId: string; id: string | null }[] = [];
  for (const level of levels) {
    for (const group of groupsByType(level)) {
      for (const { record, parent } of group) if (parent !== undefined) setSlot(record, parent.slot, idOf(parent.node.record));
      const written = dml('insert', group.map((node) => node.record));
      const errors = written.flatMap((result, index): TreeError[] => (result.errors.length === 0 ? [] : [{ referenceId: group[index]!.referenceId, errors: result.errors }]));
      if (errors.length > 0) throw new TreeFailed(errors);
      for (const [index, { id }] of written.entries()) results.push({ referenceId: group[index]!.referenceId, id });
    }
  }
  return { status: 201, body: { hasErrors: false, results } };
}

/** Undoes the tree; the answer names the records that failed. */
class TreeFailed extends ApiError {
  constructor(results: readonly TreeError[]) {
    super(400, [], { hasErrors: true, results });
  }
}

const idOf = (record: SObjectRecord): unknown => (record as unknown as { $id: unknown }).$id;

/** The nodes of the tree by level. Nothing has been written yet when something is wrong with its form. */
function levelsOf(call: ResourceCall): readonly (readonly Node[])[] {
  const object = objectOf(call.host.schema(), call.parameters['object'] ?? '');
  const levels: Node[][] = [];
  const seen = new Set<string>();
  const types = new Set<string>();

  const add = (body: JsonObject, expected: ObjectSchema, parent: Node['parent'], depth: number): void => {
    if (depth >= MAXIMUM_LEVELS) throw apiError(400, 'LIMIT_EXCEEDED', `The tree has more than ${String(MAXIMUM_LEVELS)} levels.`);
    const { referenceId, type } = attributesOf(body);
    if (seen.has(referenceId)) throw new TreeFailed([{ referenceId, errors: [{ statusCode: 'INVALID_INPUT', message: 'Duplicate ReferenceId provided in the request.', fields: [] }] }]);
    seen.add(referenceId);
    if (seen.size > MAXIMUM_RECORDS) throw apiError(400, 'LIMIT_EXCEEDED', `The tree has more than ${String(MAXIMUM_RECORDS)} records.`);
    if (type.toLowerCase() !== expected.apiName.toLowerCase()) throw failedNode(referenceId, 'INVALID_INPUT', `The type ${type} does not match ${expected.apiName}.`);
    types.add(expected.apiName);
    if (types.size > MAXIMUM_TYPES) throw apiError(400, 'LIMIT_EXCEEDED', `The tree has records of more than ${String(MAXIMUM_TYPES)} types.`);
    const { own, children } = partsOf(call, expected, body, referenceId);
    const node: Node = { referenceId, object: expected, record: buildRecord(expected, own, referenceId), parent };
    (levels[depth] ??= []).push(node);
    for (const child of children) for (const record of child.records) add(bodyOf(record), child.object, { node, slot: child.slot }, depth + 1);
  };

  for (const record of recordsOf(call.body)) add(bodyOf(record), object, undefined, 0);
  return levels;
}

function recordsOf(body: unknown): readonly unknown[] {
  const { records } = bodyOf(body);
  if (!Array.isArray(records) || records.length === 0) throw apiError(400, 'JSON_PARSER_ERROR', 'records must be a list of records.');
  return records;
}

function attributesOf(body: JsonObject): { readonly referenceId: string; readonly type: string } {
  const { referenceId, type } = (body['attributes'] ?? {}) as { referenceId?: unknown; type?: unknown };
  if (typeof referenceId !== 'string' || typeof type !== 'string') throw apiError(400, 'INVALID_INPUT', 'Each record needs attributes with type and referenceId.');
  return { referenceId, type };
}

interface Children {
  readonly object: ObjectSchema;
  readonly slot: string;
  readonly records: readonly unknown[];
}

/** A record's own fields, and the lists of children under their relationship names. */
function partsOf(call: ResourceCall, object: ObjectSchema, body: JsonObject, referenceId: string): { readonly own: JsonObject; readonly children: readonly Children[] } {
  const own: Record<string, unknown> = {};
  const children: Children[] = [];
  for (const [name, value] of Object.entries(body)) {
    const child = object.children.find((one) => one.relationshipName.toLowerCase() === name.toLowerCase());
    if (child === undefined) own[name] = value;
    else {
      const records = (value as { records?: unknown } | null)?.records;
      if (!Array.isArray(records)) throw failedNode(referenceId, 'INVALID_INPUT', `${name} must have a list of records.`);
      children.push({ object: objectOf(call.host.schema(), child.objectName), slot: `$${child.fieldName.toLowerCase()}`, records });
    }
  }
  return { own, children };
}

function buildRecord(object: ObjectSchema, own: JsonObject, referenceId: string): SObjectRecord {
  if (Object.keys(own).some((name) => name.toLowerCase() === 'id')) throw failedNode(referenceId, 'INVALID_INPUT', 'Include no id: the tree creates its records.');
  try {
    return recordFromJson(recordClassOf(object.apiName), object, own);
  } catch (error) {
    if (!(error instanceof ApiError) || error.errors[0] === undefined) throw error;
    const [{ errorCode, message, fields }] = error.errors;
    throw failedNode(referenceId, errorCode, message, fields);
  }
}

const failedNode = (referenceId: string, statusCode: string, message: string, fields: readonly string[] = []): TreeFailed => new TreeFailed([{ referenceId, errors: [{ statusCode, message, fields }] }]);

/** One DML statement a type, in the order in which types are first met. */
function groupsByType(level: readonly Node[]): readonly (readonly Node[])[] {
  const groups = new Map<string, Node[]>();
  for (const node of level) {
    const group = groups.get(node.object.apiName);
    if (group === undefined) groups.set(node.object.apiName, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}
