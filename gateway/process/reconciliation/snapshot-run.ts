/**
 * Takes what the ERP has without stopping it: documents, stock, documents again. Where both readings of documents agree, the stock is exactly what those
 * documents made of it, and goes to the org with their names; where they differ something moved in between, and the position is read again.
 * Sets are compared, never numbers or times: numbers are not an order of commits, and documents become readable later than the time they carry.
 */
import type { GatewayStore } from '../../delivery/store.ts';
import type { NewWork } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import type { DocumentMapper } from '../../system/sap/document-handler.ts';
import type { SapApi } from '../../system/sap/sap-api.ts';
import type { IntentRules } from '../intent/intent-rules.ts';
import type { Places } from '../intent/places.ts';
import { isSame, manifestOf, positionKey, snapshotOf, splitPositionKey, stockByPosition, type Manifest, type PositionKey, type PositionStock } from './manifest.ts';

export interface SnapshotRunOptions {
  readonly source: string;
  /** A document becomes readable at most so much later than the time it carries; one that takes longer makes a snapshot wrong until the next one. */
  readonly overlapMinutes?: number;
  /** How often a position that moved is read again before it is left to the next run. */
  readonly attempts?: number;
}

export interface SnapshotRunParts {
  readonly sap: SapApi;
  readonly rules: Pick<IntentRules, 'current'>;
  readonly mapper: DocumentMapper;
  /** Of these SKUs, those the org keeps; others are materials that Holdfast has nothing to do with. */
  knownSkus(skus: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>;
  /** Books of the org by `SKU|LOCATION`; a position it does not have is left out. */
  booksOf(keys: readonly PositionKey[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
  readonly store: GatewayStore;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SnapshotReport {
  readonly positions: number;
  readonly told: number;
  /** Told with another quantity than the org's book had just before. */
  readonly differing: readonly PositionKey[];
  /** Left to the next run, with the reason: they kept moving, or a document of theirs is not understood, or has too many. */
  readonly left: readonly { readonly sku: string; readonly location: string; readonly reason: 'GW-MOVED' | 'GW-UNMAPPED' | 'GW-TOO-MANY-DOCUMENTS' }[];
}

interface Reading {
  readonly before: Manifest;
  readonly after: Manifest;
  readonly stock: ReadonlyMap<string, PositionStock>;
  readonly asOfMs: number;
  readonly fromMs: number;
}

type LeftReason = SnapshotReport['left'][number]['reason'];

const MINUTE_MS = 60_000;
const OVERLAP_MINUTES = 60;
const ATTEMPTS = 5;
/** Snapshots speak of a time within the hot window of the org, 14 days unless it is set otherwise. */
const LONGEST_BACK_MS = 7 * 24 * 60 * MINUTE_MS;
const MOST_DOCUMENTS = 2_000;
const KEYS_PER_TRANSACTION = 200;

export class SnapshotRun {
  readonly #options: SnapshotRunOptions;
  readonly #parts: SnapshotRunParts;

  constructor(options: SnapshotRunOptions, parts: SnapshotRunParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /**
   * Reads places of the ERP and stores what is to be told as `snapshot` work.
   * @param locations codes of ours; absent: all that have an ERP plant
   */
  async run(locations?: readonly string[], signal?: AbortSignal): Promise<SnapshotReport> {
    const { places } = await this.#parts.rules.current();
    const asked = places.places.filter(({ location }) => locations?.includes(location) ?? true);
    const reports: SnapshotReport[] = [];
    for (const [plant, ofPlant] of Map.groupBy(asked, (place) => place.plant)) reports.push(await this.#plant(plant, ofPlant, places, signal));
    return { positions: sum(reports, (one) => one.positions), told: sum(reports, (one) => one.told), differing: reports.flatMap((one) => one.differing), left: reports.flatMap((one) => one.left) };
  }

  async #plant(plant: string, ofPlant: readonly { readonly location: string; readonly storageLocation: string }[], places: Places, signal?: AbortSignal): Promise<SnapshotReport> {
    const locations = new Set(ofPlant.map(({ location }) => location));
    const fromMs = await this.#lowMark(plant);
    const left = new Map<string, LeftReason>();
    let positions = 0;
    let told = 0;
    const differing: PositionKey[] = [];
    let keys: ReadonlySet<string> | undefined;
    for (let attempt = 0; attempt < (this.#options.attempts ?? ATTEMPTS) && keys?.size !== 0; attempt++) {
      const reading = await this.#read({ plant, ofPlant, places, keys, fromMs, signal });
      const wanted: ReadonlySet<string> = keys ?? (await this.#keysOf(reading, locations, signal));
      if (keys === undefined) positions = wanted.size;
      const { snapshots, moved } = this.#judge(reading, wanted, left);
      // Before they are stored: the org may have them a moment later.
      differing.push(...(await this.#differing(snapshots, signal)));
      await this.#store(snapshots);
      told += snapshots.length;
      keys = moved;
    }
    for (const key of keys ?? []) left.set(key, 'GW-MOVED');
    await this.#parts.store.transaction((transaction) => transaction.moveCursor(this.#cursor(plant), { fromMs: this.#parts.clock.now() - this.#overlapMs() }));
    return { positions, told, differing, left: [...left].map(([key, reason]) => ({ ...splitPositionKey(key), reason })) };
  }

  async #read({ plant, ofPlant, places, keys, fromMs, signal }: {
    plant: string; ofPlant: readonly { readonly storageLocation: string }[]; places: Places; keys: ReadonlySet<string> | undefined; fromMs: number; signal: AbortSignal | undefined;
  }): Promise<Reading> {
    const { sap, mapper, clock } = this.#parts;
    const documents = async (): Promise<Manifest> => {
      // A second of the ERP's clock is not over while it lasts, and its clock may be ahead of ours.
      const to = new Date(clock.now() + this.#overlapMs()).toISOString();
      return manifestOf(await sap.documentsCreated(new Date(fromMs).toISOString(), to, [plant], signal), mapper, places, signal);
    };
    const before = await documents();
    const asOfMs = clock.now();
    const materials = keys === undefined ? undefined : [...new Set([...keys].map((key) => splitPositionKey(key).sku))];
    const rows = [];
    for (const storageLocation of new Set(ofPlant.map((place) => place.storageLocation))) rows.push(...(await sap.stock(plant, storageLocation, materials, signal)));
    return { before, after: await documents(), stock: stockByPosition(distinct(rows), places), asOfMs, fromMs };
  }

  async #keysOf({ stock, before }: Reading, locations: ReadonlySet<string>, signal?: AbortSignal): Promise<ReadonlySet<string>> {
    const keys = [...new Set([...stock.keys(), ...before.documents.keys()])].filter((key) => locations.has(splitPositionKey(key).location));
    const known = await this.#parts.knownSkus([...new Set(keys.map((key) => splitPositionKey(key).sku))], signal);
    return new Set(keys.filter((key) => known.has(splitPositionKey(key).sku)));
  }

  /** Which positions can be told, and which must be read again. */
  #judge({ before, after, stock, asOfMs, fromMs }: Reading, wanted: ReadonlySet<string>, left: Map<string, LeftReason>): { readonly snapshots: readonly Snapshot[]; readonly moved: ReadonlySet<string> } {
    const snapshots: Snapshot[] = [];
    const moved = new Set<string>();
    for (const key of wanted) {
      if (before.unmapped.has(key) || after.unmapped.has(key)) left.set(key, 'GW-UNMAPPED');
      else if (!isSame(before.documents.get(key), after.documents.get(key))) moved.add(key);
      else {
        const told = this.#within(after.documents.get(key) ?? [], fromMs);
        if (told === undefined) left.set(key, 'GW-TOO-MANY-DOCUMENTS');
        else snapshots.push(snapshotOf({ key, stock: stock.get(key), documents: told.documents, asOfMs, fromMs: told.fromMs }));
      }
    }
    if (moved.size > 0) this.#parts.health.count(this.#options.source, 'snapshot-key-moved', moved.size);
    return { snapshots, moved };
  }

  /** A snapshot names at most 2,000 documents; where there are more since the last one, it names those that may not be readable to all yet. */
  #within(documents: readonly Fact[], fromMs: number): { readonly documents: readonly Fact[]; readonly fromMs: number } | undefined {
    if (documents.length <= MOST_DOCUMENTS) return { documents, fromMs };
    const laterMs = this.#parts.clock.now() - this.#overlapMs();
    const later = documents.filter(({ occurredAt }) => Date.parse(occurredAt) >= laterMs);
    return later.length <= MOST_DOCUMENTS ? { documents: later, fromMs: laterMs } : undefined;
  }

  async #differing(snapshots: readonly Snapshot[], signal?: AbortSignal): Promise<readonly PositionKey[]> {
    const books = await this.#parts.booksOf(snapshots, signal);
    return snapshots.filter((snapshot) => (books.get(positionKey(snapshot)) ?? 0) !== snapshot.sellable).map(({ sku, location }) => ({ sku, location }));
  }

  async #store(snapshots: readonly Snapshot[]): Promise<void> {
    for (let start = 0; start < snapshots.length; start += KEYS_PER_TRANSACTION) {
      const work = snapshots.slice(start, start + KEYS_PER_TRANSACTION).map((snapshot): NewWork => ({
        kind: 'snapshot', source: this.#options.source, key: snapshot.key, lane: positionKey(snapshot), body: snapshot, occurredAtMs: Date.parse(snapshot.asOf), receivedAtMs: this.#parts.clock.now(),
      }));
      await this.#parts.store.transaction((transaction) => transaction.append(work));
    }
  }

  /** Documents since the last snapshot go with it, so that it settles what waits for them; never more than the org looks back. */
  async #lowMark(plant: string): Promise<number> {
    const name = this.#cursor(plant);
    const kept = (await this.#parts.store.cursors(name)).find((cursor) => cursor.name === name)?.value as { readonly fromMs: number } | undefined;
    const usualMs = this.#parts.clock.now() - this.#overlapMs();
    const fromMs = Math.max(Math.min(kept?.fromMs ?? usualMs, usualMs), this.#parts.clock.now() - LONGEST_BACK_MS);
    return Math.floor(fromMs / 1000) * 1000;
  }

  #cursor(plant: string): string {
    return `snapshot|${this.#options.source}|${plant}`;
  }

  #overlapMs(): number {
    return (this.#options.overlapMinutes ?? OVERLAP_MINUTES) * MINUTE_MS;
  }
}

/** A plant read as a whole and one of its storage locations have rows in common. */
function distinct<T extends { readonly material: string; readonly plant: string; readonly storageLocation: string; readonly stockType: string; readonly specialStockType?: string }>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [`${positionKey({ sku: row.material, location: `${row.plant}/${row.storageLocation}` })}|${row.stockType}|${row.specialStockType ?? ''}`, row])).values()];
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
