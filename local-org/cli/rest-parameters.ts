/** Parameters of Apex REST methods: the members of the JSON body, by name. */
import { apiError } from '../api/errors.ts';
import { typedValue } from '../library/json/deserialize.ts';
import { JsonObject, parseJson } from '../library/json/tree.ts';
import type { ClassPort } from '../library/ports.ts';
import { JSONException } from '../values/exceptions.ts';
import { typeOf } from './aura-values.ts';

/** One Apex value a parameter, in their order; null for those the body does not name. platform-facts: rest-parameters. @throws 400 for a body that does not fit */
export function argumentsOf(parameters: readonly { readonly name: string; readonly type: string }[], body: Uint8Array | null, classes: ClassPort): readonly unknown[] {
  if (parameters.length === 0) return [];
  const text = body === null ? '' : Buffer.from(body).toString('utf8').trim();
  if (text === '') return parameters.map(() => null);
  try {
    const members = membersOf(text, parameters);
    return parameters.map(({ name, type }) => {
      const node = members.get(name);
      return node === undefined || node === null ? null : typedValue(node, typeOf(type, classes), { strict: false });
    });
  } catch (error) {
    if (error instanceof JSONException) throw apiError(400, 'JSON_PARSER_ERROR', error.$message ?? error.message);
    throw error;
  }
}

function membersOf(text: string, parameters: readonly { readonly name: string }[]): ReadonlyMap<string, JsonObject['entries'][number][1]> {
  const node = parseJson(text);
  if (!(node instanceof JsonObject)) throw apiError(400, 'JSON_PARSER_ERROR', 'The body must be an object whose members are the parameters of the method.');
  const unknown = node.entries.find(([name]) => !parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) throw apiError(400, 'JSON_PARSER_ERROR', `Unexpected parameter encountered during deserialization: ${unknown[0]}`);
  return new Map(node.entries);
}
