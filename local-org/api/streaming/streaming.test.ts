import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import type { ApiHost, StoredEvent } from '../host.ts';
import type { UserContext } from '../../library/ports.ts';
import { registerStreaming } from './register.ts';
import { SystemTopics } from './system-topics.ts';

type Messages = Record<string, unknown>[];

/** An event log in memory in place of the org's. */
class Log {
  readonly events: StoredEvent[] = [];
  readonly #listeners = new Set<(events: readonly StoredEvent[]) => void>();
  readonly source: ApiHost['events'] = {
    topic: (name) => (name.toLowerCase() === '/event/note__e' ? '/event/Note__e' : undefined),
    read: (topic, after, limit) => this.events.filter((event) => event.topic === topic && event.replayId > after).slice(0, limit),
    types: () => [{ objectName: 'Note__e', schemaId: 's' }],
    latest: () => this.events.at(-1)?.replayId ?? 0,
    oldest: () => this.events[0]?.replayId,
    onPublished: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };
  publish(text: string): void {
    const event = { replayId: this.events.length + 1, topic: '/event/Note__e', objectName: 'Note__e', payload: { Text__c: text }, schemaId: 's' };
    this.events.push(event);
    for (const listener of this.#listeners) listener([event]);
  }
}

const log = new Log();
const systemTopics = new SystemTopics();
let server: FastifyInstance;
let url: string;

before(async () => {
  server = Fastify({ forceCloseConnections: true });
  registerStreaming(server, { events: log.source, now: () => Date.now() } as ApiHost, () => ({ id: '005000000000001AAA' }) as UserContext, { connectTimeoutMs: 50, systemTopics });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
after(() => server.close());

async function send(...messages: Messages): Promise<Messages> {
  const response = await fetch(`${url}/cometd/67.0`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(messages) });
  return (await response.json()) as Messages;
}

async function handshake(): Promise<string> {
  const [answer] = await send({ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] });
  return answer!['clientId'] as string;
}

const subscribe = (clientId: string, replay: number) => send({ channel: '/meta/subscribe', clientId, subscription: '/event/note__e', ext: { replay: { '/event/note__e': replay } } });
const connect = (clientId: string) => send({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
const texts = (messages: Messages): unknown[] => messages.filter((message) => message['channel'] === '/event/Note__e').map((message) => (message['data'] as { payload: { Text__c: string } }).payload.Text__c);

describe('CometD', () => {
  it('delivers what is published while a connect waits, in front of its answer', async () => {
    const client = await handshake();
    assert.equal((await subscribe(client, -1))[0]?.['successful'], true);
    const waiting = connect(client);
    setTimeout(() => { log.publish('live'); }, 5);
    const messages = await waiting;
    assert.deepEqual(texts(messages), ['live']);
    assert.equal(messages.at(-1)?.['channel'], '/meta/connect');
  });
  it('keeps what is published between two connects', async () => {
    const client = await handshake();
    await subscribe(client, -1);
    log.publish('between');
    assert.deepEqual(texts(await connect(client)), ['between']);
  });
  it('replays all with -2, after an id with that id, and none with -1', async () => {
    const all = log.events.map((event) => event.payload['Text__c']);
    for (const [replay, expected] of [[-2, all], [1, all.slice(1)], [-1, []]] as const) {
      const client = await handshake();
      await subscribe(client, replay);
      assert.deepEqual(texts(await connect(client)), expected, `replay ${String(replay)}`);
    }
  });
  it('gives each event once, however subscribe and publish fall together', async () => {
    const client = await handshake();
    await subscribe(client, -2);
    log.publish('once');
    const first = texts(await connect(client));
    assert.equal(first.filter((text) => text === 'once').length, 1);
    assert.deepEqual(texts(await connect(client)), []);
  });
  it('does not hold a connect that shares its request with a subscribe', async () => {
    const client = await handshake();
    const answers = await send({ channel: '/meta/connect', clientId: client, connectionType: 'long-polling' }, { channel: '/meta/subscribe', clientId: client, subscription: '/event/Note__e', ext: { replay: -1 } });
    assert.deepEqual(answers.map((answer) => [answer['channel'], answer['successful']]), [['/meta/connect', true], ['/meta/subscribe', true]]);
    log.publish('after the batch');
    assert.deepEqual(texts(await connect(client)), ['after the batch']);
  });
  it('answers a connect without events when its time is over', async () => {
    const client = await handshake();
    const messages = await connect(client);
    assert.deepEqual(messages.map((message) => message['channel']), ['/meta/connect']);
  });
  it('refuses an unknown channel by name and sends an unknown client to shake hands', async () => {
    const client = await handshake();
    const [refused] = await send({ channel: '/meta/subscribe', clientId: client, subscription: '/event/Nope__e' });
    assert.match(refused!['error'] as string, /Nope__e/);
    const [stranger] = await connect('nobody');
    assert.deepEqual([stranger!['successful'], (stranger!['advice'] as { reconnect: string }).reconnect], [false, 'handshake']);
  });
  it('tells a user, and nobody else, what the org did for that user', async () => {
    const client = await handshake();
    assert.equal((await send({ channel: '/meta/subscribe', clientId: client, subscription: '/systemtopic/testresult' }))[0]?.['successful'], true);
    systemTopics.publish({ topic: '/systemTopic/TestResult', userId: '005000000000002AAA', id: '707000000000002AAA' });
    systemTopics.publish({ topic: '/systemTopic/TestResult', userId: '005000000000001AAA', id: '707000000000001AAA' });
    const [event, answer] = await connect(client);
    assert.deepEqual([event!['channel'], (event!['data'] as { sobject: unknown }).sobject, answer!['channel']], ['/systemTopic/TestResult', { Id: '707000000000001AAA' }, '/meta/connect']);
    assert.equal((await send({ channel: '/meta/unsubscribe', clientId: client, subscription: '/systemTopic/TestResult' }))[0]?.['successful'], true);
    systemTopics.publish({ topic: '/systemTopic/TestResult', userId: '005000000000001AAA', id: '707000000000003AAA' });
    assert.deepEqual((await connect(client)).map((message) => message['channel']), ['/meta/connect']);
  });
  it('forgets a client that disconnects', async () => {
    const client = await handshake();
    await send({ channel: '/meta/disconnect', clientId: client });
    assert.equal((await connect(client))[0]?.['successful'], false);
  });
});

describe('A client that waits', () => {
  const times = { org: Date.now(), wall: Date.now() };
  const DAY_MS = 24 * 60 * 60 * 1000;
  let slow: FastifyInstance;
  let address: string;

  before(async () => {
    slow = Fastify({ forceCloseConnections: true });
    registerStreaming(slow, { events: log.source, now: () => times.org } as ApiHost, () => ({ id: '005000000000001AAA' }) as UserContext, { connectTimeoutMs: 60_000, wallClock: () => times.wall });
    address = await slow.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => slow.close());

  async function ask(message: Record<string, unknown>): Promise<Messages> {
    const response = await fetch(`${address}/cometd/67.0`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([message]) });
    return (await response.json()) as Messages;
  }
  const newClient = async (): Promise<string> => (await ask({ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] }))[0]!['clientId'] as string;
  /** A connect that is being held by the server. */
  async function held(clientId: string): Promise<{ answer: Promise<Messages> }> {
    const answer = ask({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    return { answer };
  }

  it('is kept when somebody moves the clock of the org on', async () => {
    const client = await newClient();
    await ask({ channel: '/meta/subscribe', clientId: client, subscription: '/event/note__e', ext: { replay: { '/event/note__e': -1 } } });
    const { answer } = await held(client);
    times.org += 5 * DAY_MS;
    await newClient();
    log.publish('after the jump');
    assert.deepEqual(texts(await answer), ['after the jump']);
  });

  it('hears at once that it is forgotten, so that nothing goes on waiting for it', async () => {
    const client = await newClient();
    const { answer } = await held(client);
    times.wall += DAY_MS;
    await newClient();
    assert.equal((await answer).at(-1)?.['channel'], '/meta/connect');
    assert.equal((await ask({ channel: '/meta/connect', clientId: client, connectionType: 'long-polling' }))[0]?.['successful'], false);
  });
});
