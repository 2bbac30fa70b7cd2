/** Doorbells from an AMQP 1.0 queue: a message is accepted only when its document is stored, and released when it could not be. */
import rhea, { type Connection, type Delivery, type EventContext, type Message } from 'rhea';
import { messageOf, Refusal } from '../../shared/failures.ts';
import { checkDialled, lineTo } from './amqp-line.ts';
import { readMessage } from './amqp-message.ts';
import type { ClientCredentialsLogin, GivenToken } from './client-credentials.ts';
import type { Doorbell } from './doorbell.ts';
import { listenOn, type DoorbellListener, type Listened, type ListenerParts } from './listener.ts';

export interface AmqpOptions {
  /** `amqp://host:port`, `amqps://` for TLS, or a WebSocket: `wss://host/path`, `ws://` without TLS. */
  readonly url: string;
  /** The queue as the broker names it, at SAP Event Mesh `queue:NAMESPACE/NAME`. */
  readonly address: string;
  /** Of SASL PLAIN; with `oauth` over `amqps://` that of SASL XOAUTH2, at advanced event mesh the message VPN. */
  readonly user?: string;
  readonly password?: string;
  /** Every connection has an access token of its own: over a WebSocket with its upgrade request, otherwise by SASL XOAUTH2. */
  readonly oauth?: ClientCredentialsLogin;
  /** Messages that may be on their way or unsettled at once. */
  readonly credit?: number;
}

interface Arrived {
  readonly delivery: Delivery;
  readonly message: Message;
}

const CREDIT = 200;
/** A queue that cannot be read after all is left in peace for so long before released messages come again. */
const AFTER_RELEASE_MS = 500;
/** A broker that says nothing for twice as long is gone, whatever the network pretends. */
const HEARTBEAT_MS = 15_000;
/** How long a broker has to say goodbye. */
const GOODBYE_MS = 2_000;

export class AmqpDoorbells implements DoorbellListener {
  readonly #options: AmqpOptions;
  readonly #parts: ListenerParts;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #connection: Connection | undefined;
  #breakOff = (): void => undefined;
  #isConnected = false;

  /** @throws Refusal GW-CONFIGURATION for an address it cannot dial */
  constructor(options: AmqpOptions, parts: ListenerParts) {
    checkDialled({ ...options, hasToken: options.oauth !== undefined });
    this.#options = options;
    this.#parts = parts;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  start(): void {
    const { address, oauth } = this.#options;
    this.#running = listenOn({ kind: 'amqp', where: { address }, oauth, signal: this.#end.signal, listenOver: (token) => this.#listenOver(token) }, this.#parts);
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

  /** One connection of its own, never the library's reconnecting one: what was delivered over a broken connection must not be settled over the next. */
  #listenOver(token: GivenToken | undefined): Promise<Listened> {
    const { url, address, user, password } = this.#options;
    const container = rhea.create_container();
    const line = lineTo(container, { url, user, password, token: token?.value, answerMs: 2 * HEARTBEAT_MS, goodbyeMs: GOODBYE_MS });
    const connection = container.connect({ ...line.options, reconnect: false, idle_time_out: HEARTBEAT_MS });
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
        line.breakOff(connection);
        ended('the broker did not say goodbye');
      };
      receiver.on('receiver_error', () => { ended(`the queue is refused: ${reasonOf(receiver.error)}`); });
      receiver.on('receiver_close', () => { ended('the queue is closed'); });
      connection.on('connection_error', ({ error }: EventContext) => {
        const why = line.whyRefused(String((error as { message?: unknown } | undefined)?.message));
        ended(why ?? `the connection is refused: ${reasonOf(connection.error)}`);
        // The library waits for the broker to let go of who was turned away.
        if (why !== undefined) line.breakOff(connection);
      });
      connection.on('session_error', () => { ended('the session is refused'); });
      connection.on('connection_close', () => { ended('the connection is closed'); });
      connection.on('disconnected', ({ error }: EventContext) => {
        line.letGo();
        ended(line.whyBroken(error));
      });
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
      this.#parts.log.write('error', 'doorbells-not-stored', { source: this.#parts.source, count: arrived.length, message: messageOf(error) });
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
