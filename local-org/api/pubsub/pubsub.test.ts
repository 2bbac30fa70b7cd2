import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { status, type ServiceError } from '@grpc/grpc-js';
import { field, FILES, ask, avroType, Listener, makeClient, PubSubOrg, type Fetched } from './test/pubsub-org.ts';
import { positionOf, replayIdOf } from './wire.ts';

const TOPIC = '/event/Note__e';
const CHANGES = '/data/Shelf__ChangeEvent';
const ASSOCIATE = 'associate@holdfast.local';
const MANAGER = 'manager@holdfast.local';

let org: PubSubOrg;
before(async () => { org = await PubSubOrg.start(); });
after(() => org.close());

function subscribe(topicName: string, request: object, headers = org.headers()): Listener<Fetched> {
  const listener = new Listener(org.client.Subscribe(headers));
  listener.stream.write({ topicName, numRequested: 100, ...request });
  return listener;
}

async function decoded(of: PubSubOrg, fetched: Fetched | undefined): Promise<Record<string, unknown>[]> {
  return Promise.all((fetched?.events ?? []).map(async ({ event }) => (await avroType(of, event.schemaId)).fromBuffer(event.payload) as Record<string, unknown>));
}

const textsOf = async (fetched: Fetched | undefined): Promise<unknown[]> => (await decoded(org, fetched)).map((record) => record['Text__c']);

async function refusal(listener: Listener<unknown>): Promise<[number, unknown]> {
  const error = await listener.next().then(() => assert.fail('not refused'), (thrown: unknown) => thrown as ServiceError);
  assert.match(error.details, /rpcId: [0-9a-f-]{36}$/);
  assert.equal(error.metadata.get('rpc-id').length, 1);
  return [error.code, String(error.metadata.get('error-code')[0]).replace('sfdc.platform.eventbus.grpc.', '')];
}

describe('a topic', () => {
  it('names its schema and what the user may do with it', async () => {
    const info = await ask(org.client.GetTopic, org.client, { topicName: '/event/note__e' }, org.headers());
    assert.deepEqual([info['topicName'], info['canPublish'], info['canSubscribe']], [TOPIC, true, true]);
    const forReader = await ask(org.client.GetTopic, org.client, { topicName: TOPIC }, org.headers(ASSOCIATE));
    assert.deepEqual([forReader['canPublish'], forReader['canSubscribe'], forReader['schemaId']], [false, true, info['schemaId']]);
    const { schemaJson } = await ask(org.client.GetSchema, org.client, { schemaId: info['schemaId'] }, org.headers());
    const schema = JSON.parse(String(schemaJson)) as { name: string; namespace: string; fields: { name: string; type: unknown }[] };
    assert.deepEqual([schema.name, schema.namespace], ['Note__e', 'com.sforce.eventbus']);
    assert.deepEqual(schema.fields.map(({ name, type }) => [name, type]), [
      ['CreatedDate', 'long'], ['CreatedById', 'string'], ['Amount__c', ['null', 'double']], ['Text__c', ['null', 'string']], ['Urgent__c', ['null', 'boolean']], ['When__c', ['null', 'long']],
    ]);
  });
  it('that does not exist, and one nobody named, are refused', async () => {
    for (const [topicName, code] of [['/event/Nope__e', status.NOT_FOUND], ['', status.INVALID_ARGUMENT]] as const) {
      await assert.rejects(ask(org.client.GetTopic, org.client, { topicName }, org.headers()), (error: ServiceError) => error.code === code);
    }
    await assert.rejects(ask(org.client.GetSchema, org.client, { schemaId: 'unknown' }, org.headers()), (error: ServiceError) => error.code === status.NOT_FOUND);
  });
  it('needs a session of this org', async () => {
    const bare = org.headers();
    bare.remove('instanceurl');
    const foreign = org.headers();
    foreign.set('tenantid', '00D000000000001EAA');
    for (const [headers, code] of [[bare, 'service.auth.headers.invalid'], [foreign, 'service.auth.error'], [org.headers(undefined, 'wrong'), 'service.auth.error']] as const) {
      await assert.rejects(ask(org.client.GetTopic, org.client, { topicName: TOPIC }, headers), (error: ServiceError) => error.code === status.UNAUTHENTICATED && String(error.metadata.get('error-code')[0]).endsWith(code));
      assert.deepEqual(await refusal(subscribe(TOPIC, {}, headers)), [status.UNAUTHENTICATED, code]);
    }
  });
});

describe('a subscription', () => {
  it('gets new events only, unless it asks for a position', async () => {
    await org.publish({ Text__c: 'before' });
    const listener = subscribe(TOPIC, {});
    // The stream stands once the topic has answered something behind it.
    await ask(org.client.GetTopic, org.client, { topicName: TOPIC }, org.headers());
    await org.publish({ Text__c: 'after', Amount__c: 2.5, When__c: '2026-11-22T10:11:12.345Z', Urgent__c: true });
    const fetched = await listener.next();
    const [event] = await decoded(org, fetched);
    assert.deepEqual({ ...event, CreatedById: 0 }, { CreatedDate: org.clock.now, CreatedById: 0, Text__c: 'after', Amount__c: 2.5, When__c: Date.parse('2026-11-22T10:11:12.345Z'), Urgent__c: true });
    assert.deepEqual(fetched?.latestReplayId, fetched?.events[0]?.replayId);
    listener.stream.cancel();
  });
  it('never gets more than it asked for, page after page from the earliest on', async () => {
    const start = org.localOrg.bus.latest();
    await org.publish(...Array.from({ length: 25 }, (_, index) => ({ Text__c: `page ${String(index)}` })));
    const listener = subscribe(TOPIC, { replayPreset: 'CUSTOM', replayId: replayIdOf(start), numRequested: 10 });
    const texts = await textsOf(await listener.next());
    for (const more of [10, 100]) {
      await new Promise((resolve) => { setTimeout(resolve, 20); });
      assert.equal(listener.waiting, 0);
      listener.stream.write({ topicName: TOPIC, numRequested: more });
      texts.push(...await textsOf(await listener.next()));
    }
    assert.deepEqual(texts, Array.from({ length: 25 }, (_, index) => `page ${String(index)}`));
    listener.stream.cancel();
    const earliest = await subscribe(TOPIC, { replayPreset: 'EARLIEST', numRequested: 1 }).next();
    assert.equal((await textsOf(earliest))[0], 'before');
    assert.equal(earliest?.pendingNumRequested, 0);
  });
  it('counts at most 100 requested events at a time', async () => {
    const start = org.localOrg.bus.latest();
    const listener = subscribe(TOPIC, { replayPreset: 'CUSTOM', replayId: replayIdOf(start), numRequested: 5_000 });
    listener.stream.write({ topicName: TOPIC, numRequested: 5_000 });
    await ask(org.client.GetTopic, org.client, { topicName: TOPIC }, org.headers());
    await org.publish(...Array.from({ length: 120 }, (_, index) => ({ Text__c: String(index) })));
    const fetched = await listener.next();
    assert.deepEqual([fetched?.events.length, fetched?.pendingNumRequested], [100, 0]);
    listener.stream.cancel();
  });
  it('is refused for positions that are none, are to come, or are gone', async () => {
    const refused = (replayId: Buffer): Promise<[number, unknown]> => refusal(subscribe(TOPIC, { replayPreset: 'CUSTOM', replayId }));
    assert.deepEqual(await refused(Buffer.alloc(0)), [status.INVALID_ARGUMENT, 'subscription.fetch.replayid.validation.failed']);
    for (const bytes of [Buffer.from('7'), Buffer.alloc(8, 0xff), replayIdOf(org.localOrg.bus.latest() + 1)]) assert.deepEqual(await refused(bytes), [status.INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted']);
    org.clock.now += 80 * 60 * 60 * 1000;
    const old = org.localOrg.bus.latest() - 1;
    await org.publish({ Text__c: 'after three days' });
    assert.deepEqual(await refused(replayIdOf(old)), [status.INVALID_ARGUMENT, 'subscription.fetch.replayid.corrupted']);
    assert.deepEqual(await textsOf(await subscribe(TOPIC, { replayPreset: 'CUSTOM', replayId: replayIdOf(org.localOrg.bus.latest() - 1) }).next()), ['after three days']);
  });
  it('is refused when it asks for nothing, for another topic, or may not read', async () => {
    assert.deepEqual(await refusal(subscribe(TOPIC, { numRequested: 0 })), [status.INVALID_ARGUMENT, 'subscription.fetch.requested.events.invalid']);
    const other = subscribe(TOPIC, {});
    other.stream.write({ topicName: CHANGES, numRequested: 1 });
    assert.deepEqual(await refusal(other), [status.INVALID_ARGUMENT, 'subscription.fetch.topic.mismatch']);
    assert.deepEqual(await refusal(subscribe('/event/Nope__e', {})), [status.NOT_FOUND, 'topic.not.found']);
    assert.deepEqual(await refusal(subscribe(TOPIC, {}, org.headers(MANAGER))), [status.PERMISSION_DENIED, 'subscription.topic.cannot.subscribe']);
    assert.deepEqual(await refusal(subscribe(CHANGES, {}, org.headers(ASSOCIATE))), [status.PERMISSION_DENIED, 'subscription.topic.cannot.subscribe']);
  });
  it('ends with its session', async () => {
    const token = org.token();
    const listener = subscribe(TOPIC, {}, org.headers(undefined, token));
    await ask(org.client.GetTopic, org.client, { topicName: TOPIC }, org.headers());
    org.sessions.revoke(token);
    await org.publish({ Text__c: 'not for you' });
    assert.deepEqual(await refusal(listener), [status.UNAUTHENTICATED, 'service.auth.error']);
  });
  it('counts what it delivers', async () => {
    const used = (): number => org.localOrg.allowances.list().find(({ name }) => name === 'DailyDeliveredPlatformEvents')!.used;
    const before = used();
    await subscribe(TOPIC, { replayPreset: 'CUSTOM', replayId: replayIdOf(org.localOrg.bus.latest() - 1) }).next();
    assert.equal(used(), before + 1);
  });
});

describe('change events', () => {
  it('tell fields by bitmaps in upper case, and give values as long milliseconds', async () => {
    const start = org.localOrg.bus.latest();
    await org.insertShelves({ Name: 's1', Code__c: 'c1', Level__c: 1, Checked_On__c: '2026-11-20' });
    const listener = subscribe(CHANGES, { replayPreset: 'CUSTOM', replayId: replayIdOf(start) });
    const [created] = await decoded(org, await listener.next());
    const header = created!['ChangeEventHeader'] as Record<string, unknown>;
    assert.deepEqual([header['entityName'], header['changeType'], header['changedFields'], (header['recordIds'] as unknown[]).length], ['Shelf__c', 'CREATE', [], 1]);
    assert.deepEqual([created!['Code__c'], created!['Level__c'], created!['Checked_On__c'], created!['CreatedDate']], ['c1', 1, Date.UTC(2026, 10, 20), org.clock.now]);
    await org.updateShelves({ Code__c: null, Level__c: 8.5 });
    const fetched = await listener.next();
    const [updated] = await decoded(org, fetched);
    const names = (JSON.parse(String((await ask(org.client.GetSchema, org.client, { schemaId: fetched!.events[0]!.event.schemaId }, org.headers()))['schemaJson'])) as { fields: { name: string }[] }).fields.map(({ name }) => name);
    const bits = (list: unknown): string[] => (list as string[]).flatMap((hex) => names.filter((_name, index) => (BigInt(hex) >> BigInt(index)) & 1n)).sort();
    const change = updated!['ChangeEventHeader'] as Record<string, unknown>;
    assert.match((change['changedFields'] as string[])[0]!, /^0x[0-9A-F]+$/);
    assert.deepEqual([bits(change['changedFields']), bits(change['nulledFields']), updated!['Level__c'], updated!['Checked_On__c']], [['Code__c', 'LastModifiedDate', 'Level__c'], ['Code__c'], 8.5, null]);
    listener.stream.cancel();
  });
  it('leave out fields the subscriber may not read, and types of a channel that are not for him', async () => {
    const start = org.localOrg.bus.latest();
    await org.updateShelves({ Code__c: 'c2', Level__c: 4 });
    const from = { replayPreset: 'CUSTOM', replayId: replayIdOf(start) };
    const [seen] = await decoded(org, await subscribe(CHANGES, from, org.headers(MANAGER)).next());
    assert.deepEqual([seen!['Code__c'], seen!['Level__c']], ['c2', null]);
    const hidden = subscribe('/data/ChangeEvents', from, org.headers(ASSOCIATE));
    const shown = subscribe('/data/ChangeEvents', from);
    assert.equal((await shown.next())?.events.length, 1);
    assert.equal(hidden.waiting, 0);
    for (const listener of [hidden, shown]) listener.stream.cancel();
  });
  it('have another schema id once their object has another field', async () => {
    const idOf = async (): Promise<unknown> => (await ask(org.client.GetTopic, org.client, { topicName: CHANGES }, org.headers()))['schemaId'];
    const before = await idOf();
    assert.deepEqual(org.localOrg.deploy(new Map(Object.entries(FILES))), []);
    assert.equal(await idOf(), before);
    assert.deepEqual(org.localOrg.deploy(new Map(Object.entries({ ...FILES, 'objects/Shelf__c/fields/Depth__c.field-meta.xml': field('Depth__c', 'Number', '<precision>4</precision><scale>0</scale>') }))), []);
    assert.notEqual(await idOf(), before);
    assert.ok((await ask(org.client.GetSchema, org.client, { schemaId: before }, org.headers()))['schemaJson'], 'events that a client still holds can be read');
  });
});

describe('publishing', () => {
  const publishable = async (texts: readonly string[]): Promise<{ topicName: string; events: { id: string; schemaId: unknown; payload: Buffer }[] }> => {
    const { schemaId } = await ask(org.client.GetTopic, org.client, { topicName: TOPIC }, org.headers());
    const type = await avroType(org, String(schemaId));
    return { topicName: TOPIC, events: texts.map((text) => ({ id: `key-${text}`, schemaId, payload: type.toBuffer({ CreatedDate: 0, CreatedById: '', Text__c: text, Amount__c: null, When__c: 1_000, Urgent__c: null }) })) };
  };
  type Results = { replayId: Buffer; correlationKey: string; error: { code: string; msg: string } | null }[];

  it('answers each event in order with its place, and those who listen receive it', async () => {
    const listener = subscribe(TOPIC, {});
    const answer = await ask(org.client.Publish, org.client, await publishable(['one', 'two']), org.headers());
    const fetched = await listener.next();
    assert.deepEqual((answer['results'] as Results).map(({ replayId, correlationKey, error }) => [positionOf(replayId), correlationKey, error]), fetched?.events.map(({ event, replayId }) => [positionOf(replayId), event.id, null]));
    assert.deepEqual(await textsOf(fetched), ['one', 'two']);
    listener.stream.cancel();
  });
  it('refuses a wrong event alone', async () => {
    const request = await publishable(['good', 'x'.repeat(41), 'unread', 'also good']);
    request.events[2]!.payload = Buffer.from([1, 2, 3]);
    const answer = await ask(org.client.Publish, org.client, request, org.headers());
    assert.deepEqual((answer['results'] as Results).map(({ error }) => error?.code), [undefined, 'PUBLISH', 'PUBLISH', undefined]);
    assert.match((answer['results'] as Results)[1]!.error!.msg, /data value too large/);
  });
  it('needs events, a topic that takes them, and the right to create them', async () => {
    const refused = async (request: object, headers = org.headers()): Promise<unknown> => ask(org.client.Publish, org.client, request, headers).then(() => assert.fail(), (error: unknown) => [(error as ServiceError).code, String((error as ServiceError).metadata.get('error-code')[0]).replace('sfdc.platform.eventbus.grpc.', '')]);
    assert.deepEqual(await refused({ topicName: TOPIC, events: [] }), [status.INVALID_ARGUMENT, 'publish.event.count.invalid']);
    assert.deepEqual(await refused({ ...(await publishable(['x'])), topicName: CHANGES }), [status.PERMISSION_DENIED, 'topic.meta.permission']);
    assert.deepEqual(await refused(await publishable(['x']), org.headers(ASSOCIATE)), [status.PERMISSION_DENIED, 'topic.meta.permission']);
  });
  it('on a stream answers each request in its order', async () => {
    const stream = new Listener(org.client.PublishStream(org.headers()));
    for (const text of ['a', 'b', 'c']) stream.stream.write(await publishable([text]));
    stream.stream.end();
    const keys: unknown[] = [];
    for (let answer = await stream.next(); answer !== undefined; answer = await stream.next()) keys.push((answer['results'] as Results)[0]!.correlationKey);
    assert.deepEqual(keys, ['key-a', 'key-b', 'key-c']);
  });
  it('to a managed subscription is nobody\'s: those are refused by name', async () => {
    const listener = new Listener(org.client.ManagedSubscribe(org.headers()));
    await assert.rejects(listener.next(), (error: ServiceError) => error.code === status.UNIMPLEMENTED && error.details.includes('ManagedSubscribe'));
  });
});

describe('time', () => {
  it('brings a client that waits an empty answer with the newest position', async () => {
    const quick = await PubSubOrg.start({ keepAliveMs: 30 });
    const listener = new Listener(quick.client.Subscribe(quick.headers()));
    listener.stream.write({ topicName: TOPIC, numRequested: 7 });
    await quick.insertShelves({ Name: 'elsewhere' });
    let alive = await listener.next();
    while (positionOf(alive!.latestReplayId) !== quick.localOrg.bus.latest()) alive = await listener.next();
    assert.deepEqual([alive!.events, alive!.pendingNumRequested], [[], 7]);
    const resumed = new Listener(quick.client.Subscribe(quick.headers()));
    resumed.stream.write({ topicName: TOPIC, numRequested: 1, replayPreset: 'CUSTOM', replayId: alive!.latestReplayId });
    await quick.publish({ Text__c: 'resumed' });
    assert.equal((await resumed.next())?.events.length ?? 0, 1);
    await quick.close();
  });
  it('ends the stream of a client that asks for no more, and of a publisher that says nothing', async () => {
    const quick = await PubSubOrg.start({ idleMs: 30, publishIdleMs: 30 });
    const listener = new Listener(quick.client.Subscribe(quick.headers()));
    await quick.publish({ Text__c: 'only' });
    listener.stream.write({ topicName: TOPIC, numRequested: 1, replayPreset: 'EARLIEST' });
    assert.equal((await listener.next())?.events.length, 1);
    assert.equal(await listener.next(), undefined);
    assert.deepEqual(await refusal(new Listener(quick.client.PublishStream(quick.headers()))), [status.DEADLINE_EXCEEDED, 'publish.stream.sweeper.timeout']);
    await quick.close();
  });
  it('tells clients that the org goes away', async () => {
    const ending = await PubSubOrg.start();
    const client = makeClient(ending.running.addresses.plain);
    const listener = new Listener(client.Subscribe(ending.headers()));
    listener.stream.write({ topicName: TOPIC, numRequested: 1 });
    await ask(client.GetTopic, client, { topicName: TOPIC }, ending.headers());
    await ending.close();
    assert.deepEqual(await refusal(listener), [status.UNAVAILABLE, 'service.unavailable']);
    client.close();
  });
});
