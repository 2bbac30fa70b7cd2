/** SAP by OAuth from the file to the wire: its documents over OData and its doorbells over every way that takes a token, and the secrets of both nowhere else. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { startAmqpBroker } from '../broker/amqp-broker.ts';
import { startMqttBroker } from '../broker/mqtt-broker.ts';
import { systemClock } from '../shared/clock.ts';
import { jsonLog } from '../shared/log.ts';
import { doorbellOf } from '../simulator/sap/doorbells.ts';
import { amqpWire, mqttWire } from '../simulator/sap/wires.ts';
import { ringUntilHeard, until } from '../system/sap/test/parts.ts';
import { startTokenServer } from '../system/sap/test/token-server.ts';
import { startWebSocketBridge } from '../system/sap/test/websocket-bridge.ts';
import { readConfiguration } from './configuration.ts';
import { startGateway } from './gateway.ts';

const BROKER = { user: 'gateway', password: 'broker-secret' };
const environment = { SAP_SECRET: 'odata-secret', MESH_SECRET: 'mesh-secret', BROKER_PASSWORD: BROKER.password };

describe('a gateway that knows SAP by OAuth', () => {
  it('hears and asks with tokens, and tells their secrets to nobody', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-oauth-'));
    const seen: (string | undefined)[] = [];
    const erp = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{"d":{"results":[]}}');
    });
    await new Promise<void>((resolve) => { erp.listen(0, '127.0.0.1', resolve); });
    const [broker, tokens] = await Promise.all([startAmqpBroker(BROKER), startTokenServer()]);
    const bridge = await startWebSocketBridge(broker.port);
    const clientOf = (clientId: string, env: string) => ({ tokenUrl: tokens.url, clientId, clientSecret: { env } });
    writeFileSync(path.join(folder, 'key.pem'), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(path.join(folder, 'gateway.json'), JSON.stringify({
      group: 'test', server: { host: '127.0.0.1', port: 0 }, store: { kind: 'sqlite', file: 'gateway.db' },
      // Nothing listens on port 1.
      org: { loginUrl: 'http://127.0.0.1:1', clientId: 'app', username: 'integration@example.com', privateKey: { file: 'key.pem' } },
      sap: {
        source: 'SAP', baseUrl: `http://127.0.0.1:${String((erp.address() as AddressInfo).port)}`, oauth: clientOf('odata', 'SAP_SECRET'), pollSeconds: 3600,
        doorbells: [{ kind: 'amqp', url: bridge.url, address: 'documents', user: BROKER.user, password: { env: 'BROKER_PASSWORD' }, oauth: clientOf('mesh', 'MESH_SECRET') }],
      },
      clients: [{ name: 'admin', tokenHash: createHash('sha256').update('admin').digest('hex'), scopes: ['system:read', 'operations:read'] }],
    }));
    const told: string[] = [];
    const gateway = await startGateway(readConfiguration(path.join(folder, 'gateway.json'), environment), { owner: 'test', clock: systemClock, log: jsonLog((line) => told.push(line)) });
    const ask = async (address: string): Promise<number> => {
      const answer = await fetch(`${gateway.url}${address}`, { headers: { authorization: 'Bearer admin' } });
      told.push(await answer.text());
      return answer.status;
    };

    assert.equal(await ask('/sap-stock/v1/stock?plant=1010'), 200);
    const wire = amqpWire({ url: broker.url, address: 'documents', ...BROKER });
    await wire.ring(doorbellOf({ year: '2026', number: '4900000001', createdAtMs: Date.now() } as never));
    await until(() => bridge.upgrades.length === 1 && told.some((line) => line.includes('amqp-connected')) && broker.queue('documents').waiting + broker.queue('documents').held === 0);
    const clients = tokens.asked.map(({ authorization }) => Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).sort();
    assert.deepEqual(clients, ['mesh:mesh-secret', 'odata:odata-secret']);
    for (const bearer of [seen[0], bridge.upgrades[0]?.headers.authorization]) assert.ok(tokens.given.some((token) => bearer === `Bearer ${token}`), bearer);

    tokens.answer((response) => { response.writeHead(401).end('{"error":"invalid_client"}'); });
    bridge.breakConnections();
    await until(() => told.some((line) => line.includes('gave no token')));
    assert.equal(await ask('/metrics'), 200);
    await wire.close();
    await gateway.stop();
    for (const secret of [...Object.values(environment), ...tokens.given]) assert.ok(!told.join('\n').includes(secret), `${secret} was told`);

    bridge.close();
    tokens.close();
    erp.close();
    erp.closeAllConnections();
    await broker.close();
    rmSync(folder, { recursive: true });
  });

  it('hears over AMQP by SASL XOAUTH2 and over MQTT, with the next token when one expires, and loses nothing over a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-oauth-'));
    const asked = new Set<string>();
    const erp = createServer(({ url = '' }, response) => {
      const number = /49\d{8}/.exec(url)?.[0];
      if (number !== undefined) asked.add(number);
      response.end('{"d":{"results":[]}}');
    });
    await new Promise<void>((resolve) => { erp.listen(0, '127.0.0.1', resolve); });
    const tokens = await startTokenServer();
    const came: string[] = [];
    const expired = new Set<string>();
    const takesToken = (user: string, login: string): boolean => {
      came.push(`${user} ${login.replace(/token-\d+/, 'TOKEN')}`);
      const token = login.split('~').at(-1)!;
      return tokens.given.includes(token) && !expired.has(token);
    };
    const [amqp, mqtt] = await Promise.all([startAmqpBroker({ ...BROKER, takesToken }), startMqttBroker({ ...BROKER, takesToken })]);
    const oauth = { tokenUrl: tokens.url, clientId: 'mesh', clientSecret: { env: 'MESH_SECRET' } };
    writeFileSync(path.join(folder, 'key.pem'), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(path.join(folder, 'gateway.json'), JSON.stringify({
      group: 'test', server: { host: '127.0.0.1', port: 0 }, store: { kind: 'sqlite', file: 'gateway.db' },
      org: { loginUrl: 'http://127.0.0.1:1', clientId: 'app', username: 'integration@example.com', privateKey: { file: 'key.pem' } },
      sap: {
        source: 'SAP', baseUrl: `http://127.0.0.1:${String((erp.address() as AddressInfo).port)}`, user: 'HOLDFAST', password: { env: 'SAP_SECRET' }, pollSeconds: 3600,
        doorbells: [
          { kind: 'amqp', url: amqp.url, address: 'documents', user: 'vpn', oauth },
          { kind: 'mqtt', url: mqtt.url, topic: 'sap/documents', clientId: 'gateway-1', oauth, tokenForm: 'OAUTH', oauthProfile: 'ias' },
        ],
      },
    }));
    const told: string[] = [];
    const start = () => startGateway(readConfiguration(path.join(folder, 'gateway.json'), environment), { owner: 'test', clock: systemClock, log: jsonLog((line) => told.push(line)) });
    const timesTold = (what: string): number => told.filter((line) => line.includes(what)).length;
    const wires = [amqpWire({ url: amqp.url, address: 'documents', ...BROKER }), mqttWire({ url: mqtt.url, topic: 'sap/documents', ...BROKER })];
    let last = 4900000000;
    const ring = async (): Promise<void> => { for (const wire of wires) await ringUntilHeard(() => wire.ring(doorbellOf({ year: '2026', number: String(++last), createdAtMs: Date.now() } as never))); };

    const before = await start();
    await until(() => timesTold('amqp-connected') === 1 && timesTold('mqtt-connected') === 1);
    await ring();
    for (const token of tokens.given) expired.add(token);
    amqp.breakConnections();
    mqtt.breakConnections();
    await ring();
    await until(() => timesTold('amqp-connected') === 2 && timesTold('mqtt-connected') === 2);
    await before.stop();
    await ring();
    const after = await start();
    await ring();
    await until(() => asked.size === 8 && amqp.queue('documents').waiting + amqp.queue('documents').held === 0);
    await Promise.all(wires.map((wire) => wire.close()));
    await after.stop();
    assert.deepEqual(new Set(came), new Set(['vpn TOKEN', 'mesh OAUTH~ias~TOKEN']));
    for (const secret of [...Object.values(environment), ...tokens.given]) assert.ok(!told.join('\n').includes(secret), `${secret} was told`);

    tokens.close();
    erp.close();
    erp.closeAllConnections();
    await Promise.all([amqp.close(), mqtt.close()]);
    rmSync(folder, { recursive: true });
  });
});
