/** OpenAPI 3.0.3 schemas as JSON Schema, which is what the validator compiles. */
import { Ajv, type ValidateFunction } from 'ajv';
import type { Json, JsonObject } from './document.ts';

const SECONDS = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d`;
const MOMENT = new RegExp(String.raw`^${SECONDS}(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`);

export interface SchemaOptions {
  /** Fields that are not named are an error: so for what we answer ourselves. */
  readonly isClosed: boolean;
  /** Texts become numbers and booleans where the schema asks for them: so for paths, queries and headers. */
  readonly areTexts?: boolean;
}

/** Compiles schemas of one document; references lead to its components. */
export function schemaCompiler(document: JsonObject, options: SchemaOptions): (schema: JsonObject) => ValidateFunction {
  const ajv = new Ajv({ allErrors: false, verbose: true, strict: true, strictRequired: false, multipleOfPrecision: 3, coerceTypes: options.areTexts === true });
  ajv.addVocabulary(['example', 'components']);
  ajv.addFormat('date-time', { validate: (moment: string) => MOMENT.test(moment) && isDay(moment.slice(0, 10)) });
  ajv.addFormat('date', { validate: isDay });
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) <= 2_147_483_647 });
  ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
  ajv.addSchema({ $id: 'contract', components: { schemas: converted((document['components'] as JsonObject)['schemas'] ?? {}, options.isClosed) } });
  return (schema) => ajv.compile(converted(schema, options.isClosed) as JsonObject);
}

function isDay(day: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
}

/** Exclusive limits are numbers in JSON Schema. */
function converted(value: Json, isClosed: boolean): Json {
  if (Array.isArray(value)) return value.map((part: Json) => converted(part, isClosed));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) result[name] = name === '$ref' && typeof part === 'string' ? `contract${part}` : converted(part, isClosed);
  if (result['exclusiveMinimum'] === true) {
    result['exclusiveMinimum'] = result['minimum'] ?? 0;
    delete result['minimum'];
  }
  if (isClosed && result['type'] === 'object' && typeof result['properties'] === 'object' && result['additionalProperties'] === undefined) result['additionalProperties'] = false;
  return result;
}
