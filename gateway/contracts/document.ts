/** Contracts as files: `<name>.openapi.yaml`, one per API, each whole in itself. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject { readonly [name: string]: Json }

export const CONTRACT_NAMES = [
  'inventory-intent',
  'operations',
  'pos-ingest',
  'reconciliation',
  'salesforce',
  'sap-stock',
  'shops',
  'store-ops',
  'web-availability',
] as const;
export type ContractName = (typeof CONTRACT_NAMES)[number];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** With its parameters in braces, below the prefix of the API. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Media type and schema of the request; `undefined` when it has no body. */
  readonly body: { readonly mediaType: string; readonly schema: JsonObject; readonly isRequired: boolean } | undefined;
  /** Schema of each answer by its status, `undefined` for an answer without JSON. */
  readonly answers: ReadonlyMap<number, JsonObject | undefined>;
}

export interface Parameter {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header';
  readonly isRequired: boolean;
  readonly schema: JsonObject;
}

export function contractFile(name: ContractName): string {
  return path.join(import.meta.dirname, `${name}.openapi.yaml`);
}

export function readContract(name: ContractName): JsonObject {
  return objectOf(parse(readFileSync(contractFile(name), 'utf8')) as Json);
}

/** Every operation of a document, references of parameters, bodies and answers followed. */
export function operationsOf(document: JsonObject): readonly Operation[] {
  return Object.entries(objectOf(document['paths'])).flatMap(([template, item]) => {
    const pathItem = objectOf(item);
    const shared = listOf(pathItem['parameters']);
    return METHODS.flatMap((method) => {
      const definition = pathItem[method];
      return definition === undefined ? [] : [operationOf(document, template, method, objectOf(definition), shared)];
    });
  });
}

function operationOf(document: JsonObject, template: string, method: Method, definition: JsonObject, shared: readonly Json[]): Operation {
  return {
    id: definition['operationId'] as string,
    method,
    path: template,
    parameters: [...shared, ...listOf(definition['parameters'])].map((parameter) => parameterOf(follow(document, parameter))),
    body: definition['requestBody'] === undefined ? undefined : bodyOf(follow(document, definition['requestBody'])),
    answers: new Map(Object.entries(objectOf(definition['responses'])).map(([status, answer]) => [Number(status), answerSchema(follow(document, answer))])),
  };
}

function parameterOf(parameter: JsonObject): Parameter {
  return { name: parameter['name'] as string, place: parameter['in'] as Parameter['place'], isRequired: parameter['required'] === true, schema: objectOf(parameter['schema']) };
}

function bodyOf(body: JsonObject): Operation['body'] {
  const [mediaType, content] = Object.entries(objectOf(body['content']))[0]!;
  return { mediaType, schema: objectOf(objectOf(content)['schema']), isRequired: body['required'] === true };
}

function answerSchema(answer: JsonObject): JsonObject | undefined {
  const json = answer['content'] === undefined ? undefined : objectOf(answer['content'])['application/json'];
  return json === undefined ? undefined : objectOf(objectOf(json)['schema']);
}

/** The object a reference such as `#/components/schemas/Sku` leads to; what is no reference is itself. */
export function follow(document: JsonObject, value: Json | undefined): JsonObject {
  const found = objectOf(value);
  const reference = found['$ref'];
  if (typeof reference !== 'string') return found;
  let target: Json | undefined = document;
  for (const part of reference.replace(/^#\//, '').split('/')) target = objectOf(target)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  return follow(document, target);
}

export function objectOf(value: Json | undefined): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new TypeError(`An object was expected in a contract, found ${JSON.stringify(value)}.`);
}

function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : (value as readonly Json[]);
}
