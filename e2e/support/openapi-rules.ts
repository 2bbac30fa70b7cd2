/** The rules of OpenAPI 3.0.3 that a document written by hand is likely to break, and this project's own: everything has a schema, everything is used. */
import { lookUp, object, text, type Json, type JsonObject } from './contract.ts';

/** The fields each kind of object may have; anything else is a slip. `x-…` is not used here. */
const FIELDS = {
  document: ['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components', 'externalDocs'],
  pathItem: ['summary', 'description', 'get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'servers', 'parameters'],
  operation: ['tags', 'summary', 'description', 'externalDocs', 'operationId', 'parameters', 'requestBody', 'responses', 'callbacks', 'deprecated', 'security', 'servers'],
  parameter: ['name', 'in', 'description', 'required', 'deprecated', 'allowEmptyValue', 'style', 'explode', 'allowReserved', 'schema', 'example', 'examples', 'content'],
  requestBody: ['description', 'content', 'required'],
  response: ['description', 'headers', 'content', 'links'],
  mediaType: ['schema', 'example', 'examples', 'encoding'],
  schema: [
    'title', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties',
    'required', 'enum', 'type', 'allOf', 'oneOf', 'anyOf', 'not', 'items', 'properties', 'additionalProperties', 'description', 'format', 'default', 'nullable', 'discriminator', 'readOnly',
    'writeOnly', 'xml', 'externalDocs', 'example', 'deprecated',
  ],
} as const;

/** What breaks a rule, each with its place; nothing when the document is in order. */
export function openApiProblems(document: JsonObject): string[] {
  const check = new DocumentCheck(document);
  check.run();
  return check.problems;
}

class DocumentCheck {
  readonly problems: string[] = [];
  readonly #document: JsonObject;
  readonly #used = new Set<string>();
  readonly #operationIds = new Set<string>();

  constructor(document: JsonObject) {
    this.#document = document;
  }

  run(): void {
    const document = this.#document;
    this.#fields('document', document, 'the document');
    if (document['openapi'] !== '3.0.3') this.#report('the document', `openapi is ${JSON.stringify(document['openapi'])}, not 3.0.3`);
    this.#require(['title', 'version'], object(document['info'] ?? {}), 'info');
    for (const [path, item] of Object.entries(object(document['paths']))) this.#pathItem(path, object(item));
    this.#components(object(document['components'] ?? {}));
  }

  #pathItem(path: string, item: JsonObject): void {
    this.#fields('pathItem', item, path);
    const shared = this.#list(item['parameters']);
    for (const [method, operation] of Object.entries(item)) {
      if (method !== 'parameters') this.#operation(`${method.toUpperCase()} ${path}`, path, object(operation), shared);
    }
  }

  #operation(place: string, path: string, operation: JsonObject, shared: readonly Json[]): void {
    this.#fields('operation', operation, place);
    this.#require(['operationId', 'summary', 'tags', 'responses'], operation, place);
    const id = text(operation['operationId'] ?? '');
    if (this.#operationIds.has(id)) this.#report(place, `the operationId ${id} is taken`);
    this.#operationIds.add(id);
    const tags = this.#list(this.#document['tags']).map((tag) => object(tag)['name']);
    for (const tag of this.#list(operation['tags'])) if (!tags.includes(tag)) this.#report(place, `the tag ${text(tag)} is not declared`);
    this.#parameters(place, path, [...shared, ...this.#list(operation['parameters'])]);
    if (operation['requestBody'] !== undefined) this.#content('requestBody', this.#follow(operation['requestBody'], place), `${place} requestBody`);
    for (const [status, response] of Object.entries(object(operation['responses'] ?? {}))) {
      if (!/^[1-5]\d\d$/.test(status)) this.#report(place, `${status} is not a status`);
      this.#content('response', this.#follow(response, place), `${place} ${status}`);
    }
  }

  #parameters(place: string, path: string, parameters: readonly Json[]): void {
    const inPath = new Set<string>();
    for (const one of parameters) {
      const parameter = this.#follow(one, place);
      this.#fields('parameter', parameter, place);
      this.#require(['name', 'in', 'schema'], parameter, place);
      const name = text(parameter['name'] ?? '');
      this.#schema(parameter['schema'], `${place} parameter ${name}`);
      if (parameter['in'] !== 'path') continue;
      inPath.add(name);
      if (parameter['required'] !== true) this.#report(place, `the path parameter ${name} must be required`);
    }
    const named = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
    for (const name of named.symmetricDifference(inPath)) this.#report(place, `${name} is not both in the path and declared`);
  }

  /** A request body or a response: with a description, and a schema for everything in it. */
  #content(kind: 'requestBody' | 'response', holder: JsonObject, place: string): void {
    this.#fields(kind, holder, place);
    if (kind === 'response') this.#require(['description'], holder, place);
    const content = object(holder['content'] ?? {});
    if (Object.keys(content).length === 0) this.#report(place, 'has no content');
    for (const [type, value] of Object.entries(content)) {
      const media = object(value);
      this.#fields('mediaType', media, `${place} ${type}`);
      this.#require(['schema'], media, `${place} ${type}`);
      this.#schema(media['schema'], `${place} ${type}`);
    }
    for (const [name, header] of Object.entries(object(holder['headers'] ?? {}))) this.#schema(this.#follow(header, place)['schema'], `${place} header ${name}`);
  }

  #schema(value: Json | undefined, place: string): void {
    if (value === undefined) return;
    const schema = object(value);
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      if (Object.keys(schema).length > 1) this.#report(place, 'what stands beside $ref is ignored');
      const isNew = !this.#used.has(reference);
      const target = this.#follow(schema, place);
      if (isNew) this.#schema(target, reference);
      return;
    }
    this.#fields('schema', schema, place);
    const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((name) => this.#list(schema[name]));
    if (schema['type'] === undefined && parts.length === 0) this.#report(place, 'the schema has no type');
    if ((schema['type'] === 'array') !== (schema['items'] !== undefined)) this.#report(place, 'items belongs to arrays, and arrays need it');
    const properties = object(schema['properties'] ?? {});
    for (const name of this.#list(schema['required']).map(text)) if (properties[name] === undefined) this.#report(place, `requires ${name} without describing it`);
    for (const [name, property] of Object.entries(properties)) this.#schema(property, `${place}.${name}`);
    for (const part of [...parts, ...(schema['items'] === undefined ? [] : [schema['items']])]) this.#schema(part, place);
  }

  #components(components: JsonObject): void {
    const schemes = object(components['securitySchemes'] ?? {});
    for (const one of this.#list(this.#document['security'])) for (const name of Object.keys(object(one))) if (schemes[name] === undefined) this.#report('security', `${name} is not declared`);
    for (const [kind, entries] of Object.entries(components)) {
      if (kind === 'securitySchemes') continue;
      for (const name of Object.keys(object(entries))) if (!this.#used.has(`#/components/${kind}/${name}`)) this.#report(`components.${kind}.${name}`, 'is used nowhere');
    }
  }

  #follow(value: Json | undefined, place: string): JsonObject {
    const found = object(value ?? {});
    const reference = found['$ref'];
    if (typeof reference !== 'string') return found;
    this.#used.add(reference);
    const target = lookUp(this.#document, reference);
    if (target === undefined) this.#report(place, `${reference} leads nowhere`);
    return target === undefined ? {} : this.#follow(target, reference);
  }

  #fields(kind: keyof typeof FIELDS, value: JsonObject, place: string): void {
    const allowed: readonly string[] = FIELDS[kind];
    for (const name of Object.keys(value)) if (!allowed.includes(name)) this.#report(place, `${name} is not a field of OpenAPI here`);
  }

  #require(names: readonly string[], value: JsonObject, place: string): void {
    for (const name of names) if (value[name] === undefined) this.#report(place, `${name} is missing`);
  }

  #list(value: Json | undefined): readonly Json[] {
    return Array.isArray(value) ? (value as readonly Json[]) : [];
  }

  #report(place: string, message: string): void {
    this.problems.push(`${place}: ${message}`);
  }
}
