/** docs/api/openapi.yaml as tests use it: what an operation may answer, what it may be sent, and whether a given body is that. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { root } from '../../scripts/process.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly definition: JsonObject;
  readonly statuses: readonly string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const SECONDS = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d`;

export class Contract {
  readonly document: JsonObject;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #answers: Ajv;
  readonly #requests: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: JsonObject) {
    this.document = document;
    this.operations = new Map(operationsOf(document).map((operation) => [operation.id, operation]));
    // An answer says nothing that is not documented, and tells times in UTC with milliseconds. A request may hold more, and any RFC 3339 time.
    this.#answers = validator(document, { isClosed: true, moment: new RegExp(String.raw`^${SECONDS}\.\d{3}Z$`) });
    this.#requests = validator(document, { isClosed: false, moment: new RegExp(String.raw`^${SECONDS}(\.\d+)?(Z|[+-]\d\d:\d\d)$`) });
  }

  static read(): Contract {
    return new Contract(parse(readFileSync(path.join(root, 'docs/api/openapi.yaml'), 'utf8')) as JsonObject);
  }

  operation(id: string): Operation {
    const operation = this.operations.get(id);
    if (operation === undefined) throw new Error(`docs/api/openapi.yaml has no operation ${id}.`);
    return operation;
  }

  /** What is wrong with an answer: its status is not documented, or its body is not what the document says. */
  answerProblems(operationId: string, status: number, body: unknown): string[] {
    const { statuses, definition } = this.operation(operationId);
    if (!statuses.includes(String(status))) return [`status ${String(status)} is not documented (${statuses.join(', ')})`];
    const response = this.resolve(object(definition['responses'])[String(status)]);
    return problems(this.#compile(`answer ${operationId} ${String(status)}`, this.#answers, jsonSchema(response)), body);
  }

  /** What the document has against a request body. An explicit null counts as absent, everywhere. */
  requestProblems(operationId: string, body: unknown): string[] {
    const request = this.resolve(this.operation(operationId).definition['requestBody']);
    return problems(this.#compile(`request ${operationId}`, this.#requests, jsonSchema(request)), withoutNulls(body));
  }

  /** Does the document allow this value at a place that has this schema? */
  allows(schema: JsonObject, value: Json): boolean {
    return this.#compile(`value ${JSON.stringify(schema)}`, this.#requests, schema)(value);
  }

  /** A schema by its name in the document. */
  schema(name: string): JsonObject {
    return object(object(object(this.document['components'])['schemas'])[name]);
  }

  /** Follows references until something that is none. */
  resolve(value: Json | undefined): JsonObject {
    const found = object(value);
    const reference = found['$ref'];
    return typeof reference === 'string' ? this.resolve(lookUp(this.document, reference)) : found;
  }

  #compile(name: string, ajv: Ajv, schema: JsonObject): ValidateFunction {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const made = ajv.compile(converted(schema, ajv === this.#answers));
    this.#compiled.set(name, made);
    return made;
  }
}

export function object(value: Json | undefined): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Error(`An object was expected, found ${JSON.stringify(value)}.`);
}

export function text(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`A text was expected, found ${JSON.stringify(value)}.`);
}

/** The value a reference such as `#/components/schemas/Sku` points to; `undefined` when it points nowhere. */
export function lookUp(document: JsonObject, reference: string): Json | undefined {
  let value: Json | undefined = document;
  for (const part of reference.replace(/^#\//, '').split('/')) {
    value = typeof value === 'object' && value !== null ? (value as JsonObject)[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return value;
}

function operationsOf(document: JsonObject): Operation[] {
  return Object.entries(object(document['paths'])).flatMap(([template, item]) =>
    Object.entries(object(item)).filter(([method]) => METHODS.includes(method)).map(([method, value]) => {
      const definition = object(value);
      return { id: text(definition['operationId']), method: method.toUpperCase(), path: template, definition, statuses: Object.keys(object(definition['responses'])) };
    }));
}

function jsonSchema(holder: JsonObject): JsonObject {
  return object(object(object(holder['content'])['application/json'])['schema']);
}

function validator(document: JsonObject, options: { readonly isClosed: boolean; readonly moment: RegExp }): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: true, multipleOfPrecision: 3 });
  ajv.addVocabulary(['example', 'components']);
  ajv.addFormat('date-time', { validate: (moment: string) => options.moment.test(moment) && isDay(moment.slice(0, 10)) });
  ajv.addFormat('date', { validate: isDay });
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) <= 2_147_483_647 });
  ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
  ajv.addSchema({ $id: 'contract', components: { schemas: converted(object(object(document['components'])['schemas']), options.isClosed) } });
  return ajv;
}

function isDay(day: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
}

/** OpenAPI 3.0 to JSON Schema: exclusive limits are numbers there; references lead to the one schema that holds them all. */
function converted<T extends Json>(value: T, isClosed: boolean): T {
  if (Array.isArray(value)) return value.map((part: Json) => converted(part, isClosed)) as unknown as T;
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, Json> = {};
  for (const [name, part] of Object.entries<Json>(value)) result[name] = name === '$ref' ? `contract${text(part)}` : converted(part, isClosed);
  if (result['exclusiveMinimum'] === true) {
    result['exclusiveMinimum'] = result['minimum'] ?? 0;
    delete result['minimum'];
  }
  if (isClosed && result['type'] === 'object' && typeof result['properties'] === 'object') result['additionalProperties'] = false;
  return result as T;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null).map(([name, part]) => [name, withoutNulls(part)]));
}

function problems(validate: ValidateFunction, body: unknown): string[] {
  return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || 'the body'} ${message ?? ''} ${JSON.stringify(params)}`);
}
