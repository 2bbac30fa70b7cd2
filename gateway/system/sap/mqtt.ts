/** Doorbells from an MQTT 3.1.1 topic at quality 1: a message is acknowledged only when its document is stored; a session that outlives the connection keeps what came meanwhile. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import { messageOf, Refusal } from '../../shared/failures.ts';
import type { GivenToken } from './client-credentials.ts';
import { readDoorbellText, type Doorbell } from './doorbell.ts';
import { listenOn, waitBeforeAttempt, type DoorbellListener, type Listened, type ListenerParts } from './listener.ts';
import { checkMqttLogin, mqttLoginOf, whyNotConnected, type GivenLogin, type MqttLogin } from './mqtt-login.ts';
import { watchUpgrade } from './websocket-upgrade.ts';

export interface MqttOptions extends MqttLogin {
  readonly topic: string;
  /** Names the session: one per gateway process, the same after a restart. */
  readonly clientId: string;
}

const MQTT_3_1_1 = 4;

export class MqttDoorbells implements DoorbellListener {
  readonly #options: MqttOptions;
  readonly #parts: ListenerParts;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #isConnected = false;

  /** @throws Refusal GW-CONFIGURATION for an address it cannot dial and a login it cannot give */
  constructor(options: MqttOptions, parts: ListenerParts) {
    checkMqttLogin(options);
    this.#options = options;
    this.#parts = parts;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  start(): void {
    const { topic, oauth } = this.#options;
    this.#running = listenOn({ kind: 'mqtt', where: { topic }, oauth, signal: this.#end.signal, listenOver: (token) => this.#listenOver(token) }, this.#parts);
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  /**
   * One connection of its own, never the library's reconnecting one: that has one login for all of them, and acknowledges over the next connection what came over a broken one,
   * where its packet id may be that of another message.
   */
  async #listenOver(token: GivenToken | undefined): Promise<Listened> {
    const { url, clientId } = this.#options;
    const login = mqttLoginOf(this.#options, token);
    if (typeof login === 'string') return { wasOpen: false, why: login };
    const line = lineFor(login);
    const client = mqtt.connect(url, { ...line.options, protocolVersion: MQTT_3_1_1, clientId, clean: false, reconnectPeriod: 0, manualConnect: true });
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#end.signal]);
    let taking = Promise.resolve();
    // The library acknowledges when this callback is called, and takes the next message only then.
    client.handleMessage = ({ payload }, acknowledge) => {
      taking = this.#takeUntilStored(typeof payload === 'string' ? payload : payload.toString('utf8'), signal).then((isStored) => { if (isStored && !signal.aborted) acknowledge(); });
    };
    const closed = new Promise<void>((resolve) => { client.once('close', () => { resolve(); }); });
    client.connect();
    const { wasOpen, why } = await this.#hear(client, line.whyBroken, signal);
    this.#isConnected = false;
    over.abort();
    client.end(true);
    await Promise.all([closed, taking]);
    return { wasOpen, why };
  }

  /** Resolves when the connection is of no use any more. */
  #hear(client: MqttClient, whyBroken: () => string, signal: AbortSignal): Promise<Listened> {
    const { topic, oauth } = this.#options;
    let wasOpen = false;
    return new Promise((resolve) => {
      const ended = (why: string): void => { resolve({ wasOpen, why }); };
      client.on('connect', () => {
        client.subscribe(topic, { qos: 1 }, (error) => {
          if (error !== null) {
            // Whose connection broke before the answer has none in the error.
            ended((error as { readonly packet?: unknown }).packet === undefined ? whyBroken() : `the topic is refused (${error.message}); check its name, and what this login may subscribe to`);
            return;
          }
          wasOpen = true;
          this.#isConnected = true;
          this.#parts.log.write('info', 'mqtt-connected', { source: this.#parts.source, topic });
        });
      });
      client.on('error', (error) => { ended(whyNotConnected(error, oauth !== undefined)); });
      client.on('close', () => { ended(whyBroken()); });
      signal.addEventListener('abort', () => { ended('it is closed'); });
    });
  }

  /** False when the connection ends before it is stored: the broker has no acknowledgement and keeps the message. */
  async #takeUntilStored(text: string, signal: AbortSignal): Promise<boolean> {
    const doorbell = this.#read(text);
    if (doorbell === 'Refused') return true;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.#parts.inlet.take([doorbell]);
        return true;
      } catch (error) {
        this.#parts.log.write('error', 'doorbells-not-stored', { source: this.#parts.source, count: 1, message: messageOf(error) });
        await this.#parts.clock.sleep(waitBeforeAttempt(attempt), signal);
      }
    }
    return false;
  }

  #read(text: string): Doorbell | undefined | 'Refused' {
    try {
      return readDoorbellText(text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#parts.inlet.refused(error);
      return 'Refused';
    }
  }
}

interface MqttLine {
  readonly options: IClientOptions;
  whyBroken(): string;
}

function lineFor({ bearer, ...login }: GivenLogin): MqttLine {
  let whyRefused = (): string | undefined => undefined;
  const createWebsocket = (address: string, protocols: string[]): WebSocket => {
    const made = new WebSocket(address, protocols, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } });
    whyRefused = watchUpgrade(made);
    return made;
  };
  return { options: { ...login, createWebsocket }, whyBroken: () => whyRefused() ?? 'the connection is closed' };
}
