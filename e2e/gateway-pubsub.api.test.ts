/** The gateway's subscriptions against a local org as integrations see it: killed, started again, and away for longer than events are kept. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSqliteStore } from '../gateway/delivery/store-sqlite.ts';
import type { Count, HealthLog } from '../gateway/health/health-log.ts';
import { systemClock } from '../gateway/shared/clock.ts';
import { silentLog } from '../gateway/shared/log.ts';
import { OrgClient } from '../gateway/system/salesforce/org-client.ts';
import { endpointOf } from '../gateway/system/salesforce/pubsub/endpoints.ts';
import type { Fulfilment } from '../gateway/system/salesforce/pubsub/fulfilments.ts';
import type { PositionChange } from '../gateway/system/salesforce/pubsub/positions.ts';
import { Subscriptions } from '../gateway/system/salesforce/pubsub/subscriptions.ts';
import { CONSUMER_KEY } from '../local-org/api/oauth/assertion.ts';
import { runCommand, root } from '../scripts/process.ts';
import { restClient } from './support/rest-client.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const INTEGRATION = 'integration@holdfast.local';
const LOCATION = 'LEEDS';
const SKU = 'LAMP-1';

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-gateway-pubsub-'));
const dataFolder = path.join(folder, 'org');
let org: RunningOrg;
let token: string;

before(async () => {
  org = await startOrg({ seed: false, dataFolder });
  token = await org.token();
  await create('Stock_Location__c', { Name: 'Leeds', Code__c: LOCATION, Type__c: 'Store', Time_Zone__c: 'Europe/London', Pickup__c: true });
  await create('Product2', { Name: 'Lamp', SKU__c: SKU, Base_Unit__c: 'Piece', IsActive: true });
  await post('/events', { events: [{ key: 'OPEN', intent: 'StockReceived', sku: SKU, location: LOCATION, quantity: 100, occurredAt: new Date().toISOString(), source: 'TEST' }] });
});
after(async () => {
  await org.stop();
  rmSync(folder, { recursive: true });
});

async function create(objectName: string, values: object): Promise<void> {
  const { status, body } = await restClient(org, token)('POST', `/sobjects/${objectName}`, values);
  assert.equal(status, 201, JSON.stringify(body));
}

async function post(address: string, body: unknown): Promise<unknown> {
  const answer = await call(org, token, 'POST', address, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

const reserve = (requestKey: string, quantity: number) => post('/reservations', { requestKey, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku: SKU, location: LOCATION, quantity }] });
const fulfil = (requestKey: string) => post(`/reservations/${requestKey}/fulfil`, {});

/** Ends it as a crash does and starts it where it was. */
async function restart(): Promise<void> {
  await org.kill();
  org = await startOrg({ seed: false, dataFolder, args: ['--port', new URL(org.url).port] });
}

class Gateway implements HealthLog {
  readonly counts = new Map<Count, number>();
  readonly delays: number[] = [];
  readonly fulfilled: Fulfilment[] = [];
  readonly changes: PositionChange[] = [];
  readonly #store = openSqliteStore({ file: path.join(folder, 'gateway.sqlite'), clock: systemClock });
  readonly subscriptions: Subscriptions;

  constructor() {
    const client = new OrgClient({ login: { loginUrl: org.url, clientId: CONSUMER_KEY, username: INTEGRATION, privateKey: readFileSync(path.join(dataFolder, 'server.key'), 'utf8') }, clock: systemClock });
    this.subscriptions = new Subscriptions({ owner: randomUUID(), org: client, store: this.#store, clock: systemClock, log: silentLog, health: this, source: 'HOLDFAST', findEndpoint: endpointOf(client) });
    this.subscriptions.onFulfilled({ fulfilled: (fulfilments) => { this.fulfilled.push(...fulfilments); return Promise.resolve(); } });
    this.subscriptions.onAvailability({ changed: (changes) => { this.changes.push(...changes); return Promise.resolve(); } });
    this.subscriptions.start();
  }

  hop(_source: string, _hop: string, milliseconds: number): void { this.delays.push(milliseconds); }
  count(_source: string, what: Count, by = 1): void { this.counts.set(what, (this.counts.get(what) ?? 0) + by); }

  /** Waits until something is as it should be. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => { setTimeout(resolve, 20); });
  }

  get isLive(): boolean {
    const figures = this.subscriptions.figures();
    return figures.length === 2 && figures.every(({ state }) => state === 'Live');
  }

  async stop(): Promise<void> {
    await this.subscriptions.stop();
    await this.#store.close();
  }
}

describe('the gateway\'s subscriptions', () => {
  it('hear of positions and hand-overs, also of those an org was killed behind', async () => {
    const gateway = new Gateway();
    await gateway.until(() => gateway.isLive);
    assert.deepEqual(gateway.changes.map(({ sku, location, available }) => [sku, location, available]), [[SKU, LOCATION, 100]], 'what there was is read first');
    await reserve('WEB-1', 3);
    await fulfil('WEB-1');
    await gateway.until(() => gateway.fulfilled.length === 1 && gateway.changes.at(-1)?.onHand === 97);
    const [{ requestKey, sku, location, quantity, total, purpose, channel } = assert.fail()] = gateway.fulfilled;
    assert.deepEqual([requestKey, sku, location, quantity, total, purpose, channel], ['WEB-1', SKU, LOCATION, 3, 3, 'Pickup', 'WEB']);
    await gateway.until(() => gateway.delays.length >= 3);

    await restart();
    await reserve('WEB-2', 1);
    await fulfil('WEB-2');
    await gateway.until(() => gateway.fulfilled.length === 2 && gateway.changes.at(-1)?.onHand === 96);
    assert.ok((gateway.counts.get('connection-lost') ?? 0) >= 2, 'both subscriptions lost their connection');
    assert.equal(gateway.counts.get('subscription-gap'), undefined, 'nothing was missed');
    const versions = gateway.changes.map(({ version }) => version);
    assert.deepEqual(versions, [...new Set(versions)].sort((one, other) => one - other), 'each version once, in order');
    await gateway.stop();
  });

  it('go on where they were when the gateway comes back', async () => {
    await reserve('WEB-3', 2);
    await fulfil('WEB-3');
    const gateway = new Gateway();
    await gateway.until(() => gateway.fulfilled.length > 0 && gateway.changes.at(-1)?.onHand === 94);
    assert.deepEqual(gateway.fulfilled.map(({ requestKey }) => requestKey), ['WEB-3']);
    assert.equal(gateway.counts.get('subscription-gap'), undefined);
    await gateway.stop();
  });

  it('read from the org what happened while they were away for longer than events are kept', async () => {
    await reserve('WEB-4', 4);
    await fulfil('WEB-4');
    assert.equal((await runCommand(process.execPath, ['local-org/cli/local-org.js', 'clock', '--data', dataFolder, '--advance', '4d'], { show: false, cwd: root })).exitCode, 0);
    // Events are removed when the next ones come.
    await reserve('WEB-5', 1);
    const gateway = new Gateway();
    await gateway.until(() => gateway.isLive && gateway.fulfilled.length > 0 && gateway.changes.at(-1)?.reserved === 1);
    assert.deepEqual(gateway.fulfilled.map(({ requestKey, total }) => [requestKey, total]), [['WEB-4', 4]]);
    assert.deepEqual([gateway.changes.at(-1)?.onHand, gateway.counts.get('subscription-gap')], [90, 2]);
    await fulfil('WEB-5');
    await gateway.until(() => gateway.fulfilled.length === 2 && gateway.changes.at(-1)?.onHand === 89);
    await gateway.stop();
  });
});
