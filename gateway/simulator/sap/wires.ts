/** How doorbells leave the simulated ERP: to an AMQP 1.0 queue, an MQTT topic, or a webhook. Each rings until it was acknowledged. */
import type { Socket } from 'node:net';
import mqtt from 'mqtt';
import rhea, { type Connection, type Delivery, type EventContext, type Sender } from 'rhea';
import type { CloudEvent, DoorbellWire } from './doorbells.ts';

const ACKNOWLEDGED_WITHIN_MS = 2_000;

/**
 * Connects when something is to be told and no connection stands; one that broke is not mended, so that nothing is told twice by the library itself.
 * @param options `url` `amqp://host:port`, `address` the queue
 */
export function amqpWire(options: { readonly url: string; readonly address: string; readonly user?: string; readonly password?: string }): DoorbellWire {
  let line: AmqpLine | undefined;
  return {
    ring: async (event) => {
      if (line?.isBroken !== false) line = new AmqpLine(options);
      await line.tell(Buffer.from(JSON.stringify(event)));
    },
    close: async () => { await line?.close(); },
  };
}

class AmqpLine {
  readonly #connection: Connection;
  readonly #sender: Sender;
  readonly #waiting = new Map<Delivery, (failure: Error | undefined) => void>();
  readonly #ended = Promise.withResolvers<undefined>();
  isBroken = false;

  constructor({ url, address, user, password }: Parameters<typeof amqpWire>[0]) {
    const { hostname, port } = new URL(url);
    const credentials = user === undefined ? {} : { username: user, password: password ?? '' };
    this.#connection = rhea.create_container().connect({ host: hostname, port: Number(port === '' ? 5672 : port), reconnect: false, ...credentials });
    this.#sender = this.#connection.open_sender(address);
    this.#sender.on('accepted', ({ delivery }: EventContext) => { this.#settle(delivery!, undefined); });
    for (const how of ['rejected', 'released']) this.#sender.on(how, ({ delivery }: EventContext) => { this.#settle(delivery!, new Error('the queue did not take it')); });
    for (const end of ['disconnected', 'connection_close', 'connection_error', 'session_error', 'sender_error', 'protocol_error', 'error']) this.#connection.on(end, () => { this.#end(); });
  }

  tell(body: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { this.#end(); }, ACKNOWLEDGED_WITHIN_MS);
      const delivery = this.#sender.send({ content_type: 'application/cloudevents+json', body: rhea.message.data_section(body) as Buffer });
      this.#waiting.set(delivery, (failure) => {
        clearTimeout(timer);
        if (failure === undefined) resolve();
        else reject(failure);
      });
    });
  }

  async close(): Promise<void> {
    if (this.isBroken) return;
    this.#connection.close();
    const timer = setTimeout(() => {
      // A broker that does not say goodbye; the library's types leave its socket out.
      (this.#connection as unknown as { socket?: Socket }).socket?.destroy(new Error('the broker did not say goodbye'));
      this.#end();
    }, ACKNOWLEDGED_WITHIN_MS);
    await this.#ended.promise;
    clearTimeout(timer);
  }

  #settle(delivery: Delivery, failure: Error | undefined): void {
    this.#waiting.get(delivery)?.(failure);
    this.#waiting.delete(delivery);
  }

  #end(): void {
    this.isBroken = true;
    for (const delivery of this.#waiting.keys()) this.#settle(delivery, new Error('the connection broke before the queue acknowledged'));
    if (this.#connection.is_open()) this.#connection.close();
    this.#ended.resolve(undefined);
  }
}

export function mqttWire(options: { readonly url: string; readonly topic: string; readonly user?: string; readonly password?: string }): DoorbellWire {
  const client = mqtt.connect(options.url, { clientId: `sap-simulator-${String(process.pid)}`, reconnectPeriod: 200, ...(options.user === undefined ? {} : { username: options.user, password: options.password ?? '' }) });
  client.on('error', () => undefined);
  return {
    ring: async (event) => { await client.publishAsync(options.topic, JSON.stringify(event), { qos: 1 }); },
    close: async () => { await client.endAsync(true); },
  };
}

/** Binary content mode: attributes are headers, the body is the data. */
export function webhookWire(options: { readonly url: string; readonly token: string }): DoorbellWire {
  return {
    ring: async (event) => {
      const headers = { authorization: `Bearer ${options.token}`, 'content-type': event.datacontenttype, 'ce-specversion': event.specversion, 'ce-type': event.type, 'ce-source': event.source, 'ce-id': event.id, 'ce-time': event.time };
      const answer = await fetch(options.url, { method: 'POST', headers, body: JSON.stringify(event.data), signal: AbortSignal.timeout(ACKNOWLEDGED_WITHIN_MS) });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`the webhook answered ${String(answer.status)}`);
    },
    close: async () => undefined,
  };
}

/** Remembers what rang, for tests and for doorbells that are told by hand. */
export function listeningWire(listener: (event: CloudEvent) => Promise<void> | void): DoorbellWire {
  return { ring: async (event) => { await listener(event); }, close: async () => undefined };
}
