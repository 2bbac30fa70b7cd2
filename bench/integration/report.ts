/** `npm run bench -- --only integration`: how soon a sale is safe, counted and seen, and how many sales a second there may be. */
import { systemClock } from '../../gateway/shared/clock.ts';
import { noHealthLog } from '../../gateway/health/health-log.ts';
import { CommandCoalescer } from '../../gateway/system/salesforce/coalescer.ts';
import type { Rounds } from '../catalogue.ts';
import { drive } from '../targets.ts';
import { skuOf } from '../scenarios.ts';
import { Delays } from './delays.ts';
import { cometdScreen, pubSubScreen, type Seen } from './screens.ts';
import { setUp, type Stage } from './stage.ts';
import { SHOP, uploadAll, type Sold } from './shop.ts';

const LINES_PER_SECOND = [50, 200, 1_000] as const;
const LINES_PER_RECEIPT = 2;
const TICK_MS = 20;
const POLL_MS = 100;
const SUBSCRIBING_MS = 1_000;
/** What the integration is to reach. */
const GOAL_P95_MS = 250;
const GOAL_LINES_PER_SECOND = 2_000;
/** Lines that wait longer than this to be seen are counted as lost by the benchmark. */
const PATIENCE_MS = 30_000;
const UPLOADERS = 8;
const BATCH_LINES = 200;
const CALLERS = 200;

export async function reportIntegration({ milliseconds, tell }: Rounds): Promise<string> {
  const stage = await setUp(tell);
  try {
    tell('warming up');
    await sustained(stage, 2_000, () => undefined);
    const rows = [
      '| lines/s (receipts of 2 lines) | durable in the gateway | written in the org | on a screen (CometD) | at a Pub/Sub client |', '|---|---|---|---|---|',
    ];
    for (const rate of LINES_PER_SECOND) rows.push(await delaysAt(stage, rate, milliseconds, tell));
    const lines = await sustained(stage, milliseconds * 2, tell);
    const floor = await drive({ port: Number(new URL(stage.org.url).port), token: await stage.org.token('integration@holdfast.local'), scenario: 'facts', universe: SHOP, connections: UPLOADERS, warmUpMs: 1_000, measureMs: milliseconds, run: `floor-${String(Date.now())}` });
    const hot = await hotReservations(stage, milliseconds);
    const hotFloor = await drive({ port: Number(new URL(stage.org.url).port), token: await stage.org.token('integration@holdfast.local'), scenario: 'hot', universe: SHOP, connections: 32, warmUpMs: 1_000, measureMs: milliseconds, run: `hot-${String(Date.now())}` });
    const failed = await stage.failed();
    return [
      'From the till, p50 / p95 / p99 in ms:', ...rows, '',
      '| sustained | through the gateway | straight to the org (floor) |', '|---|---|---|',
      `| lines/s in batches of ${String(BATCH_LINES)}, until the outbox is empty (goal ${String(GOAL_LINES_PER_SECOND)}) | ${lines.rate.toFixed(0)} (processor time per line: gateway ${lines.gateway.toFixed(0)} us, org ${lines.org.toFixed(0)} us) | ${((floor.calls * BATCH_LINES) / floor.seconds).toFixed(0)} |`,
      `| reservations/s of one hot SKU (${String(CALLERS)} callers, coalesced; floor: one per call) | ${hot.rate.toFixed(0)} (p50 / p95 / p99 ${hot.delays.shown()} ms) | ${(hotFloor.calls / hotFloor.seconds).toFixed(0)} |`,
      '', `Lines not applied: ${String(failed)}. Goal: p95 below ${String(GOAL_P95_MS)} ms on the screen at 200 lines/s.`,
    ].join('\n');
  } finally {
    await stage.close();
  }
}

/** Each tick so many receipts as the rate asks for, each uploaded at once by a till that is not busy. */
async function delaysAt(stage: Stage, rate: number, milliseconds: number, tell: (text: string) => void): Promise<string> {
  const { shop, send, client } = stage;
  shop.beginAgain();
  const sold: Sold = new Map();
  const [durable, written, onScreen, atClient] = [new Delays(), new Delays(), new Delays(), new Delays()];
  const seenBy = (delays: Delays, also?: Delays): Seen => {
    const seen = new Set<string>();
    return (position, seenAtMs, writtenAtMs) => {
      const soldAtMs = sold.get(position);
      if (soldAtMs === undefined || seen.has(position) || writtenAtMs < soldAtMs) return;
      seen.add(position);
      delays.add(seenAtMs - soldAtMs);
      also?.add(writtenAtMs - soldAtMs);
    };
  };
  const session = await client.session();
  const screens = [await cometdScreen(session, seenBy(onScreen, written)), await pubSubScreen(session, seenBy(atClient))];
  // A subscription stands some time after it was asked for, and nobody is told when.
  await systemClock.sleep(SUBSCRIBING_MS);
  const before = await stage.processorTime();
  const uploads = new Set<Promise<void>>();
  const idle = shop.tills.map((_till, index) => index);
  const begun = performance.now();
  let due = 0;
  let late = 0;
  while (performance.now() - begun < milliseconds) {
    const owed = Math.floor(((performance.now() - begun) / 1000) * (rate / LINES_PER_RECEIPT));
    for (; due < owed; due++) {
      const till = idle.shift();
      if (till === undefined) {
        late += 1;
        continue;
      }
      const soldAtMs = Date.now();
      shop.sell(till, LINES_PER_RECEIPT, sold);
      const upload = uploadAll(shop.tills[till]!, send).then(() => {
        for (let line = 0; line < LINES_PER_RECEIPT; line++) durable.add(Date.now() - soldAtMs);
        idle.push(till);
        uploads.delete(upload);
      });
      uploads.add(upload);
    }
    await systemClock.sleep(TICK_MS);
  }
  await Promise.all(uploads);
  const end = performance.now() + PATIENCE_MS;
  while (Math.min(onScreen.count, atClient.count) < sold.size && performance.now() < end) await systemClock.sleep(TICK_MS);
  const after = await stage.processorTime();
  const perLine = (part: 'gateway' | 'org'): string => ((after[part] - before[part]) / sold.size).toFixed(0);
  for (const screen of screens) await screen.close();
  tell(`${String(rate)} lines/s: ${String(sold.size)} lines, ${String(onScreen.count)} on the screen, ${String(atClient.count)} at the client; processor time per line: gateway ${perLine('gateway')} us, org ${perLine('org')} us${late === 0 ? '' : `, ${String(late)} receipts not sold because all tills were busy`}`);
  return `| ${String(rate)} | ${[durable, written, onScreen, atClient].map((delays) => delays.shown()).join(' | ')} |`;
}

interface Sustained {
  /** Lines a second. */
  readonly rate: number;
  /** Microseconds of processor time per line. */
  readonly gateway: number;
  readonly org: number;
}

/** Tills with a long queue upload in full batches, until everything is in the org. */
async function sustained({ shop, send, waiting, processorTime }: Stage, milliseconds: number, tell: (text: string) => void): Promise<Sustained> {
  shop.beginAgain();
  const before = await processorTime();
  const sold: Sold = new Map();
  const begun = performance.now();
  let lines = 0;
  await Promise.all(Array.from({ length: UPLOADERS }, async (_, uploader) => {
    for (let turn = 0; performance.now() - begun < milliseconds; turn++) {
      const till = (uploader + turn * UPLOADERS) % shop.tills.length;
      for (let receipt = 0; receipt < BATCH_LINES / LINES_PER_RECEIPT; receipt++) shop.sell(till, LINES_PER_RECEIPT, sold);
      await uploadAll(shop.tills[till]!, send);
      lines += BATCH_LINES;
    }
  }));
  const accepted = lines / ((performance.now() - begun) / 1000);
  while ((await waiting()) > 0) await systemClock.sleep(POLL_MS);
  const rate = lines / ((performance.now() - begun) / 1000);
  const after = await processorTime();
  const [gateway, org] = [(after.gateway - before.gateway) / lines, (after.org - before.org) / lines];
  tell(`${String(lines)} lines in batches: ${accepted.toFixed(0)}/s accepted, ${rate.toFixed(0)}/s in the org; processor time per line: gateway ${gateway.toFixed(0)} us, org ${org.toFixed(0)} us`);
  return { rate, gateway, org };
}

async function hotReservations({ client }: Stage, milliseconds: number): Promise<{ readonly rate: number; readonly delays: Delays }> {
  const coalescer = new CommandCoalescer({ org: client, clock: systemClock, health: noHealthLog });
  const delays = new Delays();
  const begun = performance.now();
  let number = 0;
  await Promise.all(Array.from({ length: CALLERS }, async () => {
    while (performance.now() - begun < milliseconds) {
      const sent = performance.now();
      const request = { requestKey: `HOT-${begun.toFixed(0)}-${String(number += 1)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku: skuOf(0), location: SHOP.locations[0]!, quantity: 1 }] };
      const { status } = await coalescer.reserve(request);
      if (status !== 'Reserved') throw new Error(`A reservation of plenty was ${status}.`);
      delays.add(performance.now() - sent);
    }
  }));
  return { rate: delays.count / ((performance.now() - begun) / 1000), delays };
}
