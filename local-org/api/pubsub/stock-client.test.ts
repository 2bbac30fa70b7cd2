/** Salesforce's own sample client of Node.js, `salesforce-pubsub-api-client`, unmodified, over TLS. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { PubSubOrg } from './test/pubsub-org.ts';

// Its Avro library asks for `underscore` in a validator nobody calls, and does not declare it: any module will do.
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'underscore' ? next('node:util', context) : next(specifier, context)),
});

interface ParsedEvent { readonly id: string; readonly replayId: number; readonly payload: Readonly<Record<string, unknown>> }
type Callback = (subscription: unknown, type: string, data: unknown) => void;
interface StockClient {
  connect(): Promise<void>;
  close(): void;
  subscribe(topic: string, callback: Callback, count?: number): void;
  subscribeFromEarliestEvent(topic: string, callback: Callback, count?: number): void;
  subscribeFromReplayId(topic: string, callback: Callback, count: number | null, replayId: number): void;
  publish(topic: string, payload: object, key?: string): Promise<{ readonly replayId: number; readonly correlationKey: string }>;
  publishBatch(topic: string, events: readonly { readonly id?: string; readonly payload: object }[], callback: Callback): Promise<void>;
}

const TOPIC = '/event/Note__e';
const silent = { debug: () => undefined, info: () => undefined, error: () => undefined, warn: () => undefined };
const clients: StockClient[] = [];
/** Resolved when the last stream of a client has ended. */
const ended: Promise<unknown>[] = [];
let org: PubSubOrg;
let Stock: new (configuration: object, logger: object) => StockClient;
before(async () => {
  org = await PubSubOrg.start();
  const packageName = 'salesforce-pubsub-api-client';
  Stock = ((await import(packageName)) as { default: typeof Stock }).default;
});
after(async () => {
  // Its close() forgets streams without ending them: they end first.
  await org.close();
  await Promise.all(ended);
  for (const client of clients) client.close();
});

async function connected(): Promise<StockClient> {
  const client = new Stock({ authType: 'user-supplied', pubSubEndpoint: org.running.addresses.tls, rejectUnauthorizedSsl: false, accessToken: org.token(), instanceUrl: 'https://127.0.0.1', organizationId: org.localOrg.users.organization.id }, silent);
  await client.connect();
  clients.push(client);
  return client;
}

/** So many events, or the error that came instead. */
function received(count: number, subscribe: (callback: Callback) => void): Promise<ParsedEvent[]> {
  const over = Promise.withResolvers<undefined>();
  ended.push(over.promise);
  return new Promise((resolve, reject) => {
    const events: ParsedEvent[] = [];
    subscribe((_subscription, type, data) => {
      if (type === 'error') {
        over.resolve(undefined);
        reject(new Error(String((data as Error).message)));
      }
      if (type === 'event') events.push(data as ParsedEvent);
      if (events.length === count) resolve(events);
    });
  });
}

const note = (text: string): object => ({ CreatedDate: Date.now(), CreatedById: '005000000000001AAA', Text__c: { string: text }, Amount__c: { double: 1.5 }, When__c: { long: 1_000 }, Urgent__c: { boolean: true } });
const textsOf = (events: readonly ParsedEvent[]): unknown[] => events.map(({ payload }) => payload['Text__c']);

describe('the stock client', () => {
  it('reads what is kept, in pages of what it asks for, and goes on from a position', async () => {
    await org.publish(...Array.from({ length: 130 }, (_, index) => ({ Text__c: String(index) })));
    const client = await connected();
    const all = await received(130, (callback) => { client.subscribeFromEarliestEvent(TOPIC, callback); });
    assert.deepEqual(textsOf(all), Array.from({ length: 130 }, (_, index) => String(index)));
    const other = await connected();
    const rest = await received(9, (callback) => { other.subscribeFromReplayId(TOPIC, callback, 9, all[120]!.replayId); });
    assert.deepEqual(textsOf(rest), textsOf(all.slice(121)));
  });
  it('publishes, one by one and in batches, and receives it', async () => {
    const client = await connected();
    const both = received(3, (callback) => { client.subscribe(TOPIC, callback); });
    const one = await client.publish(TOPIC, note('alone'), 'key-1');
    assert.equal(one.correlationKey, 'key-1');
    const over = Promise.withResolvers<undefined>();
    ended.push(over.promise);
    const answered = new Promise<unknown>((resolve) => {
      void client.publishBatch(TOPIC, [{ payload: note('first') }, { payload: note('second') }], (_info, type, data) => {
        if (type === 'publishResponse') resolve(data);
        if (type === 'error') over.resolve(undefined);
      });
    });
    assert.equal(((await answered) as { results: unknown[] }).results.length, 2);
    const events = await both;
    assert.deepEqual(textsOf(events), ['alone', 'first', 'second']);
    assert.deepEqual([events[0]!.replayId, events[0]!.id, events[0]!.payload['Amount__c'], events[0]!.payload['Urgent__c']], [one.replayId, 'key-1', 1.5, true]);
  });
  it('reads changes with the names of the fields', async () => {
    const client = await connected();
    const changes = received(2, (callback) => { client.subscribe('/data/Shelf__ChangeEvent', callback); });
    await client.publish(TOPIC, note('the subscription stands'));
    await org.insertShelves({ Name: 's', Code__c: 'c', Level__c: 1 });
    await org.updateShelves({ Code__c: null, Level__c: 2 });
    const [created, updated] = await changes;
    assert.deepEqual([created!.payload['Code__c'], created!.payload['Level__c']], ['c', 1]);
    const header = updated!.payload['ChangeEventHeader'] as { readonly changedFields: string[]; readonly nulledFields: string[]; readonly changeType: string };
    assert.deepEqual([header.changeType, [...header.changedFields].sort(), header.nulledFields], ['UPDATE', ['Code__c', 'LastModifiedDate', 'Level__c'], ['Code__c']]);
  });
  it('hears why a position is refused', async () => {
    const client = await connected();
    await assert.rejects(received(1, (callback) => { client.subscribeFromReplayId(TOPIC, callback, 1, 9_999_999); }), /Replay ID validation failed/);
  });
});
