import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfiguration } from '../host/configuration.ts';
import { furnishHome, secretOf } from './home.ts';

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe("a gateway's own folder", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-home-'));
    writeFileSync(path.join(folder, 'server.key'), privateKey);
  });
  after(() => { rmSync(folder, { recursive: true }); });

  const sap = { baseUrl: 'http://127.0.0.1:1', user: 'HOLDFAST', doorbell: { url: 'amqp://127.0.0.1:2', address: 'documents', user: 'holdfast' } };
  const furnish = (): string => furnishHome({ folder, org: { url: 'http://127.0.0.1:8080', dataFolder: folder, pubsubEndpoint: '127.0.0.1:7443' }, port: 0, sap });

  it('has a configuration that can be read, with the secrets it made', () => {
    const { tills, org, sap: read } = readConfiguration(furnish(), {});
    assert.deepEqual(tills?.[0]?.secrets, [secretOf(folder, 'till')]);
    assert.deepEqual([org.privateKey, read?.password], [privateKey.trimEnd(), secretOf(folder, 'sapPassword')]);
  });

  it('posts nothing in SAP unless it is told to: an org as it is shipped would count its documents beside the hand-overs', () => {
    assert.equal(readConfiguration(furnish(), {}).sap?.writeBack, undefined);
    const told = furnishHome({ folder, org: { url: 'http://127.0.0.1:8080', dataFolder: folder }, port: 0, sap: { ...sap, writesBack: true } });
    assert.deepEqual(readConfiguration(told, {}).sap?.writeBack?.purposes, ['Pickup', 'Ship']);
  });

  it('keeps its secrets when it is furnished again, out of the configuration and to its owner', () => {
    const before = secretOf(folder, 'operations');
    const text = readFileSync(furnish(), 'utf8');
    assert.equal(secretOf(folder, 'operations'), before);
    for (const name of ['till', 'operations', 'web', 'sapPassword'] as const) assert.equal(text.includes(secretOf(folder, name)), false, name);
    assert.equal(statSync(path.join(folder, 'till-secret')).mode & 0o077, 0);
  });
});
