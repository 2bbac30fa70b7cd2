/** Doorbells over their three ways, against the embedded brokers: nothing is acknowledged that is not stored. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fastify from 'fastify';
import { startAmqpBroker } from '../../broker/amqp-broker.ts';
import { startMqttBroker } from '../../broker/mqtt-broker.ts';
import { checkAnswers } from '../../contracts/test/checked-answers.ts';
import { answerErrors, keepRawBodies } from '../../shared/http.ts';
import { doorbellOf, type CloudEvent } from '../../simulator/sap/doorbells.ts';
import { amqpWire, mqttWire, webhookWire } from '../../simulator/sap/wires.ts';
import { AmqpDoorbells } from './amqp.ts';
import { registerDoorbell } from './api.ts';
import { DOCUMENT_CREATED, readDoorbell, type DoorbellInlet } from './doorbell.ts';
import type { DoorbellListener } from './listener.ts';
import { MqttDoorbells } from './mqtt.ts';
import { failingInlet, ringUntilHeard, testParts, until, type TestParts } from './test/parts.ts';
import { silentProxy } from './test/silent-proxy.ts';

const SECRET = { user: 'gateway', password: 'open' };
const event = (number: string, change: Partial<CloudEvent> = {}): CloudEvent => ({ ...doorbellOf({ year: '2026', number, createdAtMs: Date.now() } as never), ...change });
const numbers = Array.from({ length: 20 }, (_, index) => `49000000${String(index).padStart(2, '0')}`);

let parts: TestParts;
let failures = 0;
const inlet = (): DoorbellInlet => failingInlet(parts, () => failures-- > 0);
const stored = async (): Promise<string[]> => (await parts.store.find({ kind: 'document', most: 100 })).map(({ key }) => key.slice(5)).sort();

beforeEach(() => {
  failures = 0;
  parts = testParts();
});
afterEach(() => parts.close());

describe('AMQP doorbells', () => {
  const queue = { address: 'documents', ...SECRET };

  it('end although the broker has fallen silent', async () => {
    const broker = await startAmqpBroker(SECRET);
    const silent = await silentProxy(broker.port);
    const listener = new AmqpDoorbells({ url: `amqp://127.0.0.1:${String(silent.port)}`, ...queue }, { ...parts, inlet: inlet() });
    listener.start();
    await until(() => listener.isConnected);
    silent.fallSilent();
    await listener.close();
    silent.close();
    await broker.close();
  });

  it('are stored before they are accepted, over a store that fails and connections that break', async () => {
    const broker = await startAmqpBroker(SECRET);
    const wire = amqpWire({ url: broker.url, ...queue });
    const listener = new AmqpDoorbells({ url: broker.url, ...queue, credit: 7 }, { ...parts, inlet: inlet() });
    failures = 1;
    listener.start();
    for (const [index, number] of numbers.entries()) {
      if (index === 10) broker.breakConnections();
      await ringUntilHeard(() => wire.ring(event(number)));
    }
    await until(async () => (await stored()).length === numbers.length);
    await until(() => broker.queue('documents').waiting + broker.queue('documents').held === 0);
    assert.deepEqual(await stored(), numbers);
    assert.ok((parts.health.counts['connection-lost'] ?? 0) >= 1);
    await listener.close();
    await wire.close();
    assert.equal(broker.queue('documents').waiting, 0, 'everything was accepted');
    await broker.close();
  });

  it('that came while nobody listened wait in the queue', async () => {
    const broker = await startAmqpBroker(SECRET);
    const wire = amqpWire({ url: broker.url, ...queue });
    for (const number of numbers) await wire.ring(event(number));
    const listener = new AmqpDoorbells({ url: broker.url, ...queue }, { ...parts, inlet: inlet() });
    listener.start();
    await until(async () => (await stored()).length === numbers.length);
    await Promise.all([listener.close(), wire.close()]);
    await broker.close();
  });

  it('that are none are rejected, their neighbours stored', async () => {
    const broker = await startAmqpBroker(SECRET);
    const wire = amqpWire({ url: broker.url, ...queue });
    await Promise.all([event('1'), { ...event('2'), data: { MaterialDocumentYear: '26' } }, event('3'), event('4', { type: 'sap.s4.beh.salesorder.v1.SalesOrder.Created.v1' })].map((one) => wire.ring(one)));
    const listener = new AmqpDoorbells({ url: broker.url, ...queue }, { ...parts, inlet: inlet() });
    listener.start();
    await until(async () => broker.queue('documents').rejected === 1 && (await stored()).length === 2);
    assert.deepEqual([await stored(), parts.health.counts['refused-body']], [['1', '3'], 1]);
    await Promise.all([listener.close(), wire.close()]);
    await broker.close();
  });

  it('are not dialled over a protocol that is not known', () => {
    assert.throws(() => new AmqpDoorbells({ url: 'https://broker.example.com', address: 'documents' }, { ...parts, inlet: inlet() }), { code: 'GW-CONFIGURATION', message: /https:\/\/ is not dialled/ });
  });
});

describe('MQTT doorbells', () => {
  it('are stored before they are acknowledged, over a store that fails, connections that break and a gateway that was away', async () => {
    const broker = await startMqttBroker(SECRET);
    const topic = 'sap/documents';
    const listen = (): DoorbellListener => {
      const made = new MqttDoorbells({ url: broker.url, topic, clientId: 'gateway-1', ...SECRET }, { ...parts, inlet: inlet() });
      made.start();
      return made;
    };
    const before = listen();
    const wire = mqttWire({ url: broker.url, topic, ...SECRET });
    await until(() => before.isConnected);
    await ringUntilHeard(() => wire.ring(event(numbers[0]!)));
    await until(async () => (await stored()).length === 1);
    await before.close();
    for (const number of numbers.slice(1, 10)) await wire.ring(event(number));
    failures = 2;
    const after = listen();
    await until(async () => (await stored()).length === 10);
    broker.breakConnections();
    for (const number of numbers.slice(10)) await ringUntilHeard(() => wire.ring(event(number)));
    await until(async () => (await stored()).length === numbers.length);
    await Promise.all([after.close(), wire.close()]);
    await broker.close();
  });
});

describe('the doorbell webhook', () => {
  const withServer = async (use: (url: string) => Promise<void>): Promise<void> => {
    const server = fastify();
    keepRawBodies(server);
    answerErrors(server, parts.log);
    const answers = checkAnswers(server);
    registerDoorbell(server, { inlet: inlet(), token: 'shared' });
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    try {
      await use(`${address}/sap-stock/v1/doorbell`);
      answers.assertKept();
    } finally {
      await server.close();
    }
  };
  const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer shared', 'content-type': 'application/cloudevents+json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
    return { status: answer.status, text: await answer.text() };
  };

  it('takes events in structured and in binary mode, and tells repeated and foreign ones apart', async () => {
    await withServer(async (url) => {
      await webhookWire({ url, token: 'shared' }).ring(event('1'));
      assert.deepEqual(await post(url, event('2')), { status: 200, text: '{"status":"Stored"}' });
      assert.deepEqual(await post(url, event('2')), { status: 200, text: '{"status":"Repeated"}' });
      assert.deepEqual(await post(url, event('3', { type: 'other' })), { status: 200, text: '{"status":"Ignored"}' });
      assert.deepEqual(await stored(), ['1', '2']);
    });
  });

  it('refuses strangers and what is no doorbell, and stores nothing of it', async () => {
    await withServer(async (url) => {
      assert.equal((await post(url, event('1'), { authorization: 'Bearer guess' })).status, 401);
      for (const body of ['{', '[]', '{}', { ...event('1'), specversion: '0.3' }, { ...event('1'), data: { MaterialDocumentYear: '2026', MaterialDocument: "1' or '1" } }]) assert.equal((await post(url, body)).status, 400, JSON.stringify(body));
      assert.equal((await post(url, event('1'), { 'content-type': 'application/json', 'ce-type': '%', 'ce-id': '1' })).status, 400);
      assert.deepEqual(await stored(), []);
    });
  });

  it('is not answered while the store fails', async () => {
    failures = 1;
    await withServer(async (url) => {
      assert.equal((await post(url, event('1'))).status, 503);
      assert.equal((await post(url, event('1'))).text, '{"status":"Stored"}');
    });
  });

  it('allows to be called, as the webhook specification asks', async () => {
    await withServer(async (url) => {
      const answer = await fetch(url, { method: 'OPTIONS', headers: { 'webhook-request-origin': 's4.example.com' } });
      assert.deepEqual([answer.status, answer.headers.get('webhook-allowed-origin'), answer.headers.get('webhook-allowed-rate')], [200, 's4.example.com', '*']);
    });
  });
});

it('a doorbell is read from the event that SAP publishes', () => {
  const rung = { specversion: '1.0', type: DOCUMENT_CREATED, source: '/default/sap.s4.beh/QM7CLNT100', id: '0894ef45', time: '2026-11-21T09:14:03Z', data: { MaterialDocumentYear: '2026', MaterialDocument: '4900001234' } };
  assert.deepEqual(readDoorbell(rung), { year: '2026', number: '4900001234', rungAtMs: Date.parse('2026-11-21T09:14:03Z') });
});
