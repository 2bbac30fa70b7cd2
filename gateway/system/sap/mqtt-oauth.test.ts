/** MQTT 3.1.1 with an access token, in each of the forms that brokers take: what holds with a password holds here. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { BrokerOptions } from '../../broker/amqp-broker.ts';
import { startMqttBroker, type MqttBroker } from '../../broker/mqtt-broker.ts';
import { jsonLog } from '../../shared/log.ts';
import { doorbellOf, type CloudEvent } from '../../simulator/sap/doorbells.ts';
import { mqttWire } from '../../simulator/sap/wires.ts';
import { MqttDoorbells, type MqttOptions } from './mqtt.ts';
import { failingInlet, ringUntilHeard, testParts, until, type TestParts } from './test/parts.ts';
import { silentProxy } from './test/silent-proxy.ts';
import { startTokenServer, type TokenServer } from './test/token-server.ts';
import { startWebSocketBridge } from './test/websocket-bridge.ts';

const ERP = { user: 'erp', password: 'open-sesame' };
const CLIENT = { clientId: 'sb-mesh|broker', clientSecret: 'very-secret' };
const TOPIC = 'sap/documents';
const event = (number: string): CloudEvent => doorbellOf({ year: '2026', number, createdAtMs: Date.now() } as never);
const numbers = Array.from({ length: 20 }, (_, index) => `49000000${String(index).padStart(2, '0')}`);

describe('MQTT doorbells with an access token', () => {
  let parts: TestParts;
  let tokens: TokenServer;
  let broker: MqttBroker;
  /** Users and passwords that came to the broker. */
  const came: [string, string][] = [];
  const expired = new Set<string>();
  const logged: string[] = [];
  beforeEach(async () => {
    for (const list of [came, logged]) list.length = 0;
    expired.clear();
    parts = testParts();
    tokens = await startTokenServer({ givesIdTokens: true });
    broker = await startBroker((user, password) => {
      came.push([user, password]);
      const token = password.split('~').at(-1) ?? '';
      return tokens.given.includes(token) && !expired.has(token);
    });
  });
  afterEach(async () => {
    tokens.close();
    await Promise.all([broker.close(), parts.close()]);
    for (const secret of [CLIENT.clientSecret, ERP.password, ...tokens.given]) assert.doesNotMatch(logged.join('\n'), new RegExp(`\\b${secret}\\b`), 'a secret is in the log');
  });

  const startBroker = (takesToken: NonNullable<BrokerOptions['takesToken']>): Promise<MqttBroker> => startMqttBroker({ ...ERP, takesToken });
  const listen = (options: Partial<MqttOptions> = {}, fails: () => boolean | Promise<boolean> = () => false): MqttDoorbells => {
    const whole = { url: broker.url, topic: TOPIC, clientId: 'gateway-1', user: 'gateway', oauth: { tokenUrl: tokens.url, ...CLIENT }, ...options };
    const listener = new MqttDoorbells(whole, { ...parts, log: jsonLog((line) => logged.push(line)), inlet: failingInlet(parts, fails) });
    listener.start();
    return listener;
  };
  const stored = async (): Promise<string[]> => (await parts.store.find({ kind: 'document', most: 100 })).map(({ key }) => key.slice(5)).sort();
  const told = (): (string | undefined)[] => logged.map((line) => JSON.parse(line) as { event: string; message?: string }).filter(({ event: what }) => what === 'mqtt-disconnected').map(({ message }) => message);

  it('are stored before they are acknowledged, over a store that fails, tokens that expire and a gateway that was away, each connection with a token of its own', async () => {
    const wire = mqttWire({ url: broker.url, topic: TOPIC, ...ERP });
    let failures = 2;
    const before = listen({}, () => failures-- > 0);
    await until(() => before.isConnected);
    for (const [index, number] of numbers.slice(0, 12).entries()) {
      if (index === 6) {
        expired.add('token-1');
        broker.breakConnections();
      }
      await ringUntilHeard(() => wire.ring(event(number)));
    }
    await until(async () => (await stored()).length === 12);
    await before.close();
    for (const number of numbers.slice(12)) await wire.ring(event(number));
    const after = listen();
    await until(async () => (await stored()).length === numbers.length);
    await Promise.all([after.close(), wire.close()]);
    assert.deepEqual(await stored(), numbers);
    assert.deepEqual(came, [1, 2, 3].map((index) => ['gateway', `token-${String(index)}`]));
    assert.equal(parts.health.counts['connection-lost'], 1);
  });

  it('whose connection ends while one is stored come again over the next, and are stored once', async () => {
    const wire = mqttWire({ url: broker.url, topic: TOPIC, ...ERP });
    const goOn = Promise.withResolvers<boolean>();
    let takes = 0;
    const listener = listen({}, () => (++takes === 1 ? goOn.promise : false));
    await until(() => listener.isConnected);
    for (const number of numbers) await wire.ring(event(number));
    await until(() => takes === 1);
    broker.breakConnections();
    await until(() => !listener.isConnected);
    goOn.resolve(false);
    await until(async () => (await stored()).length === numbers.length);
    await until(() => takes > numbers.length);
    await Promise.all([listener.close(), wire.close()]);
    const { doorbell = 0, 'doorbell-repeated': repeated = 0 } = parts.health.counts;
    assert.deepEqual([await stored(), doorbell - repeated], [numbers, numbers.length]);
    assert.ok(repeated >= 1, 'what was stored for the broken connection was not acknowledged over the next, and came again');
  });

  it('whose token is refused are told why, and try again with the next', async () => {
    expired.add('token-1').add('token-2');
    const listener = listen();
    await until(() => listener.isConnected);
    await listener.close();
    const why = 'the broker refuses the access token (MQTT return code 4, Bad username or password); check client id, secret and scope, the user, tokenForm and the OAuth profile of the broker';
    assert.deepEqual([told(), came.map(([, token]) => token)], [[why, why], ['token-1', 'token-2', 'token-3']]);
    assert.equal(parts.health.counts['connection-lost'], undefined);
  });

  for (const [form, options, login] of [
    ['the password itself', {}, ['gateway', 'token-1']],
    ['OAUTH with a profile', { tokenForm: 'OAUTH', oauthProfile: 'ias', user: undefined }, [CLIENT.clientId, 'OAUTH~ias~token-1']],
    ['OAUTH with the profile that the broker falls back to', { tokenForm: 'OAUTH' }, ['gateway', 'OAUTH~~token-1']],
    ['OPENID with the ID token before it', { tokenForm: 'OPENID', oauthProfile: 'ias' }, ['gateway', 'OPENID~ias~id-token-1~token-1']],
  ] as const) {
    it(`give their token as ${form}`, async () => {
      const listener = listen(options as Partial<MqttOptions>);
      await until(() => listener.isConnected);
      await listener.close();
      assert.deepEqual(came, [login]);
    });
  }

  it('give their token with the upgrade of a WebSocket, and say why it is refused', async () => {
    const anonymous = await startBroker(() => true);
    const refusals = [401, 403, 404];
    const bridge = await startWebSocketBridge(anonymous.port, () => refusals.shift(), 'mqtt');
    const listener = listen({ url: bridge.url, tokenForm: 'Upgrade' });
    await until(() => listener.isConnected);
    await listener.close();
    bridge.close();
    await anonymous.close();
    assert.deepEqual(bridge.upgrades.map(({ headers }) => headers.authorization), [1, 2, 3, 4].map((index) => `Bearer token-${String(index)}`));
    assert.deepEqual(told(), [
      'the upgrade is refused (401); check client id, secret and scope', 'the upgrade is refused (403); check client id, secret and scope', 'the upgrade is refused (404); check the path of the address',
    ]);
  });

  it('wait for an ID token that is not given, and knock with nothing less', async () => {
    tokens.answer((response) => { response.end('{"access_token":"bare"}'); });
    const listener = listen({ tokenForm: 'OPENID' });
    await until(() => told().length >= 2);
    assert.match(told()[0] ?? '', /gave no ID token beside the access token; ask for the scope openid, or use the tokenForm OAUTH/);
    assert.deepEqual(came, []);
    tokens.answer();
    await until(() => listener.isConnected);
    await listener.close();
  });

  it('wait for a token that is not given, and come when it is', async () => {
    tokens.answer((response) => { response.writeHead(401).end('{"error":"invalid_client"}'); });
    const listener = listen();
    await until(() => told().length >= 2);
    assert.match(told()[0] ?? '', /gave no token: it answered 401 invalid_client/);
    assert.deepEqual(came, []);
    tokens.answer();
    await until(() => listener.isConnected);
    await listener.close();
  });

  it('wait longer before every attempt at a broker that refuses them', async () => {
    const refusing = await startBroker(() => false);
    const waits: number[] = [];
    const clock = { now: () => Date.now(), sleep: async (milliseconds: number) => { waits.push(milliseconds); } };
    const listener = new MqttDoorbells({ url: refusing.url, topic: TOPIC, clientId: 'gateway-1', user: 'gateway', oauth: { tokenUrl: tokens.url, ...CLIENT } }, { ...parts, clock, inlet: failingInlet(parts, () => false) });
    listener.start();
    await until(() => waits.length >= 7);
    await listener.close();
    await refusing.close();
    assert.ok(waits[6]! >= 100 * 2 ** 6 * 0.5, `waits: ${waits.join(', ')}`);
  });

  it('end although the broker has fallen silent', async () => {
    const silent = await silentProxy(broker.port);
    const listener = listen({ url: `mqtt://127.0.0.1:${String(silent.port)}` });
    await until(() => listener.isConnected);
    silent.fallSilent();
    await listener.close();
    silent.close();
    assert.equal(listener.isConnected, false);
  });

  it('end although nobody answers the upgrade', async () => {
    const asked = Promise.withResolvers<undefined>();
    const server = createServer().on('upgrade', (_request, socket) => {
      socket.on('error', () => undefined);
      asked.resolve(undefined);
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const listener = listen({ url: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/` });
    await asked.promise;
    await listener.close();
    server.close();
    server.closeAllConnections();
  });

  for (const [what, options, message] of [
    ['readable over a network', { url: 'mqtt://broker.example.com' }, /an access token is not sent readable to broker\.example\.com; give its mqtts:\/\/ address/],
    ['to an address with a password', { url: 'mqtts://me:hidden@broker.example.com' }, /the address holds a user, a password or a fragment/],
    ['over another protocol', { url: 'https://broker.example.com' }, /MQTT doorbells come from mqtt:\/\/, mqtts:\/\/, ws:\/\/ or wss:\/\/ addresses; https:\/\/ is not dialled/],
    ['beside a password', { password: 'hidden' }, /the access token stands for the password; give password or oauth/],
    ['as a password without a user', { user: undefined }, /an access token as the password goes with a user; give user/],
    ['with a profile that its form does not name', { oauthProfile: 'ias' }, /oauthProfile belongs to the tokenForm OAUTH or OPENID/],
    ['with an upgrade that there is not', { tokenForm: 'Upgrade' }, /the tokenForm Upgrade needs a WebSocket; mqtt:\/\/ is none/],
    ['that there is not', { oauth: undefined, tokenForm: 'OAUTH' }, /tokenForm and oauthProfile say how an access token is given; give oauth with them/],
  ] as const) {
    it(`send no token ${what}`, () => {
      assert.throws(() => listen(options as Partial<MqttOptions>), (error: unknown) => {
        assert.equal((error as { code?: string }).code, 'GW-CONFIGURATION');
        assert.match(String(error), message);
        assert.doesNotMatch(String(error), /hidden/);
        return true;
      });
    });
  }
});
