/**
 * A small AMQP 1.0 broker for who has none: queues in memory, made when they are first named. Consumers settle by themselves; what a consumer
 * releases, or held when it died, is delivered again. What it keeps does not survive its end.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import rhea, { type Connection, type Container, type Delivery, type EventContext, type Sender } from 'rhea';
import { MessageQueue, type QueuedMessage } from './message-queue.ts';

export interface BrokerOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  /** Who else may come: with an access token, over AMQP by SASL XOAUTH2, over MQTT for the password. */
  readonly takesToken?: (user: string, token: string) => boolean | Promise<boolean>;
  /** Messages a queue keeps before it releases what producers send. */
  readonly mostWaiting?: number;
}

export interface Broker {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface AmqpBroker extends Broker {
  /** Messages that wait, that consumers hold unsettled, and that they refused for good. */
  queue(address: string): { readonly waiting: number; readonly held: number; readonly rejected: number };
  /** Breaks every connection, as a restart or a network failure does; queues stay. */
  breakConnections(): void;
}

const MOST_WAITING = 100_000;
const MESSAGE_FORMAT = 0;

/** Listens on loopback. */
export async function startAmqpBroker(options: BrokerOptions): Promise<AmqpBroker> {
  const container = rhea.create_container({ id: 'holdfast-broker' });
  const mechanisms = container.sasl_server_mechanisms as { enable_plain(check: (user: string, password: string) => boolean): void; XOAUTH2?: () => SaslServer };
  mechanisms.enable_plain((user, password) => isSame(`${user}\0${password}`, `${options.user}\0${options.password}`));
  const { takesToken } = options;
  if (takesToken !== undefined) mechanisms.XOAUTH2 = () => xoauth2(takesToken);
  const queues = new Queues(options.mostWaiting ?? MOST_WAITING);
  serveProducers(container, queues);
  serveConsumers(container, queues);
  // Clients that break off or break the protocol are their own concern; unheard, the library would write of them to standard error.
  for (const end of ['disconnected', 'connection_error', 'protocol_error', 'error']) container.on(end, () => undefined);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const connection = accept(container, socket);
    // The library hears of ends and errors only; a socket that is destroyed just closes.
    socket.on('error', () => undefined).on('close', () => {
      sockets.delete(socket);
      queues.leave((sender) => sender.connection === connection);
    });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The library forgets a connection, timers included, only when its socket fails.
  const breakConnections = (): void => { for (const socket of sockets) socket.destroy(new Error('the broker breaks its connections')); };
  return {
    url: `amqp://127.0.0.1:${String(port)}`, port, breakConnections,
    queue: (address) => queues.of(address),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      breakConnections();
      await closed;
    },
  };
}

/** As lib/sasl.js of the library has a mechanism: it is done when it has an outcome, and asks with what it answers before. */
interface SaslServer {
  outcome: boolean | undefined;
  username: string | undefined;
  start(response: Buffer): Promise<string | undefined>;
  step(): undefined;
}

/** developers.google.com/gmail/imap/xoauth2-protocol: who is refused is told why, and has to answer before it is over. */
function xoauth2(takesToken: NonNullable<BrokerOptions['takesToken']>): SaslServer {
  const server: SaslServer = {
    outcome: undefined,
    username: undefined,
    start: async (response) => {
      const [, user = '', token = ''] = /^user=(.*)\x01auth=Bearer (.*)\x01\x01$/.exec(response.toString()) ?? [];
      server.username = user;
      if (!(await takesToken(user, token))) return '{"status":"401","schemes":"bearer"}';
      server.outcome = true;
      return undefined;
    },
    step: () => {
      server.outcome = false;
      return undefined;
    },
  };
  return server;
}

/** The library's way of serving a socket that it did not listen for; its types leave it out. */
function accept(container: Container, socket: Socket): Connection {
  const connection = container.create_connection({ require_sasl: true, autoaccept: false } as never) as Connection & { accept(socket: Socket): void };
  connection.accept(socket);
  return connection;
}

class Queues {
  readonly #queues = new Map<string, MessageQueue>();
  readonly #mostWaiting: number;
  /** Consumers with the queue they read. */
  readonly consumers = new Map<Sender, Consumer>();

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  of(address: string): MessageQueue {
    const known = this.#queues.get(address);
    if (known !== undefined) return known;
    const made = new MessageQueue(this.#mostWaiting);
    this.#queues.set(address, made);
    return made;
  }

  /** Consumers that leave give back what they hold. */
  leave(isLeaving: (sender: Sender) => boolean): void {
    for (const [sender, consumer] of this.consumers) {
      if (!isLeaving(sender)) continue;
      this.consumers.delete(sender);
      consumer.end();
      this.deliver(consumer.queue);
    }
  }

  deliver(queue: MessageQueue): void {
    for (const consumer of this.consumers.values()) if (consumer.queue === queue) consumer.deliver();
  }
}

class Consumer {
  readonly queue: MessageQueue;
  /** The library tells its credit, its types leave it out. */
  readonly #sender: Sender & { readonly credit: number };
  readonly #unsettled = new Map<Delivery, QueuedMessage>();
  #isDelivering = false;
  #hasEnded = false;

  constructor(sender: Sender, queue: MessageQueue) {
    this.#sender = sender as Sender & { readonly credit: number };
    this.queue = queue;
  }

  /**
   * Sends what there is credit for, in a moment: the library uses up credit only when it writes, and credit can come with the attach of the link,
   * which must be answered before anything is sent.
   */
  deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    setImmediate(() => {
      this.#isDelivering = false;
      for (let credit = this.#hasEnded ? 0 : this.#sender.credit; credit > 0; credit--) {
        const message = this.queue.take();
        if (message === undefined) return;
        this.#unsettled.set(this.#sender.send(message.payload, undefined, MESSAGE_FORMAT), message);
      }
    });
  }

  settle(delivery: Delivery, how: 'accepted' | 'released' | 'rejected'): void {
    const message = this.#unsettled.get(delivery);
    if (message === undefined) return;
    this.#unsettled.delete(delivery);
    if (how === 'accepted') this.queue.accept();
    if (how === 'released') this.queue.giveBack([message]);
    if (how === 'rejected') this.queue.reject();
  }

  end(): void {
    this.#hasEnded = true;
    this.queue.giveBack([...this.#unsettled.values()]);
    this.#unsettled.clear();
  }
}

function serveProducers(container: Container, queues: Queues): void {
  container.on('message', (context: EventContext) => {
    const { delivery, receiver } = context;
    const address = (receiver?.target as { address?: string } | undefined)?.address ?? '';
    const queue = queues.of(address);
    if (queue.isFull || address === '') {
      delivery?.release();
      return;
    }
    queue.push(rhea.message.encode(context.message!));
    delivery?.accept();
    queues.deliver(queue);
  });
}

function serveConsumers(container: Container, queues: Queues): void {
  container.on('sender_open', ({ sender }: EventContext) => {
    const source = sender!.source as { address?: string };
    sender!.set_source({ address: source.address ?? '' });
    queues.consumers.set(sender!, new Consumer(sender!, queues.of(source.address ?? '')));
  });
  container.on('sendable', ({ sender }: EventContext) => { queues.consumers.get(sender!)?.deliver(); });
  for (const how of ['accepted', 'released', 'rejected'] as const) {
    container.on(how, ({ sender, delivery }: EventContext) => {
      const consumer = queues.consumers.get(sender!);
      consumer?.settle(delivery!, how);
      if (how === 'released' && consumer !== undefined) queues.deliver(consumer.queue);
    });
  }
  container.on('sender_close', ({ sender }: EventContext) => { queues.leave((one) => one === sender); });
  for (const end of ['session_close', 'connection_close', 'disconnected']) container.on(end, ({ connection }: EventContext) => { queues.leave((one) => one.connection === connection); });
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
