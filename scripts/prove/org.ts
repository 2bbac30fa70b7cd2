/** A variant of the app, deployed into a local org in memory with two products at one location and stock from the test. */
import path from 'node:path';
import { apiHost } from '../../local-org/cli/api-host.ts';
import { readProjectFiles } from '../../local-org/cli/read-project.ts';
import { openBundleCache, openProjectCache } from '../../local-org/cli/syntax-cache.ts';
import { Store } from '../../local-org/data/store/store.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from '../../local-org/deploy/demo-users.ts';
import { LocalOrg } from '../../local-org/deploy/local-org.ts';
import { formatProblem } from '../../local-org/deploy/problems.ts';
import { context } from '../../local-org/library/ports.ts';
import type { RestExchange, UserContext } from '../../local-org/library/ports.ts';
import { BatchDelivery } from '../../local-org/runtime/batch-delivery.ts';
import type { Outcome, TransactionCase } from '../../local-org/runtime/scheduler/cases.ts';
import { interleaved } from '../../local-org/runtime/scheduler/interleaver.ts';
import type { Kernel, Rules } from '../../local-org/runtime/scheduler/kernel.ts';
import type { Transaction } from '../../local-org/runtime/transaction.ts';
import { setSlot } from '../../local-org/values/sobject.ts';
import { root } from '../process.ts';
import { applied, type Variant } from './variants.ts';

export const STARTS_AT = Date.UTC(2026, 10, 21, 9, 0, 0);
export const LOCATION = 'STORE';
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

  private constructor(variant: Variant) {
    const report = (line: string): void => { throw new Error(line); };
    const trees = openProjectCache(report);
    const clock = { now: () => STARTS_AT };
    this.localOrg = new LocalOrg({ store: Store.inMemory(), clock, parse: (file) => trees.parse(file), examineBundle: openBundleCache(report), report });
    const files = applied(variant, readProjectFiles(path.join(root, 'force-app')));
    const problems = this.localOrg.deploy(files);
    if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem, files)).join('\n'));
    this.#host = apiHost(this.localOrg, clock.now);
    this.#admin = this.localOrg.users.byUsername(ADMIN_USERNAME)!;
    this.#automated = this.localOrg.users.byUsername(AUTOMATED_PROCESS_USERNAME)!;
  }

  /** @param stock pieces on hand by SKU */
  static async start(variant: Variant, stock: Readonly<Record<string, number>>): Promise<ProvingOrg> {
    const org = new ProvingOrg(variant);
    await org.#create('Stock_Location__c', { Name: LOCATION, Code__c: LOCATION, Type__c: 'Store', Pickup__c: true });
    for (const sku of Object.keys(stock)) await org.#create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: 'Piece', IsActive: true });
    const events = Object.entries(stock).map(([sku, quantity]) => factOf({ key: `opening-${sku}`, intent: 'StockReceived', sku, quantity }));
    const { options, body } = org.rest('opening', '/events', { events }).open(1);
    const answer = await org.localOrg.org.run(options, body) as Answer;
    if (answer.status !== 200 || /Quarantined/.test(answer.text)) throw new Error(`The stock could not be received: ${answer.text}`);
    return org;
  }

  interleaved<T>(rules: Partial<Rules>, body: (kernel: Kernel) => T): T {
    return interleaved(this.localOrg.org, rules, body);
  }

  /** A POST below the app's public surface, as over HTTP; 503 is sent again, as the API tells its callers to. */
  rest(name: string, address: string, body: unknown, attempts = 4): TransactionCase {
    const requestUri = `${RESOURCES}${address}`;
    const { target } = this.#host.findApexRest('POST', requestUri);
    if (target === undefined) throw new Error(`The app has no POST ${requestUri}.`);
    const bytes = Buffer.from(JSON.stringify(body));
    return {
      name, attempts, isSentAgain: (outcome) => statusOf(outcome) === 503,
      open: () => {
        const exchange: RestExchange = {
          method: 'POST', requestUri, resourcePath: `/services/apexrest${target.resourcePath}`, parameters: new Map(), headers: new Map(), body: bytes, remoteAddress: '127.0.0.1',
          response: { statusCode: null, headers: new Map(), body: null },
        };
        return {
          options: { user: this.#admin, kind: 'APEX_REST', rest: exchange },
          body: (): Answer => {
            target.invoke();
            return { status: exchange.response.statusCode ?? 200, text: Buffer.from(exchange.response.body ?? []).toString() };
          },
        };
      },
    };
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
  readonly sku: string;
  readonly quantity: number;
}

export function factOf({ key, intent, sku, quantity }: Fact): Record<string, unknown> {
  return { key, intent, sku, location: LOCATION, quantity, occurredAt: '2026-11-21T08:00:00.000Z', source: 'TILL' };
}

function payloadOf({ key, intent, sku, quantity }: Fact): Record<string, unknown> {
  return {
    Event_Key__c: key, Intent__c: intent, SKU__c: sku, Location_Code__c: LOCATION, Quantity__c: quantity, Source__c: 'TILL', Occurred_At__c: '2026-11-21T08:00:00.000Z',
    Received_At__c: '2026-11-21T08:00:01.000Z',
  };
}

/** One line per SKU, one piece each, all or nothing. */
export function reservation(requestKey: string, ...skus: string[]): Record<string, unknown> {
  return {
    requestKey, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, lines: skus.map((sku, index) => ({ line: index + 1, sku, location: LOCATION, quantity: 1 })),
  };
}
