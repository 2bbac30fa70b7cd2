/** A server with a real store (SQLite, in a folder of its own), an org that knows some names, and ears on everything that is logged, counted and answered. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { checkAnswers, type SeenAnswers } from '../../contracts/test/checked-answers.ts';
import { openSqliteStore } from '../../delivery/store-sqlite.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import type { WorkItem } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import { answerErrors, authoriseClients, BODY_LIMIT_BYTES, keepRawBodies, type Authorise, type Scope } from '../../shared/http.ts';
import { jsonLog, type Log } from '../../shared/log.ts';
import type { OrgAnswer, OrgApi } from '../../system/salesforce/org-api.ts';
import { TillNames } from '../../system/salesforce/till-names.ts';
import { Contract as OrgContract } from '../../../e2e/support/contract.ts';
import type { Reserve } from '../../process/promises/reservation.ts';
import { sha256 } from '../pos/transaction.ts';

export const NOW_MS = Date.parse('2026-11-21T10:00:00.000Z');

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: unknown;
}

export class World {
  readonly server: FastifyInstance;
  readonly store: GatewayStore;
  readonly names: TillNames;
  readonly answers: SeenAnswers;
  readonly log: Log;
  readonly logged: string[] = [];
  /** `source what` → how often. */
  readonly counts = new Map<string, number>();
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly authorise: Authorise;
  readonly orgCalls: { readonly method: string; readonly path: string; readonly body: unknown }[] = [];
  nowMs = NOW_MS;
  isFull = false;
  /** What the org answers, by method and path. */
  orgAnswers: (method: string, path: string, body: unknown) => OrgAnswer | undefined = () => undefined;
  orgRows: (soql: string) => readonly Record<string, unknown>[] = namesOfTheOrg;
  readonly org: OrgApi;
  readonly reserve: Reserve;
  readonly #folder: string;
  readonly #orgProblems: string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.clock = { now: () => this.nowMs, sleep: async (milliseconds) => { this.nowMs += milliseconds; } };
    this.log = jsonLog((line) => this.logged.push(line));
    this.health = { hop: () => undefined, count: (source, what, by = 1) => { this.counts.set(`${source} ${what}`, (this.counts.get(`${source} ${what}`) ?? 0) + by); } };
    this.store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: this.clock, isDurable: false });
    this.org = this.#fakeOrg();
    this.reserve = async (command) => this.#decide(command);
    this.names = new TillNames({ org: this.org, store: this.store, clock: this.clock, log: this.log });
    this.authorise = authoriseClients([{ name: 'test', tokenHash: sha256('token-of-the-test'), scopes: ALL_SCOPES }, { name: 'reader', tokenHash: sha256('token-of-the-reader'), scopes: ['web:read'] }]);
    this.server = fastify({ bodyLimit: BODY_LIMIT_BYTES });
    keepRawBodies(this.server);
    answerErrors(this.server, this.log);
    this.answers = checkAnswers(this.server);
  }

  static async open(): Promise<World> {
    const world = new World(mkdtempSync(path.join(tmpdir(), 'holdfast-experience-')));
    await world.names.start();
    return world;
  }

  async send({ method = 'POST', url, headers = {}, body }: Sent): Promise<LightMyRequestResponse> {
    const payload = body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return this.server.inject({ method, url, headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(payload === undefined ? {} : { payload }) });
  }

  async work(): Promise<readonly WorkItem[]> {
    return this.store.find({ most: 10_000 });
  }

  /** Whether anything at all was stored beyond names. */
  async isEmpty(): Promise<boolean> {
    const cursors = (await this.store.cursors('')).filter(({ name }) => name !== 'till-names');
    return (await this.work()).length === 0 && cursors.length === 0;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.store.close();
    rmSync(this.#folder, { recursive: true });
    this.answers.assertKept();
    assert.deepEqual(this.#orgProblems, [], 'what was asked of the org keeps its contract');
  }

  /** As the coalescer does, without waiting for others. */
  async #decide(command: Parameters<Reserve>[0]): ReturnType<Reserve> {
    const { body, status } = await this.org.call('POST', '/reservations', command);
    if (status >= 400) throw new Refusal((body as { errorCode: string }[])[0]!.errorCode, 'The org refused it.', { status });
    return (body as { results: Awaited<ReturnType<Reserve>>[] }).results[0]!;
  }

  #fakeOrg(): OrgApi {
    return {
      postFacts: async (facts) => facts.map(({ key }) => ({ key, effect: 'Applied' as const })),
      postSnapshots: async () => [],
      call: async (method, orgPath, body) => {
        this.orgCalls.push({ method, path: orgPath, body });
        this.#orgProblems.push(...orgProblems(method, orgPath, body));
        return this.orgAnswers(method, orgPath, body) ?? { status: 404, body: [{ errorCode: 'HF-UNKNOWN-RESERVATION', message: 'There is none.' }] };
      },
      query: async (soql) => this.orgRows(soql),
      session: async () => ({ url: 'http://127.0.0.1', token: 'org-token', organizationId: '00D' }),
      forgetSession: () => undefined,
    };
  }
}

const orgContract = OrgContract.read();

/** What docs/api/openapi.yaml has against a call. */
function orgProblems(method: string, address: string, body: unknown): readonly string[] {
  const path = address.split('?')[0]!;
  const operation = [...orgContract.operations.values()].find((one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));
  if (operation === undefined) return [`${method} ${path} is no operation of the org`];
  return body === undefined ? [] : orgContract.requestProblems(operation.id, body).map((problem) => `${operation.id}: ${problem}`);
}

const ALL_SCOPES: readonly Scope[] = ['operations:read', 'operations:write', 'web:read', 'web:write', 'store-ops:read', 'store-ops:write', 'process:write', 'system:read', 'system:write'];

export const BEARER = { authorization: 'Bearer token-of-the-test' } as const;

export function namesOfTheOrg(soql: string): readonly Record<string, unknown>[] {
  if (soql.includes('FROM Stock_Location__c')) return [{ Code__c: 'LYON-CENTRE', Till_Store_Code__c: 'LYON' }, { Code__c: 'NICE-1', Till_Store_Code__c: 'NICE' }, { Code__c: 'NICE-2', Till_Store_Code__c: 'NICE' }];
  if (soql.includes('FROM Product_Barcode__c')) return [{ GTIN__c: '4006381333931', Pack_Quantity__c: 6, Product__r: { SKU__c: 'LAMP-1' } }];
  return [];
}
