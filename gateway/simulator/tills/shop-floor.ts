/** Tills of several stores that trade at a pace: so many lines a second, from a seed. */
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../random.ts';
import { type Send, SimulatedTill, type SoldLine, type TillIdentity, type Transaction } from './till.ts';

export interface ShopFloorOptions {
  readonly tills: readonly TillIdentity[];
  readonly skus: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  /** Of every sale: the most lines it has; absent: 3. */
  readonly mostLinesPerSale?: number;
  /** Sales that are followed by a return of their first line; absent: one in twenty. */
  readonly returnedShare?: number;
}

export class ShopFloor {
  readonly tills: readonly SimulatedTill[];
  readonly #options: ShopFloorOptions;

  constructor(options: ShopFloorOptions) {
    this.#options = options;
    this.tills = options.tills.map((identity) => new SimulatedTill(identity, options));
  }

  /** One customer at some till. */
  trade(): Transaction {
    const { random, skus, mostLinesPerSale = 3, returnedShare = 0.05 } = this.#options;
    const till = this.#pick(this.tills);
    const lines: SoldLine[] = Array.from({ length: 1 + Math.floor(random.next() * mostLinesPerSale) }, () => ({ sku: this.#pick(skus), quantity: 1 + Math.floor(random.next() * 2) }));
    const sale = till.sell(lines);
    if (random.happens(returnedShare)) till.takeBack([{ sku: lines[0]!.sku, quantity: 1, condition: 'sellable' }]);
    return sale;
  }

  /**
   * Trades and uploads until the signal is aborted.
   * @param linesPerSecond read anew with every customer, so that it can be changed
   * @param onFailure told of an upload that failed; the till goes on and sends it again
   */
  async open(send: Send, { linesPerSecond, signal, onFailure, uploadEveryMs = 200 }: {
    readonly linesPerSecond: () => number;
    readonly signal: AbortSignal;
    readonly onFailure: (error: unknown) => void;
    readonly uploadEveryMs?: number;
  }): Promise<void> {
    const { clock } = this.#options;
    const trading = (async (): Promise<void> => {
      let dueAtMs = clock.now();
      while (!signal.aborted) {
        const lines = this.trade().lines?.length ?? 0;
        dueAtMs = Math.max(dueAtMs, clock.now() - 1000) + (lines * 1000) / Math.max(linesPerSecond(), 0.001);
        await clock.sleep(Math.max(0, dueAtMs - clock.now()), signal);
      }
    })();
    await Promise.all([trading, ...this.tills.map((till) => this.#uploading(till, send, { signal, onFailure, uploadEveryMs }))]);
  }

  async #uploading(till: SimulatedTill, send: Send, { signal, onFailure, uploadEveryMs }: { readonly signal: AbortSignal; readonly onFailure: (error: unknown) => void; readonly uploadEveryMs: number }): Promise<void> {
    while (!signal.aborted) {
      try {
        await till.upload(send);
      } catch (error) {
        onFailure(error);
      }
      await this.#options.clock.sleep(uploadEveryMs, signal);
    }
  }

  /** Uploads what is left of every till. @throws after so many rounds in which nothing was answered */
  async tellRest(send: Send, mostRounds = 50): Promise<void> {
    for (let round = 0; round < mostRounds; round++) {
      for (const till of this.tills) while (till.waiting > 0 && !till.faults.isOffline && (await till.upload(send)) > 0);
      if (this.tills.every(({ waiting, faults }) => waiting === 0 || faults.isOffline)) return;
    }
    throw new Error(`${String(this.tills.reduce((sum, { waiting }) => sum + waiting, 0))} transactions could not be told.`);
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#options.random.next() * list.length)]!;
  }
}

/** Sends over HTTP. @param baseUrl address of the gateway, asked for with every call because it may come back elsewhere */
export function httpSend(baseUrl: () => string): Send {
  return async (path, body, headers) => {
    const answer = await fetch(`${baseUrl()}${path}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
    return { status: answer.status, body: await answer.json() };
  };
}

/** Change per SKU and store that transactions make on the shelf: sales less, sellable returns more; a void undoes its transaction. */
export function shelfChanges(transactions: readonly Transaction[]): ReadonlyMap<string, number> {
  const changes = new Map<string, number>();
  const signOf = (kind: string, condition: string | undefined): number => (kind === 'Sale' ? -1 : kind === 'Return' && condition === 'sellable' ? 1 : 0);
  const byNumber = new Map(transactions.map((one) => [`${one.store}|${one.register}|${one.businessDay}|${String(one.sequence)}`, one]));
  for (const transaction of transactions) {
    const { store, kind, lines = [], voids } = transaction;
    const undone = voids === undefined ? undefined : byNumber.get(`${store}|${voids.register ?? transaction.register}|${voids.businessDay}|${String(voids.sequence)}`);
    for (const line of lines) {
      const sign = undone === undefined ? signOf(line.kind ?? kind, line.condition) : -signOf(line.kind ?? undone.kind, line.condition);
      const key = `${line.sku ?? ''}|${store}`;
      changes.set(key, (changes.get(key) ?? 0) + sign * line.quantity);
    }
  }
  return changes;
}
