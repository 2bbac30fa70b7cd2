/** System.JSONGenerator: JSON written piece by piece. platform-facts: json-generator-texts */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { JSONException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { writeValue } from '../json/serialize.ts';
import { JsonWriter } from '../json/writer.ts';

export class JSONGenerator extends ApexObject {
  readonly #writer: JsonWriter;
  readonly #open: ('OBJECT' | 'ARRAY')[] = [];
  #expectsValue = false;
  isClosed = false;

  constructor(pretty: boolean) {
    super();
    this.#writer = new JsonWriter(pretty);
  }

  get text(): string {
    return this.#writer.text;
  }

  value(value: unknown, what: string): void {
    this.#beforeValue(what);
    writeValue(this.#writer, value, { suppressNulls: false });
  }

  name(name: string | null): void {
    if (this.#open.at(-1) !== 'OBJECT' || this.#expectsValue) throw new JSONException('Can not write a field name, expecting a value');
    this.#writer.name(name ?? 'null');
    this.#expectsValue = true;
  }

  start(kind: 'OBJECT' | 'ARRAY'): void {
    this.#beforeValue(`start an ${kind.toLowerCase()}`);
    if (kind === 'OBJECT') this.#writer.startObject();
    else this.#writer.startArray();
    this.#open.push(kind);
  }

  end(kind: 'OBJECT' | 'ARRAY'): void {
    if (this.#open.at(-1) !== kind) throw new JSONException(`Current context not an ${kind} but ${this.#open.at(-1) ?? 'ROOT'}`);
    if (kind === 'OBJECT') this.#writer.endObject();
    else this.#writer.endArray();
    this.#open.pop();
  }

  #beforeValue(what: string): void {
    if (this.isClosed) throw new JSONException('Generator is already closed');
    if (this.#open.at(-1) === 'OBJECT' && !this.#expectsValue) throw new JSONException(`Can not ${what}, expecting field name`);
    this.#expectsValue = false;
  }
}
describePlatformClass(JSONGenerator, 'System.JSONGenerator');

/** Method after `write`, parameter type, what the error text calls it. */
const VALUES: readonly (readonly [method: string, type: string, what: string])[] = [
  ['Blob', 'Blob', 'write a string'], ['Boolean', 'Boolean', 'write boolean value'], ['Date', 'Date', 'write a string'], ['DateTime', 'Datetime', 'write a string'],
  ['Id', 'Id', 'write a string'], ['Number', 'Decimal', 'write number'], ['Number', 'Double', 'write number'], ['Number', 'Integer', 'write number'],
  ['Number', 'Long', 'write number'], ['Object', 'Object', 'write a value'], ['String', 'String', 'write a string'], ['Time', 'Time', 'write a string'],
];

const members: Record<string, LibraryFunction> = {
  'String getAsString()': (self: JSONGenerator) => self.text,
  'void close()': (self: JSONGenerator) => { self.isClosed = true; },
  'Boolean isClosed()': (self: JSONGenerator) => self.isClosed,
  'void writeStartObject()': (self: JSONGenerator) => self.start('OBJECT'),
  'void writeEndObject()': (self: JSONGenerator) => self.end('OBJECT'),
  'void writeStartArray()': (self: JSONGenerator) => self.start('ARRAY'),
  'void writeEndArray()': (self: JSONGenerator) => self.end('ARRAY'),
  'void writeFieldName(String name)': (self: JSONGenerator, name: string | null) => self.name(name),
  'void writeNull()': (self: JSONGenerator) => self.value(null, 'write null value'),
  'void writeNullField(String name)': (self: JSONGenerator, name: string | null) => {
    self.name(name);
    self.value(null, 'write null value');
  },
};
for (const [method, type, what] of VALUES) {
  members[`void write${method}(${type} value)`] = (self: JSONGenerator, value: unknown) => self.value(value, what);
  members[`void write${method}Field(String name, ${type} value)`] = (self: JSONGenerator, name: string | null, value: unknown) => {
    self.name(name);
    self.value(value, what);
  };
}

export const JSON_GENERATOR = defineClass('System.JSONGenerator', members, { instances: JSONGenerator });
