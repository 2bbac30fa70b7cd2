/** System.JSONParser: JSON read token by token. */
import { ApexObject, describePlatformClass, makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { JSONException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import type { PrimitiveName } from '../../values/runtime-type.ts';
import { defineClass, defineEnum } from '../define.ts';
import { typedValue } from '../json/deserialize.ts';
import { primitiveValue } from '../json/primitives.ts';
import { JsonTokenizer } from '../json/tokens.ts';
import type { Token } from '../json/tokens.ts';
import { nodeOf } from '../json/tree.ts';
import type { JsonNode } from '../json/tree.ts';
import { platformDeclaration } from '../symbols/declarations.ts';
import type { TypeToken } from './Type.ts';

const JSONToken = makeEnum('System.JSONToken', platformDeclaration('system.jsontoken')!.constants);
export const JSON_TOKEN = defineEnum('System.JSONToken', JSONToken);

const constantOf = (token: Token | undefined): ApexEnum | null => (token === undefined ? null : JSONToken.$byName.get(token.kind.toLowerCase())!);

export class JSONParser extends ApexObject {
  readonly #tokens: JsonTokenizer;
  current: Token | undefined;
  lastCleared: Token | undefined;
  /** The field whose name or value is current, one per open object. */
  readonly #names: (string | null)[] = [null];

  constructor(text: string) {
    super();
    this.#tokens = new JsonTokenizer(text);
  }

  get currentName(): string | null {
    return this.#names.at(-1) ?? null;
  }

  next(): Token | undefined {
    this.current = this.#tokens.next();
    const kind = this.current?.kind;
    if (kind === 'START_OBJECT' || kind === 'START_ARRAY') this.#names.push(null);
    else if (kind === 'END_OBJECT' || kind === 'END_ARRAY') this.#names.pop();
    else if (kind === 'FIELD_NAME') this.#names[this.#names.length - 1] = this.current!.text;
    return this.current;
  }

  /** The next token that is no field name. */
  nextValue(): Token | undefined {
    const token = this.next();
    return token?.kind === 'FIELD_NAME' ? this.next() : token;
  }

  skipChildren(): void {
    if (this.current?.kind !== 'START_OBJECT' && this.current?.kind !== 'START_ARRAY') return;
    for (let depth = 1; depth > 0;) {
      const kind = this.next()?.kind;
      if (kind === 'START_OBJECT' || kind === 'START_ARRAY') depth += 1;
      if (kind === 'END_OBJECT' || kind === 'END_ARRAY') depth -= 1;
    }
  }

  /** The whole value the current token begins; the parser then stands on its last token. */
  node(): JsonNode {
    const token = this.current ?? this.next();
    if (token === undefined) throw new JSONException('No content to map to Object due to end of input');
    const first = token.kind === 'FIELD_NAME' ? this.next()! : token;
    return nodeOf(first, this);
  }

  clear(): void {
    this.lastCleared = this.current;
    this.current = undefined;
  }
}
describePlatformClass(JSONParser, 'System.JSONParser');

const SCALARS = new Set(['VALUE_STRING', 'VALUE_NUMBER_INT', 'VALUE_NUMBER_FLOAT', 'VALUE_TRUE', 'VALUE_FALSE']);

const scalar = (name: PrimitiveName) => (self: JSONParser): unknown => {
  const token = self.current;
  if (token?.kind === 'VALUE_NULL') return null;
  if (token === undefined || !SCALARS.has(token.kind)) throw new JSONException(`Current token (${token?.kind ?? 'null'}) not of ${name} type`);
  return primitiveValue(nodeOf(token, self), name);
};

function readValueAs(self: JSONParser, type: TypeToken | null, strict: boolean): unknown {
  if (type === null) throw nullArgument();
  return typedValue(self.node(), type.type, { strict });
}

export const JSON_PARSER = defineClass('System.JSONParser', {
  'System.JSONToken nextToken()': (self: JSONParser) => constantOf(self.next()),
  'System.JSONToken nextValue()': (self: JSONParser) => constantOf(self.nextValue()),
  'System.JSONToken getCurrentToken()': (self: JSONParser) => constantOf(self.current),
  'System.JSONToken getLastClearedToken()': (self: JSONParser) => constantOf(self.lastCleared),
  'Boolean hasCurrentToken()': (self: JSONParser) => self.current !== undefined,
  'void clearCurrentToken()': (self: JSONParser) => self.clear(),
  'void skipChildren()': (self: JSONParser) => self.skipChildren(),
  'String getCurrentName()': (self: JSONParser) => self.currentName,
  'String getText()': (self: JSONParser) => self.current?.text ?? null,
  'Blob getBlobValue()': scalar('Blob'),
  'Boolean getBooleanValue()': scalar('Boolean'),
  'Date getDateValue()': scalar('Date'),
  'Datetime getDateTimeValue()': scalar('Datetime'),
  'Decimal getDecimalValue()': scalar('Decimal'),
  'Double getDoubleValue()': scalar('Double'),
  'Id getIdValue()': scalar('Id'),
  'Integer getIntegerValue()': scalar('Integer'),
  'Long getLongValue()': scalar('Long'),
  'Time getTimeValue()': scalar('Time'),
  'Object readValueAs(System.Type apexType)': (self: JSONParser, type: TypeToken | null) => readValueAs(self, type, false),
  'Object readValueAsStrict(System.Type apexType)': (self: JSONParser, type: TypeToken | null) => readValueAs(self, type, true),
}, { instances: JSONParser });
