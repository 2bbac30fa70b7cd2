/** A JSON text as a tree whose numbers keep their digits and whose objects keep order and duplicates. */
import { JSONException } from '../../values/exceptions.ts';
import { JsonTokenizer } from './tokens.ts';
import type { Token } from './tokens.ts';

export class JsonNumber {
  readonly digits: string;
  readonly isWhole: boolean;

  constructor(digits: string, isWhole: boolean) {
    this.digits = digits;
    this.isWhole = isWhole;
  }
}

export class JsonObject {
  readonly entries: (readonly [name: string, value: JsonNode])[] = [];
}

export type JsonNode = string | boolean | null | JsonNumber | JsonObject | JsonNode[];

/** What lies behind the first value is not looked at, as on the platform. @throws JSONException with Salesforce's text. */
export function parseJson(text: string): JsonNode {
  const tokens = new JsonTokenizer(text);
  const first = tokens.next();
  if (first === undefined) throw new JSONException('No content to map to Object due to end of input');
  return nodeOf(first, tokens);
}

/** Reads the value that `token` begins from any source of tokens. */
export function nodeOf(token: Token, tokens: { next(): Token | undefined }): JsonNode {
  switch (token.kind) {
    case 'VALUE_STRING': return token.text;
    case 'VALUE_TRUE': return true;
    case 'VALUE_FALSE': return false;
    case 'VALUE_NULL': return null;
    case 'VALUE_NUMBER_INT': case 'VALUE_NUMBER_FLOAT': return new JsonNumber(token.text, token.kind === 'VALUE_NUMBER_INT');
    case 'START_ARRAY': return arrayOf(tokens);
    case 'START_OBJECT': return objectOf(tokens);
    default: throw new JSONException(`Malformed JSON: unexpected ${token.kind}`);
  }
}

function arrayOf(tokens: { next(): Token | undefined }): JsonNode[] {
  const items: JsonNode[] = [];
  for (;;) {
    const token = tokens.next()!;
    if (token.kind === 'END_ARRAY') return items;
    items.push(nodeOf(token, tokens));
  }
}

function objectOf(tokens: { next(): Token | undefined }): JsonObject {
  const object = new JsonObject();
  for (;;) {
    const token = tokens.next()!;
    if (token.kind === 'END_OBJECT') return object;
    object.entries.push([token.text, nodeOf(tokens.next()!, tokens)]);
  }
}
