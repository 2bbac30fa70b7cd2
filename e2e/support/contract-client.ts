/** Calls operations of the contract on a running org: an answer that the document does not describe is a failure, whatever else the test looks at. */
import assert from 'node:assert/strict';
import type { Contract } from './contract.ts';
import { call, type RunningOrg } from './running-org.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export type Refusal = readonly [{ readonly errorCode: string; readonly message: string; readonly fields?: readonly string[] }];

export interface CallOptions {
  /** The request key or document number of the address. */
  readonly key?: string;
  /** Parameters of the address. */
  readonly query?: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** `null`: none is sent. */
  readonly token?: string | null;
  /** An address of the operation's resource that is not the operation's own. */
  readonly address?: string;
}

export class ContractClient {
  /** What was answered so far, as `operation status`. */
  readonly seen = new Set<string>();
  readonly #contract: Contract;
  readonly #org: RunningOrg;
  readonly #token: string;

  constructor(contract: Contract, org: RunningOrg, token: string) {
    this.#contract = contract;
    this.#org = org;
    this.#token = token;
  }

  /** The answer must be one the document describes. What the org takes must be something the document allows to send. */
  async send<T>(operationId: string, options: CallOptions = {}): Promise<Answer<T>> {
    const operation = this.#contract.operation(operationId);
    const query = options.query === undefined ? '' : `?${new URLSearchParams(options.query).toString()}`;
    const address = `${options.address ?? operation.path.replace(/\{(requestKey|documentNo)\}/, encodeURIComponent(options.key ?? ''))}${query}`;
    const { status, body } = await call(this.#org, options.token === null ? undefined : (options.token ?? this.#token), operation.method, address, options.body);
    const told = `${operation.method} ${address} ${shown(options.body)}\nanswered ${String(status)} ${JSON.stringify(body)}`;
    assert.deepEqual(this.#contract.answerProblems(operationId, status, body), [], told);
    const isTaken = status < 300 && options.body !== undefined && typeof options.body !== 'string';
    if (isTaken) assert.deepEqual(this.#contract.requestProblems(operationId, options.body), [], `${told}\nwhich the document does not allow to send`);
    this.seen.add(`${operationId} ${String(status)}`);
    return { status, body: body as T };
  }

  /** Expects a refusal with this status and code. */
  async refused(operationId: string, options: CallOptions, status: number, errorCode: string): Promise<Refusal[0]> {
    const answer = await this.send<Partial<Refusal>>(operationId, options);
    const [refusal] = answer.body;
    assert.deepEqual([answer.status, refusal?.errorCode], [status, errorCode], `${operationId} ${shown(options)}\nanswered ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return refusal!;
  }

  /** Expects 200. */
  async taken<T>(operationId: string, options: CallOptions): Promise<T> {
    const answer = await this.send<T>(operationId, options);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }
}

function shown(body: unknown): string {
  return (typeof body === 'string' ? body : (JSON.stringify(body) ?? '')).slice(0, 500);
}
