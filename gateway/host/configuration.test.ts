import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
const environment = { TILL_SECRET: 'one', SAP_PASSWORD: 'two', DOORBELL_TOKEN: 'three' };

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
    ['three live secrets', { tills: [{ network: 'uk', source: 'TILL', secrets: [{ env: 'TILL_SECRET' }, { env: 'TILL_SECRET' }, { env: 'TILL_SECRET' }] }] }, /secrets must NOT have more than 2/],
    ['a source that the org would not take', { tills: [{ network: 'uk', source: 'a|b', secrets: [{ env: 'TILL_SECRET' }] }] }, /tills\.0\.source/],
  ] as const) {
    it(`refuses ${what}, naming the field`, () => {
      assert.throws(() => read({ ...whole, ...change }), refusal(message));
    });
  }

  it('names the variable or the file that is missing', () => {
    assert.throws(() => read(whole, { ...environment, SAP_PASSWORD: undefined }), refusal(/SAP_PASSWORD is not set/));
    assert.throws(() => read({ ...whole, org: { ...whole.org, privateKey: { file: 'gone.pem' } } }), refusal(/gone\.pem cannot be read/));
  });

  it('refuses what is no JSON', () => {
    assert.throws(() => read('{'), refusal(/gateway\.json: .*JSON/));
  });
});
