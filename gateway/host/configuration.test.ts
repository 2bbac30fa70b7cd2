import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
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
const key = (pair: { readonly privateKey: { export(options: object): string | Buffer } }): string => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const privateKey = key(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const square = { source: 'SQUARE', webhookSecrets: [{ env: 'TILL_SECRET' }], notificationUrl: 'https://gateway.example.com/shops/v1/square/webhook', api: { baseUrl: 'https://connect.squareup.com', token: { env: 'TILL_SECRET' }, pollSeconds: 30 }, locations: {} };
const shopify = { source: 'SHOPIFY', webhookSecrets: [{ env: 'TILL_SECRET' }], locations: {} };
const network = { network: 'uk', source: 'TILL', secrets: [{ env: 'TILL_SECRET' }] };
const aem = { kind: 'amqp', url: 'amqps://aem.example.com:5671', address: 'documents', user: 'shop-vpn', oauth } as const;
const mqtt = { kind: 'mqtt', url: 'mqtts://aem.example.com:8883', topic: 'sap/documents', clientId: 'gateway-1', oauth } as const;
const named = { ...mqtt, tokenForm: 'OAUTH', oauthProfile: 'ias' } as const;
/** Secret as it must not be written. */
const open = 'written-out';

describe('the configuration', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-configuration-'));
    writeFileSync(path.join(folder, 'key.pem'), privateKey);
    writeFileSync(path.join(folder, 'note.pem'), open);
    writeFileSync(path.join(folder, 'curve.pem'), key(generateKeyPairSync('ec', { namedCurve: 'P-256' })));
    writeFileSync(path.join(folder, 'secret'), 'six\n');
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
    assert.deepEqual([org.privateKey, tills?.[0]?.secrets, sap?.password], [privateKey.trimEnd(), ['one'], 'two']);
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
    ['a token for a broker that would get it readable', { sap: { ...whole.sap, doorbells: [{ ...mesh, url: 'ws://mesh.example.com/' }] } }, /sap\.doorbells\.0\.url is amqps:\/\/ or wss:\/\/ where oauth is given/],
    ['a token for a broker over TCP that would get it readable', { sap: { ...whole.sap, doorbells: [{ ...aem, url: 'amqp://aem.example.com' }] } }, /sap\.doorbells\.0\.url is amqps:\/\/ or wss:\/\/ where oauth is given/],
    ['a token over TCP without a user', { sap: { ...whole.sap, doorbells: [{ ...aem, user: undefined }] } }, /sap\.doorbells\.0 takes user with oauth over amqps:\/\/, and no password/],
    ['a token over TCP with a password', { sap: { ...whole.sap, doorbells: [{ ...aem, password: { env: 'SAP_PASSWORD' } }] } }, /sap\.doorbells\.0 takes user with oauth over amqps:\/\/, and no password/],
    ['a broker over a protocol that is not dialled', { sap: { ...whole.sap, doorbells: [{ ...mesh, url: 'https://mesh.example.com/' }] } }, /sap\.doorbells\.0\.url is (an address amqp:|amqps:)/],
    ['a broker whose address holds a password', { sap: { ...whole.sap, doorbells: [{ kind: 'amqp', url: `amqp://me:${open}@mesh.example.com`, address: 'documents' }] } }, /sap\.doorbells\.0\.url is an address .* without user and password/],
    ['two networks of one name: the second one would never be looked at', { tills: [network, { ...network, source: 'TILL-2' }] }, /tills name the network uk twice/],
    ['two shops of one source: each would move the position of the other', { square: { ...square, source: 'SHOP' }, shopify: { ...shopify, source: 'SHOP' } }, /square and shopify have the same source, SHOP/],
    ['a web shop that has the name of a till network\'s source', { webhooks: [{ source: 'TILL', url: 'https://shop.example.com/', secret: { env: 'TILL_SECRET' } }] }, /tills and webhooks have the same source, TILL/],
    ['a source that is the org itself', { tills: [{ ...network, source: 'HOLDFAST' }] }, /tills have the source HOLDFAST.*the org's own/],
    ['a beginning that is no moment: everything ever sold would count', { shopify: { ...shopify, since: '2026-13-01T00:00:00Z' } }, /shopify\.since is no moment/],
    ['two clients of one token', { clients: [['a', 'web:read'], ['b', 'web:write']].map(([name, scope]) => ({ name, tokenHash: 'ab'.repeat(32), scopes: [scope] })) }, /clients a and b have the same token/],
    ['an org whose tokens would be readable', { org: { ...whole.org, loginUrl: 'http://login.example.com' } }, /org\.loginUrl is an address https:/],
    ['a shop whose token would be readable', { shopify: { ...shopify, api: { ...square.api, baseUrl: 'http://shop.example.com' } } }, /shopify\.api\.baseUrl is an address https:/],
    ['an MQTT broker over a protocol that is not dialled', { sap: { ...whole.sap, doorbells: [{ kind: 'mqtt', url: 'https://mesh.example.com', topic: 't', clientId: 'c' }] } }, /sap\.doorbells\.0\.url is an address mqtt:/],
    ['a private key that is none', { org: { ...whole.org, privateKey: { file: 'note.pem' } } }, /org\.privateKey is no RSA key in PEM/],
    ['a private key of another kind', { org: { ...whole.org, privateKey: { file: 'curve.pem' } } }, /org\.privateKey is no RSA key in PEM/],
    ['a token for MQTT that could be read on its way', { sap: { ...whole.sap, doorbells: [{ ...named, url: 'mqtt://aem.example.com' }] } }, /sap\.doorbells\.0\.url is mqtts:\/\/ or wss:\/\/ where oauth is given/],
    ['an MQTT broker whose address holds a password', { sap: { ...whole.sap, doorbells: [{ ...named, url: `mqtts://me:${open}@aem.example.com` }] } }, /sap\.doorbells\.0\.url is an address mqtt:.* without user and password/],
    ['an MQTT password beside a token', { sap: { ...whole.sap, doorbells: [{ ...named, password: { env: 'SAP_PASSWORD' } }] } }, /sap\.doorbells\.0 takes no password beside oauth/],
    ['a token for an MQTT password without a user', { sap: { ...whole.sap, doorbells: [mqtt] } }, /sap\.doorbells\.0 takes user with an access token as the password/],
    ['an OAuth profile that is not told', { sap: { ...whole.sap, doorbells: [{ ...named, user: 'me', tokenForm: 'Plain' }] } }, /sap\.doorbells\.0\.tokenForm is OAUTH or OPENID where oauthProfile is given/],
    ['an OAuth profile without a form that names it', { sap: { ...whole.sap, doorbells: [{ ...named, user: 'me', tokenForm: undefined }] } }, /sap\.doorbells\.0 takes oauthProfile only with tokenForm OAUTH or OPENID/],
    ['an OAuth profile that would end early', { sap: { ...whole.sap, doorbells: [{ ...named, oauthProfile: 'a~b' }] } }, /sap\.doorbells\.0\.oauthProfile is the name of an OAuth profile/],
    ['a form of a token that there is not', { sap: { ...whole.sap, doorbells: [{ ...mqtt, tokenForm: 'Bearer' }] } }, /sap\.doorbells\.0\.tokenForm is Plain, OAUTH, OPENID or Upgrade/],
    ['a form of a token where there is none', { sap: { ...whole.sap, doorbells: [{ ...named, oauth: undefined }] } }, /sap\.doorbells\.0 takes tokenForm and oauthProfile only with oauth/],
    ['a token with an upgrade that there is not', { sap: { ...whole.sap, doorbells: [{ ...mqtt, tokenForm: 'Upgrade' }] } }, /sap\.doorbells\.0\.url is wss:\/\/ for the tokenForm Upgrade/],
    ['an OAuth secret of MQTT that is written out', { sap: { ...whole.sap, doorbells: [{ ...named, oauth: { ...oauth, clientSecret: open } }] } }, /sap\.doorbells\.0\.oauth\.clientSecret must be object/],
    ['a web shop whose address holds a password: no call could be made, and the reason would tell it', { webhooks: [{ source: 'WEBSHOP', url: `https://me:${open}@shop.example.com/stock`, secret: { env: 'TILL_SECRET' } }] }, /webhooks\.0\.url is an address .* without user and password/],
    ['SAP at an address that holds a password', { sap: { ...whole.sap, baseUrl: `https://me:${open}@s4.example.com` } }, /sap\.baseUrl is an address .* without user and password/],
    ['two webhooks of SAP: the second token would be taken by nobody', { sap: { ...whole.sap, doorbells: [{ kind: 'webhook', token: { env: 'DOORBELL_TOKEN' } }, { kind: 'webhook', token: { env: 'TILL_SECRET' } }] } }, /sap\.doorbells have 2 webhooks/],
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

  it('takes networks that tell for one source, and shops that have their own', () => {
    const { tills, shopify: read1 } = read({ ...whole, tills: [network, { ...network, network: 'fr' }], square: { ...square, since: '2026-11-21T00:00:00+01:00' }, shopify });
    assert.deepEqual([tills?.map(({ source }) => source), read1?.source], [['TILL', 'TILL'], 'SHOPIFY']);
  });

  it('has OAuth for SAP and for its doorbells, with secrets from the environment and from files', () => {
    const { sap } = read({ ...whole, sap: { ...withoutLogin, oauth: { ...oauth, clientSecret: { file: 'secret' } }, doorbells: [mesh, { ...mesh, url: 'ws://127.0.0.1:8080/protocols/amqp10ws', user: 'me', password: { env: 'SAP_PASSWORD' } }] } });
    assert.deepEqual(sap?.oauth, { ...oauth, clientSecret: 'six' });
    assert.deepEqual(sap?.doorbells, [{ ...mesh, oauth: { ...mesh.oauth, clientSecret: 'four' } }, { ...mesh, url: 'ws://127.0.0.1:8080/protocols/amqp10ws', user: 'me', password: 'two', oauth: { ...mesh.oauth, clientSecret: 'four' } }]);
  });

  it('has OAuth for AMQP without a WebSocket, and for MQTT in every form of its token', () => {
    const doorbells = [aem, { ...aem, url: 'amqp://127.0.0.1:5672' }, named, { ...named, tokenForm: 'OPENID' }, { ...mqtt, tokenForm: 'OAUTH' }, { ...mqtt, user: 'me' }, { ...mqtt, user: 'me', tokenForm: 'Plain' }, { ...mqtt, url: 'wss://mesh.example.com/protocols/mqtt311ws', tokenForm: 'Upgrade' }];
    const { sap } = read({ ...whole, sap: { ...whole.sap, doorbells } });
    assert.deepEqual(sap?.doorbells, doorbells.map((doorbell) => ({ ...doorbell, oauth: { ...oauth, clientSecret: 'four' } })));
  });

  it('takes what the chapter on SAP shows', () => {
    const shown = /```json\n(\{ "sap": [^]+?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? assert.fail();
    const { sap } = read({ ...whole, ...(JSON.parse(shown) as object) }, { ...environment, MESH_SECRET: 'five' });
    assert.ok((sap?.doorbells.length ?? 0) >= 3);
    assert.ok(sap?.doorbells.every((doorbell) => doorbell.kind !== 'webhook' && doorbell.oauth?.clientSecret === 'five'));
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
