/** A shop day in a running local org, at a chosen speed, until it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '../../local-org/cli/command.ts';
import { requestToken } from '../../local-org/cli/commands/token.ts';
import type { OrgAddress } from '../org-connection.ts';
import { STAFF } from '../seed/staff.ts';
import { Associate } from './associate.ts';
import { ConsoleSession } from './console-session.ts';
import { eventsOfMinute, type ShopWorld } from './day.ts';
import { seededRandom } from './random.ts';
import { countsText, Shop, type Counts } from './shop.ts';

export interface DayOptions {
  readonly org: OrgAddress;
  /** Of the local org: signs its associates in. */
  readonly dataFolder: string;
  /** Minutes of the shop to a minute of the clock on the wall. */
  readonly speed: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Gets one line a minute, and the sum at the end. */
  tell(line: string): void;
}

const MS_PER_MINUTE = 60_000;
/** Resolves once `signal` has stopped it; what is on its way is finished first. */
export async function runDay({ org, dataFolder, speed, seed, signal, tell }: DayOptions): Promise<void> {
  const world = await readWorld(org);
  const clock = await readClock(org);
  const staff = await signIn(org, dataFolder, world, seed);
  const shop = new Shop(org, staff, () => clock.now());
  const total: Counts = new Map();
  const report = setInterval(() => { tell(summary(clock.now(), shop, total)); }, MS_PER_MINUTE);
  tell(`the day is on: seed ${String(seed)}, speed ${String(speed)}, ${String(world.stores.length)} stores, ${String(staff.length)} associates at work; Ctrl-C ends it`);
  try {
    for (let minute = Math.floor(clock.now() / MS_PER_MINUTE); !signal.aborted; minute += 1) await playMinute({ clock, shop, world, minute, speed, seed, signal, org });
  } finally {
    clearInterval(report);
  }
  addUp(total, shop.counts);
  tell(`the day is over: ${countsText(total)}`);
}

function summary(now: number, shop: Shop, total: Counts): string {
  const line = `${new Date(now).toISOString().slice(11, 16)} UTC in the org: ${countsText(shop.counts)}${shop.lastRefusal === undefined ? '' : ` (last refusal: ${shop.lastRefusal.slice(0, 120)})`}`;
  addUp(total, shop.counts);
  shop.counts.clear();
  shop.lastRefusal = undefined;
  return line;
}

function addUp(total: Counts, counts: Counts): void {
  for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count);
}

interface MinuteOptions extends Pick<DayOptions, 'org' | 'speed' | 'seed' | 'signal'> {
  readonly clock: OrgTime;
  readonly shop: Shop;
  readonly world: ShopWorld;
  readonly minute: number;
}

async function playMinute({ org, clock, shop, world, minute, speed, seed, signal }: MinuteOptions): Promise<void> {
  const started = performance.now();
  const minuteMs = MS_PER_MINUTE / speed;
  for (const event of eventsOfMinute(seed, minute, world)) {
    await pause((event.second * 1000) / speed - (performance.now() - started), signal);
    if (signal.aborted) return;
    await shop.carryOut(event);
  }
  await pause(minuteMs - (performance.now() - started), signal);
  // The org's own clock goes on by itself; the rest of the shop's minute is added.
  if (!signal.aborted) await clock.owe(org, MS_PER_MINUTE - Math.max(minuteMs, performance.now() - started));
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** The org's clock. It goes forward in whole minutes only, so what is less is owed. */
class OrgTime {
  #ahead: number;
  #owed = 0;
  constructor(now: string) {
    this.#ahead = Date.parse(now) - Date.now();
  }
  now(): number {
    return Date.now() + this.#ahead;
  }
  async owe(org: OrgAddress, milliseconds: number): Promise<void> {
    this.#owed = Math.max(0, this.#owed + milliseconds);
    if (this.#owed < MS_PER_MINUTE) return;
    this.#owed -= MS_PER_MINUTE;
    const { now } = await getJson<{ readonly now: string }>(org, CLOCK, { method: 'POST', body: JSON.stringify({ advanceMinutes: 1 }) });
    this.#ahead = Date.parse(now) - Date.now();
  }
}

const CLOCK = '/services/local-org/clock';

async function readClock(org: OrgAddress): Promise<OrgTime> {
  return new OrgTime((await getJson<{ readonly now: string }>(org, CLOCK)).now);
}

async function readWorld(org: OrgAddress): Promise<ShopWorld> {
  const rows = async <Row>(soql: string): Promise<readonly Row[]> => (await getJson<{ readonly records: readonly Row[] }>(org, `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`)).records;
  const skus = (await rows<{ readonly SKU__c: string }>("SELECT SKU__c FROM Product2 WHERE IsActive = true AND SKU__c LIKE 'HF-%' ORDER BY SKU__c LIMIT 200")).map(({ SKU__c }) => SKU__c);
  const codes = (await rows<{ readonly Code__c: string }>("SELECT Code__c FROM Stock_Location__c WHERE Type__c = 'Store' AND Pickup__c = true ORDER BY Code__c")).map(({ Code__c }) => Code__c);
  if (skus.length === 0 || codes.length === 0) throw new CommandFailure('There is no shop in this org yet: npm run seed.');
  const staffed = [...new Set(Object.values(STAFF))].filter((code) => codes.includes(code));
  return { skus, stores: [...staffed, ...codes.filter((code) => !staffed.includes(code))] };
}

/** Managers look on; those whose store is not there stay at home. */
async function signIn(org: OrgAddress, dataFolder: string, { stores }: ShopWorld, seed: number): Promise<readonly Associate[]> {
  const placed = Object.entries(STAFF).filter(([username, store]) => username.startsWith('associate') && stores.includes(store));
  return Promise.all(placed.map(async ([username, store], index) => {
    const token = await requestToken({ data: dataFolder, url: org.url, username });
    return new Associate(new ConsoleSession({ url: org.url, token }), store, seededRandom(seed + index + 1));
  }));
}

async function getJson<Answer>(org: OrgAddress, path: string, init: { readonly method?: string; readonly body?: string } = {}): Promise<Answer> {
  const response = await fetch(org.url + path, { ...init, headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' } });
  if (response.status === 404 && path === CLOCK) throw new CommandFailure(`${org.url} is no local org: only there can associates be played.`);
  if (!response.ok) throw new CommandFailure(`${path} answered ${String(response.status)}: ${(await response.text()).slice(0, 300)}`);
  return (await response.json()) as Answer;
}
