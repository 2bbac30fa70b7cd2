/** Doorbells through a real RabbitMQ that goes away in between: what was sent is heard, once it is back, whichever protocol carries it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { doorbellOf, type DoorbellWire } from '../simulator/sap/doorbells.ts';
import { amqpWire, mqttWire } from '../simulator/sap/wires.ts';
import { AmqpDoorbells } from '../system/sap/amqp.ts';
import { DoorbellInlet } from '../system/sap/doorbell.ts';
import type { DoorbellListener } from '../system/sap/listener.ts';
import { MqttDoorbells } from '../system/sap/mqtt.ts';
import { testParts, until, type TestParts } from '../system/sap/test/parts.ts';
import { startRabbitMq, whyNoRabbitMq, type RabbitMq } from './rabbitmq.ts';

const ADDRESS = 'materialdocuments';
const numbers = Array.from({ length: 12 }, (_, index) => String(4_900_000_000 + index));

interface Way {
  readonly wire: (broker: RabbitMq) => DoorbellWire;
  readonly listener: (broker: RabbitMq, parts: TestParts, inlet: DoorbellInlet) => DoorbellListener;
}

const credentials = (url: string): { readonly user: string; readonly password: string; readonly url: string } => {
  const { username, password, protocol, host } = new URL(url);
  return { user: username, password, url: `${protocol}//${host}` };
};

const WAYS: Readonly<Record<string, Way>> = {
  'AMQP 1.0': {
    wire: ({ amqpUrl }) => amqpWire({ address: ADDRESS, ...credentials(amqpUrl) }),
    listener: ({ amqpUrl }, parts, inlet) => new AmqpDoorbells({ address: ADDRESS, ...credentials(amqpUrl) }, { ...parts, inlet }),
  },
  'MQTT 3.1.1': {
    wire: ({ mqttUrl }) => mqttWire({ topic: ADDRESS, ...credentials(mqttUrl) }),
    listener: ({ mqttUrl }, parts, inlet) => new MqttDoorbells({ topic: ADDRESS, clientId: 'gateway-test', ...credentials(mqttUrl) }, { ...parts, inlet }),
  },
};

describe('doorbells through RabbitMQ', { skip: whyNoRabbitMq() ?? false }, () => {
  let folder: string;
  let broker: RabbitMq;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rabbitmq-'));
    broker = await startRabbitMq({ folder });
  });
  after(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const restart = async (): Promise<void> => {
    const [amqpPort, mqttPort] = [Number(new URL(broker.amqpUrl).port), Number(new URL(broker.mqttUrl).port)];
    await broker.stop();
    broker = await startRabbitMq({ folder, amqpPort, mqttPort });
  };

  for (const [name, way] of Object.entries(WAYS)) {
    it(`are all heard over ${name}, each document once, over a restart of the broker`, async () => {
      const parts = testParts();
      const listener = way.listener(broker, parts, new DoorbellInlet(parts));
      const wire = way.wire(broker);
      listener.start();
      await until(async () => listener.isConnected);
      const ring = async (number: string): Promise<void> => {
        for (;;) {
          try {
            await wire.ring(doorbellOf({ year: '2026', number, createdAtMs: Date.now() } as never));
            return;
          } catch {
            // As the ERP does: again, until the broker has it.
          }
        }
      };
      const heard = async (): Promise<string[]> => (await parts.store.find({ kind: 'document', most: 100 })).map(({ body }) => (body as { number: string }).number).sort();
      // What is published to a topic before anybody subscribed is nobody's: the first rings until it is heard.
      while ((await heard()).length === 0) await ring(numbers[0]!);
      for (const number of numbers.slice(1, 6)) await ring(number);
      await restart();
      for (const number of numbers.slice(6)) await ring(number);
      await until(async () => (await heard()).length === numbers.length);
      assert.deepEqual(await heard(), numbers);
      await wire.close();
      await listener.close();
      await parts.close();
    });
  }
});
