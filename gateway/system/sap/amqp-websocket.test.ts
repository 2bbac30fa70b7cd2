/** AMQP over a WebSocket with an access token, as SAP Event Mesh has it: what holds over TCP holds here. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import rhea, { type EventContext } from 'rhea';
import { WebSocketServer } from 'ws';
import { startAmqpBroker, type AmqpBroker } from '../../broker/amqp-broker.ts';
import { jsonLog } from '../../shared/log.ts';
import { doorbellOf, type CloudEvent } from '../../simulator/sap/doorbells.ts';
import { amqpWire } from '../../simulator/sap/wires.ts';
import { AmqpDoorbells, type AmqpOptions } from './amqp.ts';
import type { DoorbellInlet } from './doorbell.ts';
import { failingInlet, ringUntilHeard, testParts, until, type TestParts } from './test/parts.ts';
import { silentProxy } from './test/silent-proxy.ts';
import { startTokenServer, type TokenServer } from './test/token-server.ts';
import { startWebSocketBridge, type WebSocketBridge } from './test/websocket-bridge.ts';

const SECRET = { user: 'gateway', password: 'open' };
const CLIENT = { clientId: 'sb-mesh|broker', clientSecret: 'very-secret' };
const event = (number: string): CloudEvent => doorbellOf({ year: '2026', number, createdAtMs: Date.now() } as never);
const numbers = Array.from({ length: 20 }, (_, index) => `49000000${String(index).padStart(2, '0')}`);

describe('AMQP doorbells over a WebSocket', () => {
  let parts: TestParts;
  let broker: AmqpBroker;
  let tokens: TokenServer;
  const ends: (() => void)[] = [];
  const logged: string[] = [];
  beforeEach(async () => {
    logged.length = 0;
    parts = testParts();
    [broker, tokens] = await Promise.all([startAmqpBroker(SECRET), startTokenServer()]);
    ends.push(() => { tokens.close(); });
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await Promise.all([broker.close(), parts.close()]);
    for (const secret of [CLIENT.clientSecret, SECRET.password, ...tokens.given]) assert.doesNotMatch(logged.join('\n'), new RegExp(`\\b${secret}\\b`), 'a secret is in the log');
  });

  /** Lets in who brings the newest token, unless a status stands here for the next. */
  const refusals: number[] = [];
  const bridge = async (): Promise<WebSocketBridge> => {
    const made = await startWebSocketBridge(broker.port, ({ headers }) => (headers.authorization === `Bearer ${tokens.given.at(-1) ?? ''}` ? refusals.shift() : 401));
    ends.push(made.close);
    return made;
  };
  const listen = (options: Partial<AmqpOptions> & { readonly url: string }, inlet: DoorbellInlet = failingInlet(parts, () => false)): AmqpDoorbells => {
    const log = jsonLog((line) => logged.push(line));
    const listener = new AmqpDoorbells({ address: 'documents', ...SECRET, oauth: { tokenUrl: tokens.url, ...CLIENT }, ...options }, { ...parts, log, inlet });
    listener.start();
    return listener;
  };
  const stored = async (): Promise<string[]> => (await parts.store.find({ kind: 'document', most: 100 })).map(({ key }) => key.slice(5)).sort();
  const isEmpty = (): boolean => broker.queue('documents').waiting === 0 && broker.queue('documents').held === 0;
  const bearers = (upgrades: readonly IncomingMessage[]): readonly (string | undefined)[] => upgrades.map(({ headers }) => headers.authorization);

  it('are stored before they are accepted, over a store that fails and connections that break, each with a token of its own', async () => {
    const { url, upgrades, breakConnections } = await bridge();
    const wire = amqpWire({ url: broker.url, address: 'documents', ...SECRET });
    let failures = 1;
    const listener = listen({ url, credit: 7 }, failingInlet(parts, () => failures-- > 0));
    for (const [index, number] of numbers.entries()) {
      if (index === 10) {
        await until(() => listener.isConnected);
        breakConnections();
      }
      await ringUntilHeard(() => wire.ring(event(number)));
    }
    await until(async () => (await stored()).length === numbers.length && isEmpty());
    await Promise.all([listener.close(), wire.close()]);
    assert.deepEqual(await stored(), numbers);
    assert.ok((parts.health.counts['connection-lost'] ?? 0) >= 1);
    assert.ok(upgrades.length >= 2);
    assert.deepEqual(bearers(upgrades), upgrades.map((_, index) => `Bearer token-${String(index + 1)}`));
    assert.ok(upgrades.every(({ headers }) => headers['sec-websocket-protocol'] === 'amqp'));
  });

  it('whose connection breaks between delivery and settlement come again, and are stored once', async () => {
    const { url, upgrades, breakConnections } = await bridge();
    const wire = amqpWire({ url: broker.url, address: 'documents', ...SECRET });
    for (const number of numbers) await wire.ring(event(number));
    const goOn = Promise.withResolvers<boolean>();
    let takes = 0;
    const listener = listen({ url }, failingInlet(parts, () => (++takes === 1 ? goOn.promise : false)));
    await until(() => takes === 1);
    breakConnections();
    await until(() => !listener.isConnected);
    goOn.resolve(false);
    await until(async () => (await stored()).length === numbers.length);
    await until(isEmpty);
    await Promise.all([listener.close(), wire.close()]);
    const { doorbell = 0, 'doorbell-repeated': repeated = 0 } = parts.health.counts;
    assert.equal(upgrades.length, 2);
    assert.deepEqual(await stored(), numbers);
    assert.ok(repeated >= 1, 'what was delivered over the broken connection was not settled over the next, and came again');
    assert.equal(doorbell - repeated, numbers.length);
  });

  it('wait for a door that refuses its upgrade, and say what to check', async () => {
    const { url, upgrades } = await bridge();
    refusals.push(401, 403, 404, 503);
    const listener = listen({ url });
    await until(() => listener.isConnected);
    await listener.close();
    assert.equal(upgrades.length, 5);
    const told = logged.map((line) => JSON.parse(line) as { event: string; message?: string }).filter(({ event: what }) => what === 'amqp-disconnected').map(({ message }) => message);
    assert.deepEqual(told, [
      'the upgrade is refused (401); check client id, secret and scope', 'the upgrade is refused (403); check client id, secret and scope',
      'the upgrade is refused (404); check the path of the address', 'the upgrade is refused (503); check the address, and whether the broker is well',
    ]);
    assert.equal(parts.health.counts['connection-lost'], undefined);
  });

  it('wait for a token that is not given, and come when it is', async () => {
    const { url, upgrades } = await bridge();
    tokens.answer((response) => { response.writeHead(401).end('{"error":"invalid_client"}'); });
    const listener = listen({ url });
    await until(() => logged.length >= 2);
    assert.match(logged[0]!, /gave no token: it answered 401 invalid_client/);
    assert.equal(upgrades.length, 0, 'nobody knocks without a token');
    tokens.answer();
    await until(() => listener.isConnected);
    await listener.close();
  });

  it('wait longer before every attempt at a queue that is refused', async () => {
    const waits: number[] = [];
    const clock = { now: () => Date.now(), sleep: async (milliseconds: number) => { waits.push(milliseconds); } };
    const refusing = await startAnonymousBroker({ refuses: true });
    ends.push(refusing.close);
    const listener = new AmqpDoorbells({ url: refusing.url, address: 'documents', oauth: { tokenUrl: tokens.url, ...CLIENT } }, { ...parts, clock, inlet: failingInlet(parts, () => false) });
    listener.start();
    await until(() => waits.length >= 7);
    await listener.close();
    assert.ok(waits[6]! >= 100 * 2 ** 6 * 0.5, `waits: ${waits.join(', ')}`);
    assert.ok(waits.every((wait) => wait <= 15_000));
  });

  it('need no user beside the token: SASL says nothing of who it is, and the queue has the name that SAP gives it', async () => {
    const anonymous = await startAnonymousBroker({ sends: event('4900000001') });
    ends.push(anonymous.close);
    const log = jsonLog((line) => logged.push(line));
    const listener = new AmqpDoorbells({ url: anonymous.url, address: 'queue:shop/holdfast/1/documents', oauth: { tokenUrl: tokens.url, ...CLIENT } }, { ...parts, log, inlet: failingInlet(parts, () => false) });
    listener.start();
    await until(() => anonymous.settled.length === 1);
    await listener.close();
    assert.deepEqual([anonymous.settled, anonymous.addresses, anonymous.bearers, await stored()], [['accepted'], ['queue:shop/holdfast/1/documents'], ['Bearer token-1'], ['4900000001']]);
  });

  it('end although the broker has fallen silent', async () => {
    const { port } = await bridge();
    const silent = await silentProxy(port);
    ends.push(silent.close);
    const listener = listen({ url: `ws://127.0.0.1:${String(silent.port)}/` });
    await until(() => listener.isConnected);
    silent.fallSilent();
    await listener.close();
    assert.equal(listener.isConnected, false);
  });

  for (const [what, isToken] of [['the upgrade', false], ['the question for a token', true]] as const) {
    it(`end although nobody answers ${what}`, async () => {
      const asked = Promise.withResolvers<undefined>();
      const server = createServer(() => { asked.resolve(undefined); }).on('upgrade', (_request, socket) => {
        socket.on('error', () => undefined);
        asked.resolve(undefined);
      });
      await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
      const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      const listener = listen({ url: `ws://${host}/`, oauth: { ...CLIENT, tokenUrl: isToken ? `http://${host}/` : tokens.url } });
      await asked.promise;
      await listener.close();
      server.close();
      server.closeAllConnections();
    });
  }

  for (const [what, url, message] of [
    ['readable over a network', 'ws://broker.example.com/', /an access token is not sent readable to broker\.example\.com/],
    ['to an address with a password', 'wss://me:hidden@broker.example.com/', /the address holds a user, a password or a fragment/],
    ['to what is no address', 'broker', /"broker" is no address/],
  ] as const) {
    it(`send no token ${what}`, () => {
      assert.throws(() => new AmqpDoorbells({ url, address: 'documents', oauth: { tokenUrl: tokens.url, ...CLIENT } }, { ...parts, inlet: failingInlet(parts, () => false) }), (error: unknown) => {
        assert.match(String((error as { code?: string }).code), /^GW-CONFIGURATION$/);
        assert.match(String(error), message);
        assert.doesNotMatch(String(error), /hidden/);
        return true;
      });
    });
  }
});

interface AnonymousBroker {
  readonly url: string;
  readonly settled: readonly string[];
  readonly addresses: readonly (string | undefined)[];
  readonly bearers: readonly (string | undefined)[];
  close(): void;
}

/** A broker behind a WebSocket that knows its callers by their tokens only, by the library's own server side. */
async function startAnonymousBroker({ sends, refuses = false }: { readonly sends?: CloudEvent; readonly refuses?: boolean }): Promise<AnonymousBroker> {
  const [settled, addresses, bearers]: [string[], (string | undefined)[], (string | undefined)[]] = [[], [], []];
  const container = rhea.create_container();
  (container.sasl_server_mechanisms as { enable_anonymous(): void }).enable_anonymous();
  container.on('sender_open', ({ sender }: EventContext) => {
    addresses.push((sender!.source as { address?: string }).address);
    if (refuses) sender!.close({ condition: 'amqp:unauthorized-access', description: 'not yours' });
    else sender!.set_source(sender!.source);
  });
  container.on('sendable', ({ sender }: EventContext) => {
    if (sends !== undefined && settled.length === 0) sender!.send({ content_type: 'application/cloudevents+json', body: rhea.message.data_section(Buffer.from(JSON.stringify(sends))) as Buffer });
  });
  for (const how of ['accepted', 'released', 'rejected']) container.on(how, () => { settled.push(how); });
  for (const end of ['disconnected', 'connection_error', 'protocol_error', 'error']) container.on(end, () => undefined);
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'amqp' });
  sockets.on('connection', (socket, { headers }) => {
    bearers.push(headers.authorization);
    container.websocket_accept(socket as never, { require_sasl: true } as never);
  });
  await new Promise((resolve) => { sockets.on('listening', resolve); });
  return {
    url: `ws://127.0.0.1:${String((sockets.address() as AddressInfo).port)}/protocols/amqp10ws`, settled, addresses, bearers,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
