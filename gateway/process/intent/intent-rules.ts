/** Movement map, places and source policies as the org has them, read by query; the last good copy is kept in the store, so that documents are mapped while the org is away. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { messageOf, Refusal, TransientFailure } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';
import type { MappingRules, SourceMode } from './map-document.ts';
import { MovementMap, type Condition, type Direction, type MovementRule } from './movement-map.ts';
import { Places, type ErpPlace, type PlaceOptions } from './places.ts';

export interface IntentRulesOptions extends PlaceOptions {
  /** The ERP, as the org knows it. */
  readonly source: string;
  /** Source of the tills whose sales the ERP posts. */
  readonly tillSource?: string;
}

export interface IntentRulesParts {
  readonly org: OrgApi;
  readonly store: GatewayStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** As kept in the store. */
interface KeptRules {
  readonly movements: readonly MovementRule[];
  readonly places: readonly ErpPlace[];
  readonly modes: Readonly<Record<string, SourceMode>>;
}

const CURSOR = 'movement-map';
const REFRESH_MS = 5 * 60_000;
/** Who asks for fresh rules because of a document that is not understood gets those of the last moments. */
const FRESH_MS = 250;
const USUAL_POLICY = 'Default';
const USUAL_TILLS = 'TILL';

const MOVEMENTS = 'SELECT Movement_Type__c, Stock_Type__c, Direction__c, Condition__c, Confirms__c, Intent_Label__c FROM Movement_Map__mdt WHERE Active__c = true';
const LOCATIONS = 'SELECT Code__c, ERP_Plant__c, ERP_Storage_Location__c, Time_Zone__c FROM Stock_Location__c WHERE ERP_Plant__c != null';
const POLICIES = 'SELECT Source__c, Mode__c FROM Source_Policy__mdt';

export class IntentRules {
  readonly #options: IntentRulesOptions;
  readonly #parts: IntentRulesParts;
  #rules: KeptRules | undefined;
  #mapping: MappingRules | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(options: IntentRulesOptions, parts: IntentRulesParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /**
   * Rules at most five minutes old, or as old as the org is away.
   * @param mostAgeMs asks the org when they are older
   * @throws TransientFailure when there is none kept and the org does not answer, has none, or one that cannot be read: nothing may be given up for want of it
   */
  async current(mostAgeMs = REFRESH_MS): Promise<MappingRules> {
    if (this.#parts.clock.now() - this.#readAtMs > mostAgeMs) await this.#refreshed();
    return this.#mapping!;
  }

  /** Rules read from the org now, for a document that those at hand do not explain. */
  async fresh(): Promise<MappingRules> {
    return this.current(FRESH_MS);
  }

  /** Mode of a source's policy, as of the last {@link current}. */
  modeOf(source: string): SourceMode {
    return this.#rules?.modes[source] ?? this.#rules?.modes[USUAL_POLICY] ?? 'Final';
  }

  #use(rules: KeptRules): void {
    this.#rules = rules;
    this.#mapping = { source: this.#options.source, movements: new MovementMap(rules.movements), places: new Places(rules.places, this.#options), tillMode: this.modeOf(this.#options.tillSource ?? USUAL_TILLS) };
  }

  async #refreshed(): Promise<void> {
    this.#reading ??= this.#read().finally(() => { this.#reading = undefined; });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { org, store, clock, log } = this.#parts;
    const name = `${CURSOR}|${this.#options.source}`;
    try {
      const [movements, locations, policies] = await Promise.all([org.query(MOVEMENTS), org.query(LOCATIONS), org.query(POLICIES)]);
      const read: KeptRules = {
        movements: movements.map(ruleOf), places: locations.map(placeOf),
        modes: Object.fromEntries(policies.map((row) => [text(row, 'Source__c'), text(row, 'Mode__c') as SourceMode])),
      };
      if (read.movements.length === 0) throw new Refusal('GW-NO-MOVEMENT-MAP', 'The org has no active Movement Map records that the gateway may read; documents wait until it has.');
      if (JSON.stringify(read) !== JSON.stringify(this.#rules)) await store.transaction((transaction) => transaction.moveCursor(name, read));
      this.#use(read);
      this.#readAtMs = clock.now();
    } catch (error) {
      const [kept] = this.#rules === undefined ? await store.cursors(name) : [];
      if (kept?.name === name) this.#use(kept.value as KeptRules);
      if (this.#rules === undefined) throw error instanceof Refusal ? new TransientFailure(`${error.code}: ${error.message}`, { cause: error }) : error;
      log.write('warn', 'movement-map-not-read', { source: this.#options.source, message: messageOf(error) });
    }
  }
}

function placeOf(row: Readonly<Record<string, unknown>>): ErpPlace {
  const timeZone = text(row, 'Time_Zone__c');
  return { location: text(row, 'Code__c'), plant: text(row, 'ERP_Plant__c'), storageLocation: text(row, 'ERP_Storage_Location__c'), ...(timeZone === '' ? {} : { timeZone }) };
}

const DIRECTIONS: ReadonlySet<string> = new Set<Direction>(['+', '-', '-+', '+-', '0']);
const CONDITIONS: ReadonlySet<string> = new Set<Condition>(['sellable', 'inspection', 'damaged', 'transit']);

function ruleOf(row: Readonly<Record<string, unknown>>): MovementRule {
  const [movementType, stockType, direction, condition] = ['Movement_Type__c', 'Stock_Type__c', 'Direction__c', 'Condition__c'].map((field) => text(row, field)) as [string, string, string, string];
  if (!DIRECTIONS.has(direction)) throw new Refusal('GW-MOVEMENT-MAP', `The Movement Map of ${movementType} has the direction "${direction}"; it takes ${[...DIRECTIONS].join(' ')}.`);
  if (condition !== '' && !CONDITIONS.has(condition)) throw new Refusal('GW-MOVEMENT-MAP', `The Movement Map of ${movementType} has the condition "${condition}"; it takes ${[...CONDITIONS].join(', ')}, or nothing.`);
  return {
    movementType, ...(stockType === '' ? {} : { stockType }), direction: direction as Direction, ...(condition === '' ? {} : { condition: condition as Condition }),
    confirms: (text(row, 'Confirms__c') || 'None') as MovementRule['confirms'], label: text(row, 'Intent_Label__c'),
  };
}

function text(row: Readonly<Record<string, unknown>>, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}
