/** The app's own Apex in an org in memory, with a product for each of many stories, so that one call carries what all of them tell at that moment. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OrgInMemory } from '../../../e2e/support/org-in-memory.ts';
import type { ProjectFiles } from '../../../local-org/deploy/compile.ts';
import { root } from '../../process.ts';
import { applied, shortagesLeft, variantNamed, type Variant } from '../interleavings/variants.ts';
import { BEGINNING, DC, ERP, STORE, TILLS } from './history.ts';
import type { Delivery, Story } from './story.ts';
import { bodyOfFact, bodyOfSnapshot, type Fact, type Mode, type Snapshot } from './told.ts';

/** Some of what is told lies ahead of the clock, but less than a day. */
export const NOW = BEGINNING + 30 * 3_600_000;
const MOST_FACTS = 200;
const MOST_SNAPSHOTS = 50;
const MOST_REQUESTS = 100;
const SUPPORT = 'scripts/prove/retellings/ProofImages.cls';

export class Stage {
  readonly #org: OrgInMemory;

  private constructor(org: OrgInMemory) {
    this.#org = org;
  }

  /** @param lanes stories that can be played side by side @param variant of the app; as it is unless given */
  static async start(lanes: number, variant: Variant = variantNamed('correct')): Promise<Stage> {
    const org = OrgInMemory.start(NOW, (files) => withProof(applied(variant, files)));
    await org.create('Stock_Location__c', { Name: DC, Code__c: DC, Type__c: 'DC' });
    await org.create('Stock_Location__c', { Name: STORE, Code__c: STORE, Type__c: 'Store' });
    for (let lane = 0; lane < lanes; lane++) {
      for (const isWeighed of [false, true]) {
        const sku = skuOf({ isWeighed }, lane);
        await org.create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: isWeighed ? 'Kilogram' : 'Piece', IsActive: true });
      }
    }
    return new Stage(org);
  }

  /** Plays all stories from the start, their deliveries of each turn together. @param deliveries by SKU */
  async play(deliveries: ReadonlyMap<string, readonly Delivery[]>): Promise<void> {
    this.#org.clearStock();
    const turns = Math.max(0, ...[...deliveries.values()].map(({ length }) => length));
    for (let turn = 0; turn < turns; turn++) {
      await this.#take([...deliveries].flatMap(([sku, all]) => all.slice(turn, turn + 1).map((delivery) => ({ sku, delivery }))));
    }
  }

  /** By position: its state image by its own row, and by its ledger. */
  async images(): Promise<ReadonlyMap<string, { readonly position: string; readonly ledger: string }>> {
    const { status, text, body } = await this.#org.call('GET', '/proof/images');
    if (status !== 200) throw new Error(text);
    return new Map(Object.entries(body as Record<string, { position: string; ledger: string }>));
  }

  /** Positions whose bucket is not the sum of what their entries changed. */
  unbalanced(): readonly string[] {
    const buckets = ['On_Hand', 'Reserved', 'Inspection', 'Damaged', 'In_Transit'];
    const sums = new Map<string, number[]>();
    for (const entry of this.#org.rows('Stock_Entry__c', ['Position_Key__c', 'Outcome__c', ...buckets.map((bucket) => `${bucket}_Change__c`)])) {
      const key = String(entry['Position_Key__c']);
      const sum = sums.get(key) ?? buckets.map(() => 0);
      sums.set(key, sum);
      buckets.forEach((bucket, index) => { sum[index]! += Number(entry[`${bucket}_Change__c`] ?? 0); });
    }
    return this.#org.rows('Stock_Position__c', ['Position_Key__c', ...buckets.map((bucket) => `${bucket}__c`)]).flatMap((row) => {
      const key = String(row['Position_Key__c']);
      return buckets.every((bucket, index) => Number(row[`${bucket}__c`]) === (sums.get(key)?.[index] ?? 0)) ? [] : [key];
    });
  }

  close(): Promise<void> {
    return this.#org.close();
  }

  async #take(turn: readonly { readonly sku: string; readonly delivery: Delivery }[]): Promise<void> {
    const rest: Fact[] = [];
    const bus: Fact[] = [];
    const snapshots: Snapshot[] = [];
    const promises: object[] = [];
    for (const { sku, delivery } of turn) {
      switch (delivery.by) {
        case 'rest': rest.push(...delivery.facts); break;
        case 'bus': bus.push(...delivery.facts); break;
        case 'snapshots': snapshots.push(...delivery.snapshots); break;
        case 'promise': promises.push(promiseOf(sku, delivery.quantity)); break;
        case 'end': await this.#call(`/reservations/${sku}/${delivery.end}`, {}); break;
      }
    }
    for (const part of cut(rest, MOST_FACTS)) expectTaken(part, await this.#call('/events', { events: part.map(bodyOfFact) }));
    for (const part of cut(snapshots, MOST_SNAPSHOTS)) await this.#call('/snapshots', { source: ERP, snapshots: part.map(bodyOfSnapshot) });
    for (const part of cut(promises, MOST_REQUESTS)) expectPromised(await this.#call('/reservations', { requests: part }));
    for (const part of cut(bus, MOST_FACTS)) await this.#call('/events?mode=async', { events: part.map(bodyOfFact) });
    if (bus.length > 0) await this.#org.deliverEvents();
  }

  async #call(address: string, body: object): Promise<unknown> {
    const answer = await this.#org.call('POST', address, JSON.stringify(body));
    if (answer.status !== 200 && answer.status !== 202) throw new Error(`POST ${address} ${JSON.stringify(body)}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  }
}

export function skuOf({ isWeighed }: Pick<Story, 'isWeighed'>, lane: number): string {
  return `${isWeighed ? 'W' : 'P'}${String(lane).padStart(3, '0')}`;
}

function promiseOf(sku: string, quantity: number): object {
  return { requestKey: sku, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku, location: STORE, quantity: quantity / 1_000 }] };
}

/** Of what a story tells only reversals can be impossible. */
function expectTaken(facts: readonly Fact[], answer: unknown): void {
  (answer as { results: { effect: string }[] }).results.forEach((result, index) => {
    const fact = facts[index]!;
    if (result.effect === 'Conflict' || (result.effect === 'Quarantined' && fact.intent !== 'Reversal')) throw new Error(`${JSON.stringify(fact)} was answered ${JSON.stringify(result)}`);
  });
}

function expectPromised(answer: unknown): void {
  const refused = (answer as { results: { status: string }[] }).results.find(({ status }) => status !== 'Reserved');
  if (refused !== undefined) throw new Error(`What is there was not promised: ${JSON.stringify(refused)}`);
}

function* cut<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

/** The app, the policies of the stories' sources and a class that reads state images; without its components, which nobody looks at here. */
function withProof(files: ProjectFiles): ProjectFiles {
  const all = new Map([...shortagesLeft(files)].filter(([file]) => !file.includes('/lwc/')));
  all.set('main/proof/classes/ProofImages.cls', readFileSync(path.join(root, SUPPORT), 'utf8'));
  all.set('main/proof/classes/ProofImages.cls-meta.xml', '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></ApexClass>');
  return withPolicies(all);
}

/** The app with the sources that stories are told by. */
export function withPolicies(files: ProjectFiles): ProjectFiles {
  const all = new Map(files);
  for (const { source, mode } of [...TILLS, { source: ERP, mode: 'Final' as const }]) all.set(`main/proof/customMetadata/Source_Policy.${source.replaceAll('-', '_')}.md-meta.xml`, policyOf(source, mode));
  return all;
}

const policyOf = (source: string, mode: Mode): string => `<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <label>${source}</label><protected>false</protected>
  <values><field>Source__c</field><value xsi:type="xsd:string">${source}</value></values>
  <values><field>Mode__c</field><value xsi:type="xsd:string">${mode}</value></values>
</CustomMetadata>`;
