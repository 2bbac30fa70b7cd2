import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfiguration, type Configuration } from './configuration.ts';

const whole: Configuration = {
  group: 'demo',
  server: { host: '127.0.0.1', port: 0 },
  org: { loginUrl: 'http://127.0.0.1:8080', clientId: 'app', username: 'integration@example.com', privateKey: { file: 'key.pem' } },
  store: { kind: 'sqlite', file: 'data/gateway.db' },
  tills: [{ network: 'uk', source: 'TILL', secrets: [{ env: 'TILL_SECRET' }] }],
  sap: {
    source: 'SAP', baseUrl: 'https://s4.example.com', user: 'HOLDFAST', password: { env: 'SAP_PASSWORD' }, pollSeconds: 30,
    doorbells: [{ kind: 'amqp', url: 'amqp://127.0.0.1:5672', address: 'documents' }, { kind: 'webhook', token: { env: 'DOORBELL_TOKEN' } }],
  },
};
const environment = { TILL_SECRET: 'one', SAP_PASSWORD: 'two', DOORBELL_TOKEN: 'three', SAP_CLIENT_SECRET: 'four' };

const withoutLogin = { ...whole.sap, user: undefined, password: undefined };
const oauth = { tokenUrl: 'https://my400000-api.s4hana.example.com/sap/bc/sec/oauth2/token', clientId: 'HOLDFAST', clientSecret: { env: 'SAP_CLIENT_SECRET' } } as const;
const mesh = { kind: 'amqp', url: 'wss://mesh.example.com/protocols/amqp10ws', address: 'queue:shop/holdfast/1/documents', oauth: { ...oauth, scope: 'a b' } } as const;
/** Secret as it must not be written. */
const open = 'written-out';

describe('the configuration', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-configuration-'));
    writeFileSync(path.join(folder, 'key.pem'), 'PEM\n');
  });
  after(() => { rmSync(folder, { recursive: true }); });

  const read = (configuration: unknown, from: Record<string, string | undefined> = environment) => {
    const file = path.join(folder, 'gateway.json');
    writeFileSync(file, typeof configuration === 'string' ? configuration : JSON.stringify(configuration));
    return readConfiguration(file, from);
  };
  const refusal = (message: RegExp) => (error: unknown) => {
    assert.match(String(error), message);
    return true;
  };

  it('has secrets from the environment and from files, and finds files beside itself', () => {
    const { org, store, tills, sap } = read(whole);
    assert.deepEqual([org.privateKey, tills?.[0]?.secrets, sap?.password], ['PEM', ['one'], 'two']);
    assert.deepEqual(store, { kind: 'sqlite', file: path.join(folder, 'data', 'gateway.db') });
    assert.deepEqual(sap?.doorbells[1], { kind: 'webhook', token: 'three' });
  });

  for (const [what, change, message] of [
    ['a secret that is written out', { tills: [{ network: 'uk', source: 'TILL', secrets: ['open'] }] }, /tills\.0\.secrets\.0/],
    ['a field it does not know', { colour: 'red' }, /additional properties \(colour\)/],
    ['a kind of doorbell there is not', { sap: { ...whole.sap, doorbells: [{ kind: 'pigeon' }] } }, /sap\.doorbells\.0/],
    ['two web shops of one name', { webhooks: [1, 2].map((shop) => ({ source: 'WEBSHOP', url: `https://shop-${String(shop)}.example.com/`, secret: { env: 'TILL_SECRET' } })) }, /WEBSHOP twice/],
    ['three live secrets', { tills: [{ network: 'uk', source: 'TILL', secrets: [{ env: 'TILL_SECRET' }, { env: 'TILL_SECRET' }, { env: 'TILL_SECRET' }] }] }, /secrets must NOT have more than 2/],
    ['an OAuth secret of SAP that is written out', { sap: { ...withoutLogin, oauth: { ...oauth, clientSecret: open } } }, /sap\.oauth\.clientSecret must be object/],
    ['an OAuth secret of a doorbell that is written out', { sap: { ...whole.sap, doorbells: [{ ...mesh, oauth: { ...oauth, clientSecret: open } }] } }, /sap\.doorbells\.0\.oauth\.clientSecret must be object/],
    ['SAP without a login', { sap: withoutLogin }, /sap takes user and password, or oauth: one of the two/],
    ['SAP with half a login', { sap: { ...withoutLogin, user: 'HOLDFAST' } }, /sap takes user and password, or oauth: one of the two/],
    ['SAP with two logins', { sap: { ...whole.sap, oauth } }, /sap takes user and password, or oauth: one of the two/],
    ['an OAuth client without its token address', { sap: { ...withoutLogin, oauth: { clientId: 'HOLDFAST', clientSecret: oauth.clientSecret } } }, /sap\.oauth must have required property 'tokenUrl'/],
    ['a token address that sends secrets readable', { sap: { ...withoutLogin, oauth: { ...oauth, tokenUrl: 'http://sap.example.com/token' } } }, /sap\.oauth\.tokenUrl is an address https:\/\//],
    ['a token address with a password', { sap: { ...withoutLogin, oauth: { ...oauth, tokenUrl: `https://me:${open}@sap.example.com/token` } } }, /sap\.oauth\.tokenUrl is an address .* without user and password/],
    ['scopes that are a list', { sap: { ...withoutLogin, oauth: { ...oauth, scope: ['a'] } } }, /sap\.oauth\.scope is one scope, or several/],
    ['scopes that are divided otherwise', { sap: { ...withoutLogin, oauth: { ...oauth, scope: 'a  b' } } }, /sap\.oauth\.scope is one scope, or several divided by single spaces/],
    ['a token for a broker over TCP', { sap: { ...whole.sap, doorbells: [{ ...mesh, url: 'amqps://mesh.example.com' }] } }, /sap\.doorbells\.0\.url is wss:\/\/ where oauth is given/],
    ['a token for a broker that would get it readable', { sap: { ...whole.sap, doorbells: [{ ...mesh, url: 'ws://mesh.example.com/' }] } }, /sap\.doorbells\.0\.url is wss:\/\/ where oauth is given/],
    ['a broker over a protocol that is not dialled', { sap: { ...whole.sap, doorbells: [{ ...mesh, url: 'https://mesh.example.com/' }] } }, /sap\.doorbells\.0\.url is (an address amqp:|wss:)/],
    ['a broker whose address holds a password', { sap: { ...whole.sap, doorbells: [{ kind: 'amqp', url: `amqp://me:${open}@mesh.example.com`, address: 'documents' }] } }, /sap\.doorbells\.0\.url is an address .* without user and password/],
    ['OAuth for MQTT, which has none', { sap: { ...whole.sap, doorbells: [{ kind: 'mqtt', url: 'wss://mesh.example.com', topic: 't', clientId: 'c', oauth }] } }, /sap\.doorbells\.0 .*\(oauth\)/],
    ['a source that the org would not take', { tills: [{ network: 'uk', source: 'a|b', secrets: [{ env: 'TILL_SECRET' }] }] }, /tills\.0\.source/],
  ] as const) {
    it(`refuses ${what}, naming the field`, () => {
      assert.throws(() => read({ ...whole, ...change }), (error: unknown) => {
        assert.equal((error as { code?: unknown }).code, 'GW-CONFIGURATION');
        assert.match(String(error), message);
        assert.ok(!String(error).includes(open), 'what is written out is not told on');
        return true;
      });
    });
  }

  it('has OAuth for SAP and for its doorbells, with secrets from the environment and from files', () => {
    const { sap } = read({ ...whole, sap: { ...withoutLogin, oauth: { ...oauth, clientSecret: { file: 'key.pem' } }, doorbells: [mesh, { ...mesh, url: 'ws://127.0.0.1:8080/protocols/amqp10ws', user: 'me', password: { env: 'SAP_PASSWORD' } }] } });
    assert.deepEqual(sap?.oauth, { ...oauth, clientSecret: 'PEM' });
    assert.deepEqual(sap?.doorbells, [{ ...mesh, oauth: { ...mesh.oauth, clientSecret: 'four' } }, { ...mesh, url: 'ws://127.0.0.1:8080/protocols/amqp10ws', user: 'me', password: 'two', oauth: { ...mesh.oauth, clientSecret: 'four' } }]);
  });

  it('takes what the chapter on SAP shows', () => {
    const shown = /```json\n(\{ "sap": [^]+?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? assert.fail();
    const { sap } = read({ ...whole, ...(JSON.parse(shown) as object) }, { ...environment, MESH_SECRET: 'five' });
    assert.deepEqual(sap?.doorbells.map((doorbell) => (doorbell.kind === 'amqp' ? doorbell.oauth?.clientSecret : undefined)), ['five']);
  });

  it('names the variable of an OAuth secret that is missing', () => {
    assert.throws(() => read({ ...whole, sap: { ...withoutLogin, oauth } }, { ...environment, SAP_CLIENT_SECRET: undefined }), refusal(/SAP_CLIENT_SECRET is not set/));
  });

  it('names the variable or the file that is missing', () => {
    assert.throws(() => read(whole, { ...environment, SAP_PASSWORD: undefined }), refusal(/SAP_PASSWORD is not set/));
    assert.throws(() => read({ ...whole, org: { ...whole.org, privateKey: { file: 'gone.pem' } } }), refusal(/gone\.pem cannot be read/));
  });

  it('refuses what is no JSON', () => {
    assert.throws(() => read('{'), refusal(/gateway\.json: .*JSON/));
  });
});
