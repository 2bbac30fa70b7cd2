/** Database results as JSON. Tests make results of failed statements this way, because the classes have no constructor. platform-facts: database-result-json */
import type { DmlError } from '../../values/exceptions.ts';
import { parseId } from '../../values/id.ts';
import { objectOf } from '../json/deserialize.ts';
import { primitiveValue } from '../json/primitives.ts';
import type { JsonNode } from '../json/tree.ts';
import type { DmlRowResult } from '../ports.ts';

/** Values by folded key. */
function entriesOf(node: JsonNode): ReadonlyMap<string, JsonNode> {
  return new Map(objectOf(node).entries.map(([name, value]) => [name.toLowerCase(), value]));
}

function textOf(node: JsonNode | undefined): string | null {
  return node === undefined || node === null ? null : (primitiveValue(node, 'String') as string);
}

function isTrue(node: JsonNode | undefined): boolean {
  return node !== undefined && node !== null && primitiveValue(node, 'Boolean') === true;
}

const listOf = (node: JsonNode | undefined): readonly JsonNode[] => (Array.isArray(node) ? node : []);

export function errorOf(node: JsonNode): DmlError {
  const entries = entriesOf(node);
  return {
    statusCode: textOf(entries.get('statuscode')) ?? 'UNKNOWN_EXCEPTION', message: textOf(entries.get('message')) ?? '',
    fields: listOf(entries.get('fields')).map((field) => textOf(field) ?? ''),
  };
}

/** A result as written by JSON.serialize, or only the keys a test cares about. `more`: all its keys, folded. */
export function rowOf(node: JsonNode): { readonly row: DmlRowResult; readonly more: ReadonlyMap<string, JsonNode> } {
  const more = entriesOf(node);
  const id = textOf(more.get('id'));
  const row = {
    success: isTrue(more.get('success')), id: id === null ? null : parseId(id), created: isTrue(more.get('created')), errors: listOf(more.get('errors')).map(errorOf),
  };
  return { row, more };
}
