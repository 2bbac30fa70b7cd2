/** Requests and answers held against the contract of an operation. Schemas are compiled when they are first needed. */
import type { ValidateFunction } from 'ajv';
import { Refusal } from '../shared/failures.ts';
import { operationsOf, readContract, type ContractName, type JsonObject, type Operation, type Parameter } from './document.ts';
import { schemaCompiler } from './json-schema.ts';
import { problemOf, type Problem } from './problem.ts';

export interface RequestParts {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** Names in lower case, as Node has them. */
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A request that keeps its contract; texts of path, query and headers have become what their schemas say. Undeclared parameters are left out. */
export interface CheckedRequest {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** By the names the contract gives them. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Deeper JSON than any contract describes is refused before it is looked at. */
const MOST_LEVELS = 32;

const read = new Map<ContractName, Contract>();

export class Contract {
  readonly name: string;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #requests: (schema: JsonObject) => ValidateFunction;
  readonly #texts: (schema: JsonObject) => ValidateFunction;
  readonly #answers: (schema: JsonObject) => ValidateFunction;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(name: string, document: JsonObject) {
    this.name = name;
    this.operations = new Map(operationsOf(document).map((operation) => [operation.id, operation]));
    this.#requests = schemaCompiler(document, { isClosed: false });
    this.#texts = schemaCompiler(document, { isClosed: false, areTexts: true });
    this.#answers = schemaCompiler(document, { isClosed: true });
  }

  /** Reads each file once: contracts never change while a process runs, and their compiled schemas are worth keeping. */
  static read(name: ContractName): Contract {
    const known = read.get(name) ?? new Contract(name, readContract(name));
    read.set(name, known);
    return known;
  }

  operation(id: string): Operation {
    const operation = this.operations.get(id);
    if (operation === undefined) throw new Error(`The contract ${this.name} has no operation ${id}.`);
    return operation;
  }

  /** Throws Refusal GW-MALFORMED naming the first field that breaks the contract, and what stands in it. An explicit null counts as absent. */
  checkRequest(operationId: string, parts: RequestParts): CheckedRequest {
    const operation = this.operation(operationId);
    const [path, query, headers] = (['path', 'query', 'header'] as const).map((place) => this.#parameters(operation, place, parts)) as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>];
    return { path, query, headers, body: this.#body(operation, parts.body) };
  }

  /** What is wrong with an answer: its status is not in the contract, or its body is not what the contract says. Empty when all is well. */
  answerProblems(operationId: string, status: number, body: unknown): readonly string[] {
    const { answers } = this.operation(operationId);
    if (!answers.has(status)) return [`status ${String(status)} is not in the contract (${[...answers.keys()].join(', ')})`];
    const schema = answers.get(status);
    if (schema === undefined) return [];
    return this.#problems(this.#compile(`answer ${operationId} ${String(status)}`, this.#answers, schema), body).map(({ message }) => message);
  }

  #parameters(operation: Operation, place: Parameter['place'], parts: RequestParts): Record<string, unknown> {
    const given = (place === 'path' ? parts.path : place === 'query' ? parts.query : parts.headers) ?? {};
    const checked: Record<string, unknown> = {};
    for (const parameter of operation.parameters) {
      if (parameter.place !== place) continue;
      const value = given[place === 'header' ? parameter.name.toLowerCase() : parameter.name];
      if (value === undefined && !parameter.isRequired) continue;
      if (value === undefined) throw malformed({ field: parameter.name, message: `${named(place, parameter.name)} is missing.` });
      const holder = { [parameter.name]: value };
      const schema = { type: 'object', properties: { [parameter.name]: parameter.schema } };
      const [problem] = this.#problems(this.#compile(`${place} ${operation.id} ${parameter.name}`, this.#texts, schema), holder);
      if (problem !== undefined) throw malformed(problem);
      checked[parameter.name] = holder[parameter.name];
    }
    return checked;
  }

  #body(operation: Operation, body: unknown): unknown {
    const { body: expected } = operation;
    if (expected === undefined || expected.mediaType !== 'application/json') return body;
    if (body === undefined) {
      if (expected.isRequired) throw malformed({ field: 'the body', message: 'The body is missing.' });
      return undefined;
    }
    if (isDeeperThan(body, MOST_LEVELS)) throw malformed({ field: 'the body', message: `The body is nested deeper than ${String(MOST_LEVELS)} levels.` });
    const cleaned = withoutNulls(body);
    const [problem] = this.#problems(this.#compile(`request ${operation.id}`, this.#requests, expected.schema), cleaned);
    if (problem !== undefined) throw malformed(problem);
    return cleaned;
  }

  #compile(name: string, compile: (schema: JsonObject) => ValidateFunction, schema: JsonObject): ValidateFunction {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const made = compile(schema);
    this.#compiled.set(name, made);
    return made;
  }

  #problems(validate: ValidateFunction, value: unknown): readonly Problem[] {
    return validate(value) ? [] : (validate.errors ?? []).map((error) => problemOf(error));
  }
}

function malformed({ field, message }: Problem): Refusal {
  return new Refusal('GW-MALFORMED', message, { fields: [field] });
}

function named(place: Parameter['place'], name: string): string {
  return place === 'header' ? `The header ${name}` : name;
}

/** Level by level, not by recursion: what is looked for is what would exhaust the stack. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((part): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null).map(([name, part]) => [name, withoutNulls(part)]));
}
