/** A variant of the app, deployed into a local org in memory with two products at one location and stock from the test. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { apiHost } from '../../../local-org/cli/api-host.ts';
import { readProjectFiles } from '../../../local-org/cli/read-project.ts';
import { openBundleCache, openProjectCache, openProjectPrograms } from '../../../local-org/cli/syntax-cache.ts';
import { Store } from '../../../local-org/data/store/store.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from '../../../local-org/deploy/demo-users.ts';
import type { ProjectFiles } from '../../../local-org/deploy/compile.ts';
import { LocalOrg } from '../../../local-org/deploy/local-org.ts';
import { formatProblem } from '../../../local-org/deploy/problems.ts';
import { context } from '../../../local-org/library/ports.ts';
import type { RestExchange, UserContext } from '../../../local-org/library/ports.ts';
import { BatchDelivery } from '../../../local-org/runtime/batch-delivery.ts';
import type { OpenedCase, Outcome, TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import { interleaved } from '../../../local-org/runtime/scheduler/interleaver.ts';
import type { Kernel, Rules } from '../../../local-org/runtime/scheduler/kernel.ts';
import type { Transaction } from '../../../local-org/runtime/transaction.ts';
import { setSlot } from '../../../local-org/values/sobject.ts';
import { withHotProducts } from '../../../e2e/support/hot-products.ts';
import { root } from '../../process.ts';
import { applied, shortagesLeft, type Variant } from './variants.ts';

export const STARTS_AT = Date.UTC(2026, 10, 21, 9, 0, 0);
export const LOCATIONS = ['STORE', 'SHOP'] as const;
const RESOURCES = '/holdfast/v1';

/** What a caller was answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

export class ProvingOrg {
  readonly localOrg: LocalOrg;
  readonly #admin: UserContext;
  readonly #automated: UserContext;
  readonly #host: ReturnType<typeof apiHost>;

  private constructor(variant: Variant, hot: Readonly<Record<string, number>>) {
    const report = (line: string): void => { throw new Error(line); };
    const trees = openProjectCache(report);
    const clock = { now: () => STARTS_AT };
    this.localOrg = new LocalOrg({ store: Store.inMemory(), clock, parse: (file) => trees.parse(file), examineBundle: openBundleCache(report), programs: openProjectPrograms(report), report });
    const files = withSteps(withHotProducts(shortagesLeft(applied(variant, readProjectFiles(path.join(root, 'force-app')))), hot));
    const problems = this.localOrg.deploy(files);
    if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem, files)).join('\n'));
    this.#host = apiHost(this.localOrg, clock.now);
    this.#admin = this.localOrg.users.byUsername(ADMIN_USERNAME)!;
    this.#automated = this.localOrg.users.byUsername(AUTOMATED_PROCESS_USERNAME)!;
  }

  /** @param stock pieces on hand by place: SKU, or SKU@LOCATION @param hot shards by SKU */
  static async start(variant: Variant, stock: Readonly<Record<string, number>>, hot: Readonly<Record<string, number>> = {}): Promise<ProvingOrg> {
    const org = new ProvingOrg(variant, hot);
    for (const code of LOCATIONS) await org.#create('Stock_Location__c', { Name: code, Code__c: code, Type__c: 'Store', Pickup__c: true });
    for (const sku of new Set(Object.keys(stock).map((place) => placeOf(place).sku))) await org.#create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: 'Piece', IsActive: true });
    await org.call('/events', { events: Object.entries(stock).map(([place, quantity]) => factOf({ key: `opening-${place}`, intent: 'StockReceived', place, quantity })) });
    if (Object.keys(hot).length > 0) await org.#sweepShardsNow();
    return org;
  }

  /** A POST that is over before anything is interleaved. */
  async call(address: string, content: unknown): Promise<void> {
    const { options, body } = this.rest('opening', address, content).open(1);
    const answer = await this.localOrg.org.run(options, body) as Answer;
    if (answer.status !== 200 || /Quarantined|Refused/.test(answer.text)) throw new Error(`POST ${address} was answered ${String(answer.status)} ${answer.text}`);
  }

  interleaved<T>(rules: Partial<Rules>, body: (kernel: Kernel) => T): T {
    return interleaved(this.localOrg.org, rules, body);
  }

  /** A POST below the app's public surface, as over HTTP; 503 is sent again, as the API tells its callers to. */
  rest(name: string, address: string, body: unknown, attempts = 4): TransactionCase {
    const call = this.#restCall('POST', address);
    const bytes = Buffer.from(JSON.stringify(body));
    return { name, attempts, isSentAgain: (outcome) => statusOf(outcome) === 503, open: () => call('', bytes) };
  }

  /** A GET below it, sent again as long as the caller wants more. @param query of each time it is sent */
  reading(name: string, address: string, query: () => string, wantsMore: (outcome: Outcome) => boolean, attempts: number): TransactionCase {
    const call = this.#restCall('GET', address);
    return { name, attempts, isSentAgain: wantsMore, open: () => call(query(), null) };
  }

  /** A POST that did its work when an exception leaves it: nothing of it stays. */
  failing(name: string, address: string, body: unknown): TransactionCase {
    const call = this.#restCall('POST', address);
    const bytes = Buffer.from(JSON.stringify(body));
    const { program } = this.localOrg.org;
    return {
      name,
      open: () => {
        const { options, body: run } = call('', bytes);
        return { options, body: () => { run(); program.invoke('ProofSteps', 'fail', []); } };
      },
    };
  }

  #restCall(method: 'GET' | 'POST', address: string): (query: string, body: Uint8Array | null) => OpenedCase {
    const requestUri = `${RESOURCES}${address}`;
    const { target } = this.#host.findApexRest(method, requestUri);
    if (target === undefined) throw new Error(`The app has no ${method} ${requestUri}.`);
    return (query, body) => {
      const exchange: RestExchange = {
        method, requestUri, resourcePath: `/services/apexrest${target.resourcePath}`, parameters: new Map(new URLSearchParams(query)), headers: new Map(), body, remoteAddress: '127.0.0.1',
        response: { statusCode: null, headers: new Map(), body: null },
      };
      return {
        options: { user: this.#admin, kind: 'APEX_REST', rest: exchange },
        body: (): Answer => {
          target.invoke();
          return { status: exchange.response.statusCode ?? 200, text: Buffer.from(exchange.response.body ?? []).toString() };
        },
      };
    };
  }

  /** Carts whose time is over are ended by the sweep; a sweep that dies comes again. */
  sweepOfCarts(): TransactionCase {
    return this.#step('sweepCarts');
  }

  /** Shards are opened and filled evenly by the sweep. */
  sweepOfShards(): TransactionCase {
    return this.#step('sweepShards');
  }

  #step(method: string): TransactionCase {
    const { program } = this.localOrg.org;
    return {
      name: method, attempts: 4, isSentAgain: ({ kind }) => kind === 'crashed',
      open: () => ({ options: { user: this.#admin, kind: 'ANONYMOUS' }, body: () => program.invoke('ProofSteps', method, []) }),
    };
  }

  async #sweepShardsNow(): Promise<void> {
    const { options, body } = this.sweepOfShards().open(1);
    await this.localOrg.org.run(options, body);
  }

  /** A batch of facts delivered to the event trigger; an exception brings the same batch again. */
  delivery(name: string, facts: readonly Fact[], attempts = 4): TransactionCase {
    const objectName = 'Stock_Fact__e';
    return {
      name, attempts, isSentAgain: ({ kind }) => kind !== 'returned',
      open: (attempt) => {
        const events = facts.map((fact, index) => ({ replayId: index + 1, objectName, publishedAt: STARTS_AT, payload: payloadOf(fact) }));
        const delivery = new BatchDelivery(objectName, events, { retries: attempt - 1, lastError: null });
        const body = (): void => {
          const stopped = delivery.run(context() as Transaction);
          if (stopped !== undefined) throw stopped;
        };
        return { options: { user: this.#automated, kind: 'EVENT', delivery }, body };
      },
    };
  }

  close(): Promise<void> {
    return this.localOrg.close();
  }

  async #create(objectName: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const { org } = this.localOrg;
    const record = new (org.installed.schemaPort.recordClass(objectName.toLowerCase())!)();
    for (const [name, value] of Object.entries(values)) setSlot(record, `$${name.toLowerCase()}`, value);
    const [result] = await org.run({ user: this.#admin, kind: 'REST' }, () =>
      context().data.dml({ operation: 'insert', records: [record], allOrNone: true, access: { mode: 'system', sharing: false }, externalId: undefined }));
    if (result?.success !== true) throw new Error(`${objectName} could not be inserted: ${JSON.stringify(result?.errors)}`);
  }
}

export function statusOf(outcome: Outcome): number {
  if (outcome.kind === 'crashed') return 503;
  return outcome.kind === 'threw' ? 500 : ((outcome.value as Answer | undefined)?.status ?? 200);
}

export interface Fact {
  readonly key: string;
  readonly intent: string;
  readonly place: string;
  readonly quantity: number;
}

/** SKU at the first location, or SKU@LOCATION. */
function placeOf(place: string): { readonly sku: string; readonly location: string } {
  const [sku = '', location = LOCATIONS[0]] = place.split('@');
  return { sku, location };
}

export function factOf({ key, intent, place, quantity }: Fact): Record<string, unknown> {
  return { key, intent, ...placeOf(place), quantity, occurredAt: '2026-11-21T08:00:00.000Z', source: 'TILL' };
}

function payloadOf({ key, intent, place, quantity }: Fact): Record<string, unknown> {
  const { sku, location } = placeOf(place);
  return {
    Event_Key__c: key, Intent__c: intent, SKU__c: sku, Location_Code__c: location, Quantity__c: quantity, Source__c: 'TILL', Occurred_At__c: '2026-11-21T08:00:00.000Z',
    Received_At__c: '2026-11-21T08:00:01.000Z',
  };
}

/** One line per place, one piece each, all or nothing. A cart ends a minute after the org's clock began. */
export function reservation(requestKey: string, places: readonly string[], { kind = 'Firm', purpose = 'Pickup' }: { readonly kind?: 'Firm' | 'Cart'; readonly purpose?: 'Pickup' | 'Ship' } = {}): Record<string, unknown> {
  return {
    requestKey, kind, purpose, channel: 'WEB', allOrNothing: true, ...(kind === 'Cart' ? { expiresAt: new Date(STARTS_AT + 60_000).toISOString() } : {}),
    lines: places.map((place, index) => ({ line: index + 1, ...placeOf(place), quantity: 1 })),
  };
}

function withSteps(files: ProjectFiles): ProjectFiles {
  const all = new Map(files);
  all.set('main/proof/classes/ProofSteps.cls', readFileSync(path.join(import.meta.dirname, 'ProofSteps.cls'), 'utf8'));
  all.set('main/proof/classes/ProofSteps.cls-meta.xml', '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>');
  return all;
}
