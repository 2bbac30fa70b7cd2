import type { Random } from '../../gateway/simulator/random.ts';
import type { GatewayProcess } from './process.ts';

/** Gateways that share a store: any of them takes what is told, and what one had in hand when it died another delivers. */
export class GatewayGroup {
  readonly #gateways: readonly GatewayProcess[];

  constructor(gateways: readonly GatewayProcess[]) {
    this.#gateways = gateways;
  }

  get size(): number {
    return this.#gateways.length;
  }

  get isRunning(): boolean {
    return this.#running.length > 0;
  }

  /** Of those that run. */
  get urls(): readonly string[] {
    return this.#running.map(({ url }) => url);
  }

  /** One of those that run. */
  urlBy(random: Random): string {
    const { urls } = this;
    const url = urls[Math.floor(random.next() * urls.length)];
    if (url === undefined) throw new Error('No gateway is running.');
    return url;
  }

  /** Starts those that do not run. */
  async start(): Promise<void> {
    for (const gateway of this.#gateways) if (!gateway.isRunning) await gateway.start();
  }

  /** Kills one, as a crash does. */
  async killOne(): Promise<void> {
    await this.#running[0]?.kill();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
  }

  get #running(): readonly GatewayProcess[] {
    return this.#gateways.filter(({ isRunning }) => isRunning);
  }
}
