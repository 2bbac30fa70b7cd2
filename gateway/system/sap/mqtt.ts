/** Doorbells from an MQTT 3.1.1 topic at quality 1: a message is acknowledged only when its document is stored; a session that outlives the connection keeps what came meanwhile. */
import mqtt, { type MqttClient } from 'mqtt';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import { readDoorbellText, type Doorbell, type DoorbellInlet } from './doorbell.ts';
import { waitBeforeAttempt, type DoorbellListener } from './listener.ts';

export interface MqttOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  readonly url: string;
  readonly topic: string;
  /** Names the session: one per gateway process, the same after a restart. */
  readonly clientId: string;
  readonly user?: string;
  readonly password?: string;
}

export interface MqttParts {
  readonly source: string;
  readonly inlet: DoorbellInlet;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

const MQTT_3_1_1 = 4;
const RECONNECT_MS = 500;

export class MqttDoorbells implements DoorbellListener {
  readonly #options: MqttOptions;
  readonly #parts: MqttParts;
  readonly #end = new AbortController();
  #client: MqttClient | undefined;

  constructor(options: MqttOptions, parts: MqttParts) {
    this.#options = options;
    this.#parts = parts;
  }

  get isConnected(): boolean {
    return this.#client?.connected === true;
  }

  start(): void {
    const { url, topic, clientId, user, password } = this.#options;
    const { log, source, health } = this.#parts;
    const client = mqtt.connect(url, {
      protocolVersion: MQTT_3_1_1, clientId, clean: false, reconnectPeriod: RECONNECT_MS, resubscribe: true, manualConnect: true, ...(user === undefined ? {} : { username: user, password: password ?? '' }),
    });
    this.#client = client;
    // The library acknowledges when this callback is called, and takes the next message only then.
    client.handleMessage = (packet, acknowledge) => {
      const payload = packet.payload;
      void this.#takeUntilStored(typeof payload === 'string' ? payload : payload.toString('utf8')).then((isStored) => { if (isStored) acknowledge(); });
    };
    client.on('connect', () => {
      log.write('info', 'mqtt-connected', { source, topic });
      client.subscribe(topic, { qos: 1 }, (error) => { if (error !== null) log.write('error', 'mqtt-not-subscribed', { source, topic, message: error.message }); });
    });
    client.on('error', (error) => { log.write('warn', 'mqtt-error', { source, topic, message: error.message }); });
    client.on('offline', () => { health.count(source, 'connection-lost'); });
    client.connect();
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#client?.endAsync(true);
  }

  /** False when the gateway ends before it is stored: the broker has no acknowledgement and keeps the message. */
  async #takeUntilStored(text: string): Promise<boolean> {
    const doorbell = this.#read(text);
    if (doorbell === 'Refused') return true;
    for (let attempt = 0; !this.#end.signal.aborted; attempt++) {
      try {
        await this.#parts.inlet.take([doorbell]);
        return true;
      } catch (error) {
        this.#parts.log.write('error', 'doorbells-not-stored', { source: this.#parts.source, count: 1, message: error instanceof Error ? error.message : String(error) });
        await this.#parts.clock.sleep(waitBeforeAttempt(attempt), this.#end.signal);
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
