/** AMQP over TCP with SASL XOAUTH2, as SAP Integration Suite's advanced event mesh has it: what holds with a password holds here. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startAmqpBroker, type AmqpBroker, type BrokerOptions } from '../../broker/amqp-broker.ts';
import { jsonLog } from '../../shared/log.ts';
import { doorbellOf, type CloudEvent } from '../../simulator/sap/doorbells.ts';
import { amqpWire } from '../../simulator/sap/wires.ts';
import { AmqpDoorbells, type AmqpOptions } from './amqp.ts';
import { failingInlet, ringUntilHeard, testParts, until, type TestParts } from './test/parts.ts';
import { startTokenServer, type TokenServer } from './test/token-server.ts';

const ERP = { user: 'erp', password: 'open-sesame' };
const CLIENT = { clientId: 'sb-mesh|broker', clientSecret: 'very-secret' };
const VPN = 'geschäft';
const event = (number: string): CloudEvent => doorbellOf({ year: '2026', number, createdAtMs: Date.now() } as never);
const numbers = Array.from({ length: 20 }, (_, index) => `49000000${String(index).padStart(2, '0')}`);

describe('AMQP doorbells with SASL XOAUTH2', () => {
  let parts: TestParts;
  let tokens: TokenServer;
  let broker: AmqpBroker;
  /** Users and tokens that came to the broker. */
  const came: [string, string][] = [];
  /** Tokens that have expired, or were never good. */
  const expired = new Set<string>();
  const logged: string[] = [];
  beforeEach(async () => {
    for (const list of [came, logged]) list.length = 0;
    expired.clear();
    parts = testParts();
    tokens = await startTokenServer();
    broker = await startBroker((user, token) => {
      came.push([user, token]);
      return tokens.given.includes(token) && !expired.has(token);
    });
  });
  afterEach(async () => {
    tokens.close();
    await Promise.all([broker.close(), parts.close()]);
    for (const secret of [CLIENT.clientSecret, ERP.password, ...tokens.given]) assert.doesNotMatch(logged.join('\n'), new RegExp(`\\b${secret}\\b`), 'a secret is in the log');
  });

  const startBroker = (takesToken: NonNullable<BrokerOptions['takesToken']>): Promise<AmqpBroker> => startAmqpBroker({ ...ERP, takesToken });
  const listen = (options: Partial<AmqpOptions> = {}, fails: () => boolean | Promise<boolean> = () => false): AmqpDoorbells => {
    const whole = { url: broker.url, address: 'documents', user: VPN, oauth: { tokenUrl: tokens.url, ...CLIENT }, ...options };
    const listener = new AmqpDoorbells(whole, { ...parts, log: jsonLog((line) => logged.push(line)), inlet: failingInlet(parts, fails) });
    listener.start();
    return listener;
  };
  const stored = async (): Promise<string[]> => (await parts.store.find({ kind: 'document', most: 100 })).map(({ key }) => key.slice(5)).sort();
  const isEmpty = (): boolean => broker.queue('documents').waiting + broker.queue('documents').held === 0;
  const told = (): (string | undefined)[] => logged.map((line) => JSON.parse(line) as { event: string; message?: string }).filter(({ event: what }) => what === 'amqp-disconnected').map(({ message }) => message);

  it('are stored before they are accepted, over a store that fails, connections that break and a gateway that was away, each connection with a token of its own', async () => {
    const wire = amqpWire({ url: broker.url, address: 'documents', ...ERP });
    let failures = 1;
    const before = listen({ credit: 7 }, () => failures-- > 0);
    for (const [index, number] of numbers.slice(0, 12).entries()) {
      if (index === 6) {
        await until(() => before.isConnected);
        broker.breakConnections();
      }
      await ringUntilHeard(() => wire.ring(event(number)));
    }
    await until(async () => (await stored()).length === 12);
    await before.close();
    for (const number of numbers.slice(12)) await wire.ring(event(number));
    const after = listen();
    await until(async () => (await stored()).length === numbers.length && isEmpty());
    await Promise.all([after.close(), wire.close()]);
    assert.deepEqual(await stored(), numbers);
    assert.ok(came.length >= 3);
    assert.deepEqual(came, came.map((_, index) => [VPN, `token-${String(index + 1)}`]));
    assert.ok((parts.health.counts['connection-lost'] ?? 0) >= 1);
  });

  it('whose token expires while a batch is stored come again over the next token, and are stored once', async () => {
    const wire = amqpWire({ url: broker.url, address: 'documents', ...ERP });
    for (const number of numbers) await wire.ring(event(number));
    const goOn = Promise.withResolvers<boolean>();
    let takes = 0;
    const listener = listen({}, () => (++takes === 1 ? goOn.promise : false));
    await until(() => takes === 1);
    expired.add('token-1');
    broker.breakConnections();
    await until(() => !listener.isConnected);
    goOn.resolve(false);
    await until(async () => (await stored()).length === numbers.length && isEmpty());
    await Promise.all([listener.close(), wire.close()]);
    const { doorbell = 0, 'doorbell-repeated': repeated = 0 } = parts.health.counts;
    assert.deepEqual([await stored(), came.map(([, token]) => token)], [numbers, ['token-1', 'token-2']]);
    assert.ok(repeated >= 1);
    assert.equal(doorbell - repeated, numbers.length);
  });

  it('whose token is refused are told why, and try again with the next', async () => {
    expired.add('token-1').add('token-2');
    const listener = listen();
    await until(() => listener.isConnected);
    await listener.close();
    const why = 'the broker refuses the access token (SASL outcome 1, status 401); check client id, secret and scope, the user, and the OAuth profile of the broker';
    assert.deepEqual(told(), [why, why]);
    assert.deepEqual(came.map(([, token]) => token), ['token-1', 'token-2', 'token-3']);
    assert.equal(parts.health.counts['connection-lost'], undefined);
  });

  it('wait for a broker that cannot check tokens', async () => {
    let failures = 1;
    const failing = await startBroker(async () => {
      if (failures-- > 0) throw new Error('the keys are out of reach');
      return true;
    });
    const listener = listen({ url: failing.url });
    await until(() => listener.isConnected);
    await listener.close();
    await failing.close();
    assert.match(told()[0] ?? '', /^the broker could not check the access token, or refuses it \(SASL outcome 2\); check client id.*whether the broker is well$/);
  });

  it('tell a broker that takes no tokens from one that refuses theirs', async () => {
    const plain = await startAmqpBroker(ERP);
    const listener = listen({ url: plain.url });
    await until(() => told().length > 0);
    await listener.close();
    await plain.close();
    assert.equal(told()[0], 'the broker does not take the access token: it offers SASL PLAIN, not XOAUTH2; check how it is set up');
  });

  it('wait for a token that is not given, and come when it is', async () => {
    tokens.answer((response) => { response.writeHead(401).end('{"error":"invalid_client"}'); });
    const listener = listen();
    await until(() => told().length >= 2);
    assert.match(told()[0] ?? '', /gave no token: it answered 401 invalid_client/);
    assert.deepEqual(came, [], 'nobody knocks without a token');
    tokens.answer();
    await until(() => listener.isConnected);
    await listener.close();
  });

  it('with a wrong password say so', async () => {
    const listener = new AmqpDoorbells({ url: broker.url, address: 'documents', user: ERP.user, password: 'guess' }, { ...parts, log: jsonLog((line) => logged.push(line)), inlet: failingInlet(parts, () => false) });
    listener.start();
    await until(() => told().length > 0);
    await listener.close();
    assert.equal(told()[0], 'the broker refuses user and password (SASL outcome 1); check user and password');
  });

  for (const [what, options, message] of [
    ['readable over a network', { url: 'amqp://broker.example.com' }, /an access token is not sent readable to broker\.example\.com; give its amqps:\/\/ address/],
    ['without a user', { url: 'amqps://broker.example.com', user: undefined }, /SASL XOAUTH2 over amqps:\/\/ tells a user beside the access token; give user/],
    ['beside a password', { url: 'amqps://broker.example.com', password: 'hidden' }, /the access token stands for the password; give password or oauth/],
  ] as const) {
    it(`send no token ${what}`, () => {
      assert.throws(() => listen(options as Partial<AmqpOptions>), (error: unknown) => {
        assert.equal((error as { code?: string }).code, 'GW-CONFIGURATION');
        assert.match(String(error), message);
        assert.doesNotMatch(String(error), /hidden/);
        return true;
      });
    });
  }
});
