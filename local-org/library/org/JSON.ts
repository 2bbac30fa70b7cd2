/** System.JSON. */
import { nullArgument } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { typedValue } from '../json/deserialize.ts';
import { writeValue } from '../json/serialize.ts';
import { parseJson } from '../json/tree.ts';
import { untypedValue } from '../json/untyped.ts';
import { JsonWriter } from '../json/writer.ts';
import { JSONGenerator } from './JSONGenerator.ts';
import { JSONParser } from './JSONParser.ts';
import type { TypeToken } from './Type.ts';

/** Any Apex value as JSON.serialize writes it; also what REST methods and Lightning calls answer. */
export function serialize(value: unknown, pretty = false, suppressNulls = false): string {
  const writer = new JsonWriter(pretty);
  writeValue(writer, value, { suppressNulls });
  return writer.text;
}

function deserialize(text: string | null, type: TypeToken | null, strict: boolean): unknown {
  if (text === null || type === null) throw nullArgument();
  return typedValue(parseJson(text), type.type, { strict });
}

function deserializeUntyped(text: string | null): unknown {
  if (text === null) throw nullArgument();
  return untypedValue(parseJson(text));
}

export const JSON_CLASS = defineClass('System.JSON', {
  'static String serialize(Object value)': (value: unknown) => serialize(value),
  'static String serialize(Object value, Boolean suppressApexObjectNulls)': (value: unknown, suppress: boolean | null) => serialize(value, false, suppress === true),
  'static String serializePretty(Object value)': (value: unknown) => serialize(value, true),
  'static String serializePretty(Object value, Boolean suppressApexObjectNulls)': (value: unknown, suppress: boolean | null) => serialize(value, true, suppress === true),
  'static Object deserialize(String text, System.Type apexType)': (text: string | null, type: TypeToken | null) => deserialize(text, type, false),
  'static Object deserializeStrict(String text, System.Type apexType)': (text: string | null, type: TypeToken | null) => deserialize(text, type, true),
  'static Object deserializeUntyped(String text)': deserializeUntyped,
  'static System.JSONGenerator createGenerator(Boolean pretty)': (pretty: boolean | null) => new JSONGenerator(pretty === true),
  'static System.JSONParser createParser(String text)': (text: string | null) => {
    if (text === null) throw nullArgument();
    return new JSONParser(text);
  },
});
