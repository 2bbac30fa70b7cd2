/** Doorbells through Debian's RabbitMQ: AMQP 1.0 and MQTT 3.1.1 as its plug-ins speak them, ended and started again in the middle. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { doorbellOf } from '../simulator/sap/doorbells.ts';
import { amqpWire, mqttWire } from '../simulator/sap/wires.ts';
import { AmqpDoorbells } from '../system/sap/amqp.ts';
import { DoorbellInlet } from '../system/sap/doorbell.ts';
import { MqttDoorbells } from '../system/sap/mqtt.ts';
import { testParts, until, type TestParts } from '../system/sap/test/parts.ts';
import { startRabbitMq, whyNoRabbitMq, type RabbitMq } from './rabbitmq.ts';

const COUNT = 40;
const event = (index: number) => doorbellOf({ year: '2026', number: String(4_900_000_000 + index), createdAtMs: Date.now() } as never);

describe('doorbells through RabbitMQ', { skip: whyNoRabbitMq() ?? false }, () => {
  const through = async (use: (rabbit: { now: RabbitMq; restart(): Promise<void> }, parts: TestParts) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rabbit-'));
    const parts = testParts();
    const rabbit = {
      now: await startRabbitMq({ folder }),
      restart: async () => {
        await rabbit.now.stop();
        rabbit.now = await startRabbitMq({ folder, amqpPort: Number(new URL(rabbit.now.amqpUrl).port), mqttPort: Number(new URL(rabbit.now.mqttUrl).port) });
      },
    };
    try {
      await use(rabbit, parts);
    } finally {
      await rabbit.now.stop();
      await parts.close();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const stored = async ({ store }: TestParts): Promise<number> => (await store.find({ kind: 'document', most: 1000 })).length;
  const ring = async (wire: { ring(one: ReturnType<typeof event>): Promise<void> }, from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index++) {
      for (let isHeard = false; !isHeard;) isHeard = await wire.ring(event(index)).then(() => true, () => false);
    }
  };
  const addressed = (text: string) => {
    const { username, password, protocol, host } = new URL(text);
    return { url: `${protocol}//${host}`, user: decodeURIComponent(username), password: decodeURIComponent(password) };
  };

  it('over AMQP 1.0 are all stored, though the broker is restarted under them', async () => {
    await through(async (rabbit, parts) => {
      const queue = { ...addressed(rabbit.now.amqpUrl), address: '/queue/documents' };
      const listener = new AmqpDoorbells({ ...queue, credit: 5 }, { ...parts, inlet: new DoorbellInlet(parts) });
      const wire = amqpWire(queue);
      await ring(wire, 0, COUNT / 4);
      listener.start();
      await until(async () => (await stored(parts)) === COUNT / 4);
      await rabbit.restart();
      await ring(wire, COUNT / 4, COUNT);
      await until(async () => (await stored(parts)) === COUNT);
      await Promise.all([listener.close(), wire.close()]);
      assert.ok((parts.health.counts['connection-lost'] ?? 0) >= 1);
      // What was accepted does not come again.
      const again = testParts();
      const second = new AmqpDoorbells(queue, { ...again, inlet: new DoorbellInlet(again) });
      second.start();
      await until(() => second.isConnected);
      await new Promise((resolve) => { setTimeout(resolve, 300); });
      assert.equal(await stored(again), 0);
      await second.close();
      await again.close();
    });
  });

  it('over MQTT 3.1.1 are all stored, those too that came while the gateway was away', async () => {
    await through(async (rabbit, parts) => {
      const topic = { ...addressed(rabbit.now.mqttUrl), topic: 'sap/documents' };
      const listen = (): MqttDoorbells => {
        const made = new MqttDoorbells({ ...topic, clientId: 'gateway-1' }, { ...parts, inlet: new DoorbellInlet(parts) });
        made.start();
        return made;
      };
      const before = listen();
      const wire = mqttWire(topic);
      await until(() => before.isConnected);
      await until(async () => {
        await ring(wire, 0, 1);
        return (await stored(parts)) === 1;
      });
      await before.close();
      await ring(wire, 1, COUNT / 2);
      const after = listen();
      await until(async () => (await stored(parts)) === COUNT / 2);
      await rabbit.restart();
      await until(() => after.isConnected);
      await until(async () => {
        await ring(wire, COUNT / 2, COUNT);
        return (await stored(parts)) === COUNT;
      });
      await Promise.all([after.close(), wire.close()]);
    });
  });
});
