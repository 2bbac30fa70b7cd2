/** Doorbells from an AMQP 1.0 queue: a message is accepted only when its document is stored, and released when it could not be. */
import type { Socket } from 'node:net';
import rhea, { type Connection, type Delivery, type EventContext, type Message } from 'rhea';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import { readDoorbell, readDoorbellText, type Doorbell, type DoorbellInlet } from './doorbell.ts';
import { waitBeforeAttempt, type DoorbellListener } from './listener.ts';

export interface AmqpOptions {
  /** `amqp://host:port`, or `amqps://` for TLS. */
  readonly url: string;
  /** The queue. */
  readonly address: string;
  readonly user?: string;
  readonly password?: string;
  /** Messages that may be on their way or unsettled at once. */
  readonly credit?: number;
}

export interface AmqpParts {
  readonly source: string;
  readonly inlet: DoorbellInlet;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

interface Arrived {
  readonly delivery: Delivery;
  readonly message: Message;
}

const CREDIT = 200;
const PORTS: Readonly<Record<string, { readonly port: number; readonly transport: 'tcp' | 'tls' }>> = { 'amqp:': { port: 5672, transport: 'tcp' }, 'amqps:': { port: 5671, transport: 'tls' } };
/** A queue that cannot be read after all is left in peace for so long before released messages come again. */
const AFTER_RELEASE_MS = 500;
/** A broker that says nothing for twice as long is gone, whatever the network pretends. */
const HEARTBEAT_MS = 15_000;
/** How long a broker has to say goodbye. */
const GOODBYE_MS = 2_000;

export class AmqpDoorbells implements DoorbellListener {
  readonly #options: AmqpOptions;
  readonly #parts: AmqpParts;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #connection: Connection | undefined;
  #breakOff = (): void => undefined;
  #isConnected = false;

  /** @throws Refusal GW-CONFIGURATION for an address it cannot dial */
  constructor(options: AmqpOptions, parts: AmqpParts) {
    if (PORTS[new URL(options.url).protocol] === undefined) throw new Refusal('GW-CONFIGURATION', `AMQP doorbells come from amqp:// or amqps:// addresses; ${new URL(options.url).protocol}// is not dialled.`);
    this.#options = options;
    this.#parts = parts;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#end.abort();
    this.#connection?.close();
    const said = new AbortController();
    const patience = this.#parts.clock.sleep(GOODBYE_MS, said.signal).then(() => { if (!said.signal.aborted) this.#breakOff(); });
    await this.#running;
    said.abort();
    await patience;
  }

  async #run(): Promise<void> {
    const { clock, health, log, source } = this.#parts;
    for (let attempt = 0; !this.#end.signal.aborted; attempt++) {
      const { wasOpen, why } = await this.#listenOnce();
      if (this.#end.signal.aborted) return;
      if (wasOpen) {
        attempt = 0;
        health.count(source, 'connection-lost');
      }
      log.write('warn', 'amqp-disconnected', { source, address: this.#options.address, message: why });
      await clock.sleep(waitBeforeAttempt(attempt), this.#end.signal);
    }
  }

  /** One connection of its own, never the library's reconnecting one: what was delivered over a broken connection must not be settled over the next. */
  #listenOnce(): Promise<{ readonly wasOpen: boolean; readonly why: string }> {
    const { hostname, port, protocol } = new URL(this.#options.url);
    const { user, password, address } = this.#options;
    const usual = PORTS[protocol]!;
    const container = rhea.create_container();
    const credentials = user === undefined ? {} : { username: user, password: password ?? '' };
    const connection = container.connect({ host: hostname, port: port === '' ? usual.port : Number(port), transport: usual.transport as 'tcp', reconnect: false, idle_time_out: HEARTBEAT_MS, ...credentials });
    this.#connection = connection;
    const batches = new Batches((arrived) => this.#take(arrived), () => connection.is_open());
    const receiver = connection.open_receiver({ source: { address }, autoaccept: false, credit_window: this.#options.credit ?? CREDIT });
    let wasOpen = false;
    receiver.on('receiver_open', () => {
      wasOpen = true;
      this.#isConnected = true;
      this.#parts.log.write('info', 'amqp-connected', { source: this.#parts.source, address });
    });
    receiver.on('message', ({ delivery, message }: EventContext) => { batches.add({ delivery: delivery!, message: message! }); });
    return new Promise((resolve) => {
      const ended = (why: string): void => {
        this.#isConnected = false;
        if (connection.is_open()) connection.close();
        void batches.end().then(() => { resolve({ wasOpen, why }); });
      };
      this.#breakOff = () => {
        // The library's types leave its socket out; it forgets its timers only for a socket that fails.
        (connection as unknown as { socket?: Socket }).socket?.destroy(new Error('the broker did not say goodbye'));
        ended('the broker did not say goodbye');
      };
      receiver.on('receiver_error', () => { ended(`the queue is refused: ${reasonOf(receiver.error)}`); });
      receiver.on('receiver_close', () => { ended('the queue is closed'); });
      connection.on('connection_error', () => { ended(`the connection is refused: ${reasonOf(connection.error)}`); });
      connection.on('session_error', () => { ended('the session is refused'); });
      connection.on('connection_close', () => { ended('the connection is closed'); });
      connection.on('disconnected', ({ error }: EventContext) => { ended(String(error ?? 'the connection broke')); });
      // Unheard, the library would write these to standard error itself, with the bytes that came.
      connection.on('protocol_error', () => { ended('the broker broke the protocol'); });
      connection.on('error', (error: unknown) => { ended(String(error)); });
    });
  }

  async #take(arrived: readonly Arrived[]): Promise<readonly How[]> {
    const read = arrived.map(({ message }) => this.#read(message));
    try {
      await this.#parts.inlet.take(read.filter((one) => one !== 'Refused'));
      return read.map((one) => (one === 'Refused' ? 'reject' : 'accept'));
    } catch (error) {
      this.#parts.log.write('error', 'doorbells-not-stored', { source: this.#parts.source, count: arrived.length, message: error instanceof Error ? error.message : String(error) });
      await this.#parts.clock.sleep(AFTER_RELEASE_MS, this.#end.signal);
      return arrived.map(() => 'release');
    }
  }

  #read(message: Message): Doorbell | undefined | 'Refused' {
    try {
      return readMessage(message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#parts.inlet.refused(error);
      return 'Refused';
    }
  }
}

type How = 'accept' | 'release' | 'reject';

/** What arrives while a batch is stored is the next batch. */
class Batches {
  readonly #take: (arrived: readonly Arrived[]) => Promise<readonly How[]>;
  readonly #isOpen: () => boolean;
  #waiting: Arrived[] = [];
  #running: Promise<void> | undefined;

  constructor(take: (arrived: readonly Arrived[]) => Promise<readonly How[]>, isOpen: () => boolean) {
    this.#take = take;
    this.#isOpen = isOpen;
  }

  add(arrived: Arrived): void {
    this.#waiting.push(arrived);
    this.#running ??= this.#run();
  }

  async end(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Everything the socket had at once is one transaction.
    await nextTurn();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const outcomes = await this.#take(batch);
      for (const how of ['accept', 'reject', 'release'] as const) {
        const settled = batch.filter((_one, index) => outcomes[index] === how);
        if (settled.length === 0) continue;
        for (const { delivery } of settled) if (this.#isOpen()) delivery[how]();
        // rhea 3.0.5 tells two outcomes of neighbours as one when they are said in one turn: what was released would count as accepted, and be lost.
        await nextTurn();
      }
    }
    this.#running = undefined;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

function reasonOf(error: unknown): string {
  const { condition = 'no reason given', description = '' } = (error ?? {}) as { condition?: string; description?: string };
  return `${condition} ${description}`.trimEnd();
}

/** A CloudEvent in structured mode (the body is the event), or in binary mode (application properties `cloudEvents:…` or `cloudEvents_…`, the body is the data). */
function readMessage({ body, content_type: contentType, application_properties: properties }: Message): Doorbell | undefined {
  const attributes = Object.fromEntries(Object.entries((properties ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    const attribute = /^cloudEvents[:_](.+)$/.exec(name)?.[1];
    return attribute === undefined ? [] : [[attribute, value instanceof Date ? value.toISOString() : value]];
  }));
  const isBinary = contentType?.toString().startsWith('application/cloudevents') !== true && Object.keys(attributes).length > 0;
  const content = contentOf(body);
  if (typeof content === 'string') return readDoorbellText(content, isBinary ? attributes : undefined);
  return readDoorbell(isBinary ? { ...attributes, data: content } : content);
}

function contentOf(body: unknown): unknown {
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  const content = (body as { readonly content?: unknown } | undefined | null)?.content;
  return Buffer.isBuffer(content) ? content.toString('utf8') : body;
}
