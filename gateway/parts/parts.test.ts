import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { connectAsync } from 'mqtt';
import pg from 'pg';
import rhea, { type EventContext } from 'rhea';
import { whyNoPostgres } from './postgres.ts';
import { startRabbitMq, whyNoRabbitMq } from './rabbitmq.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('npm run gateway:parts', { skip: whyNoPostgres() ?? whyNoRabbitMq() ?? false }, () => {
  it('starts a database and a broker that speak as they should, and leaves nothing behind', async () => {
    const script = spawn(process.execPath, ['scripts/run.js', 'gateway-parts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(script, 'exit');
    let output = '';
    await new Promise<void>((resolve, reject) => {
      script.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.endsWith('ready\n')) resolve();
      });
      void ended.then(() => { reject(new Error(`It ended before it was ready: ${output}`)); });
    });
    const address = (name: string): string => new RegExp(`^${name} (\\S+)$`, 'm').exec(output)![1]!;

    const client = new pg.Client({ connectionString: address('postgres') });
    await client.connect();
    assert.match((await client.query<{ version: string }>('SELECT version()')).rows[0]!.version, /^PostgreSQL 15/);
    await client.end();
    assert.equal(await throughMqtt(address('mqtt')), 'over MQTT');
    assert.equal(await throughAmqp(new URL(address('amqp'))), 'over AMQP');

    script.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
    const gone = new pg.Client({ connectionString: address('postgres') });
    await assert.rejects(gone.connect(), /ECONNREFUSED/);
  });
});

async function throughMqtt(url: string): Promise<string> {
  const client = await connectAsync(url, { protocolVersion: 4, clientId: 'test', reconnectPeriod: 0 });
  await client.subscribeAsync('documents', { qos: 1 });
  const heard = new Promise<string>((resolve) => { client.once('message', (_, body) => { resolve(body.toString()); }); });
  await client.publishAsync('documents', 'over MQTT', { qos: 1 });
  const body = await heard;
  await client.endAsync();
  return body;
}

async function throughAmqp({ hostname, port, username, password }: URL): Promise<unknown> {
  const connection = rhea.create_container().connect({ host: hostname, port: Number(port), username, password, reconnect: false });
  const heard = new Promise<unknown>((resolve) => { connection.open_receiver('documents').once('message', ({ message }: EventContext) => { resolve(message?.body); }); });
  connection.open_sender('documents').once('sendable', ({ sender }: EventContext) => { sender?.send({ body: 'over AMQP' }); });
  const body = await heard;
  connection.close();
  await once(connection, 'connection_close');
  return body;
}

describe('RabbitMQ of the tests', { skip: whyNoRabbitMq() ?? false }, () => {
  it('does not wait for ever when somebody has the port of its port mapper', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rabbitmq-'));
    chmodSync(folder, 0o711);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as AddressInfo;
      await assert.rejects(startRabbitMq({ folder: path.join(folder, 'rabbitmq'), epmdPort: port }), new RegExp(`epmd ended with exit code \\d+.*${String(port)}`));
    } finally {
      other.close();
      rmSync(folder, { recursive: true });
    }
  });
});
