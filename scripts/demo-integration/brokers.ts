/** The message broker of the demo: one in this process, or Debian's RabbitMQ. */
import path from 'node:path';
import { startAmqpBroker, type AmqpBroker } from '../../gateway/broker/amqp-broker.ts';
import { SIMULATED_SAP } from '../../gateway/cli/home.ts';
import { startRabbitMq, type RabbitMq } from '../../gateway/parts/rabbitmq.ts';
import type { Restartable } from './faults.ts';

export interface DemoBroker extends Restartable {
  /** `amqp://host:port`. */
  readonly url: string;
  /** The queue of doorbells. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** `undefined` while it is down; of RabbitMQ nobody here knows how much waits. */
  readonly queue: { readonly waiting: number | undefined } | undefined;
}

/** Comes back on its port, without what it held: SAP rings again for what was not acknowledged, polling finds the rest. */
export class EmbeddedBroker implements DemoBroker {
  readonly address = SIMULATED_SAP.queue;
  readonly user = SIMULATED_SAP.brokerUser;
  readonly password: string;
  #broker: AmqpBroker | undefined;
  #port = 0;

  constructor(password: string) {
    this.password = password;
  }

  get url(): string {
    return `amqp://127.0.0.1:${String(this.#port)}`;
  }

  get queue(): DemoBroker['queue'] {
    return this.#broker?.queue(this.address);
  }

  async start(): Promise<void> {
    this.#broker = await startAmqpBroker({ port: this.#port, user: this.user, password: this.password });
    this.#port = this.#broker.port;
  }

  async stop(): Promise<void> {
    const broker = this.#broker;
    this.#broker = undefined;
    await broker?.close();
  }
}

/** Comes back on its port with what it held. */
export class RabbitBroker implements DemoBroker {
  readonly address = `/queue/${SIMULATED_SAP.queue}`;
  readonly #folder: string;
  #rabbit: RabbitMq | undefined;
  #url = new URL('amqp://127.0.0.1');

  constructor(folder: string) {
    this.#folder = path.join(folder, 'rabbitmq');
  }

  get url(): string {
    return `amqp://${this.#url.host}`;
  }

  get user(): string {
    return decodeURIComponent(this.#url.username);
  }

  get password(): string {
    return decodeURIComponent(this.#url.password);
  }

  get queue(): DemoBroker['queue'] {
    return this.#rabbit === undefined ? undefined : { waiting: undefined };
  }

  async start(): Promise<void> {
    this.#rabbit = await startRabbitMq({ folder: this.#folder, ...(this.#url.port === '' ? {} : { amqpPort: Number(this.#url.port) }) });
    this.#url = new URL(this.#rabbit.amqpUrl);
  }

  async stop(): Promise<void> {
    const rabbit = this.#rabbit;
    this.#rabbit = undefined;
    await rabbit?.stop();
  }
}
