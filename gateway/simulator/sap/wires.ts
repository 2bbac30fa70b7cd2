/** How doorbells leave the simulated ERP: to an AMQP 1.0 queue, an MQTT topic, or a webhook. Each rings until it was acknowledged. */
import mqtt from 'mqtt';
import rhea, { type EventContext, type Sender } from 'rhea';
import type { CloudEvent, DoorbellWire } from './doorbells.ts';

const ACKNOWLEDGED_WITHIN_MS = 2_000;

/** @param options `url` `amqp://host:port`, `address` the queue */
export function amqpWire(options: { readonly url: string; readonly address: string; readonly user?: string; readonly password?: string }): DoorbellWire {
  const { hostname, port } = new URL(options.url);
  const container = rhea.create_container();
  const credentials = options.user === undefined ? {} : { username: options.user, password: options.password ?? '' };
  const connection = container.connect({ host: hostname, port: Number(port === '' ? 5672 : port), ...credentials, reconnect: true, initial_reconnect_delay: 100, max_reconnect_delay: 2000 });
  connection.on('disconnected', () => undefined);
  const sender: Sender = connection.open_sender(options.address);
  return {
    ring: (event) => new Promise((resolve, reject) => {
      const timer = setTimeout(() => { end(new Error('the queue did not acknowledge')); }, ACKNOWLEDGED_WITHIN_MS);
      const delivery = sender.send({ content_type: 'application/cloudevents+json', body: rhea.message.data_section(Buffer.from(JSON.stringify(event))) as Buffer });
      const accepted = (context: EventContext): void => { if (context.delivery === delivery) end(undefined); };
      const refused = (context: EventContext): void => { if (context.delivery === delivery) end(new Error('the queue did not take it')); };
      const gone = (): void => { end(new Error('the connection broke')); };
      function end(failure: Error | undefined): void {
        clearTimeout(timer);
        sender.removeListener('accepted', accepted).removeListener('rejected', refused).removeListener('released', refused);
        connection.removeListener('disconnected', gone);
        if (failure === undefined) resolve();
        else reject(failure);
      }
      sender.on('accepted', accepted).on('rejected', refused).on('released', refused);
      connection.on('disconnected', gone);
    }),
    close: () => new Promise((resolve) => {
      // The library can stop reconnecting, its types do not say so.
      (connection as unknown as { set_reconnect(on: boolean): void }).set_reconnect(false);
      connection.once('connection_close', () => { resolve(); });
      connection.once('disconnected', () => { resolve(); });
      if (connection.is_open()) connection.close();
      else resolve();
    }),
  };
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
