import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import mqtt, { type MqttClient } from 'mqtt';
import { startMqttBroker, type MqttBroker } from './mqtt-broker.ts';

const SECRET = { user: 'gateway', password: 'open' };

describe('the embedded MQTT broker', () => {
  let broker: MqttBroker;
  const clients: MqttClient[] = [];
  beforeEach(async () => { broker = await startMqttBroker(SECRET); });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.endAsync(true);
    await broker.close();
  });
  const connect = async (options: object = {}): Promise<MqttClient> => {
    const client = await mqtt.connectAsync(broker.url, { username: SECRET.user, password: SECRET.password, reconnectPeriod: 0, ...options });
    clients.push(client);
    return client;
  };

  it('keeps for a client that is away what came at quality 1', async () => {
    const session = { clientId: 'gateway', clean: false };
    const before = await connect(session);
    await before.subscribeAsync('documents', { qos: 1 });
    await before.endAsync();
    await (await connect()).publishAsync('documents', '4711', { qos: 1 });
    const after = mqtt.connect(broker.url, { username: SECRET.user, password: SECRET.password, reconnectPeriod: 0, ...session });
    clients.push(after);
    const payload = await new Promise((resolve) => { after.once('message', (_topic, message) => { resolve(message.toString()); }); });
    assert.equal(payload, '4711');
  });

  it('turns a wrong password away', async () => {
    await assert.rejects(connect({ password: 'guess' }), /Not authorized|Bad username/i);
  });
});
