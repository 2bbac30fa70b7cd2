/**
 * `npm run replay -- FILE.csv[.xz] [--from DATE] [--to DATE] [--speed N|max] [--url URL --token TOKEN] [--data DIR] [--connections N] [--shuffle SEED] [--not-goods FILE]`
 * plays a file with the columns of the UCI Online Retail data as facts through the public surface.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { createProducts, requireLocations } from './replay/master-data.ts';
import { factOf, LineKeys, notGoodsReason, prepare, type Fact, type ReplaySettings, type RetailLine } from './replay/facts.ts';
import { disordered } from './replay/disorder.ts';
import { imagesOf, type Images } from './replay/images.ts';
import { readRetailFile } from './replay/retail-file.ts';
import { BATCH_SIZE, newStatistics, percentile, sendAll, type SendStatistics } from './replay/sender.ts';
import { findOrg, type AddressOptions, type OrgAddress } from './org-connection.ts';
import { root } from './process.ts';

const USAGE = 'usage: npm run replay -- FILE.csv[.xz] [--from DATE] [--to DATE] [--speed N|max] [--url URL --token TOKEN] [--data DIR] [--connections N] [--shuffle SEED] [--not-goods FILE]';

interface Plan {
  readonly file: string;
  /** RFC 3339, UTC; lines at `from` and later, before `to`. */
  readonly from: string;
  readonly to: string;
  /** How many times as fast as the clock of the file; Infinity for all at once. */
  readonly speed: number;
  readonly connections: number;
  /** In any order, one fact in ten twice, one in twenty days late; `undefined`: as the file has them. */
  readonly shuffleSeed: number | undefined;
  /** Where the lines that are not goods are counted, by reason. */
  readonly notGoodsFile: string;
  readonly address: AddressOptions;
}

interface Selection {
  readonly facts: readonly Fact[];
  /** Reason → lines. */
  readonly notGoods: ReadonlyMap<string, number>;
}

await runScript('replay', USAGE, async (args) => {
  const plan = readPlan(args);
  const settings = JSON.parse(readFileSync(path.join(root, 'config/replay.json'), 'utf8')) as ReplaySettings;
  tell(`reading ${plan.file}`);
  const lines = readRetailFile(plan.file);
  const org = await findOrg(plan.address);
  await prepareOrg(org, lines, settings, plan.connections);
  const selection = selectFacts(lines, settings, plan);
  const told = plan.shuffleSeed === undefined ? selection.facts : disordered(selection.facts, plan.shuffleSeed);
  const started = performance.now();
  const statistics = await play(org, told, plan);
  const seconds = (performance.now() - started) / 1000;
  report(selection, statistics, { seconds, images: await imagesOf(org, new Set(lines.map(({ sku }) => sku))), notGoodsFile: plan.notGoodsFile });
  return 0;
});

/** Products and opening stock of the whole file, whatever part of it is played. */
async function prepareOrg(org: OrgAddress, lines: readonly RetailLine[], settings: ReplaySettings, connections: number): Promise<void> {
  const { products, openings } = prepare(lines, settings);
  await requireLocations(org, new Set(openings.map((opening) => opening.location)));
  const created = await createProducts(org, products, (done) => { tell(`products ${String(done)} of ${String(products.size)}`); });
  tell(`${String(products.size)} products, ${String(created)} of them new`);
  const statistics = newStatistics();
  await sendAll(org, batches(openings), connections, statistics);
  tell(`opening stock: ${String(openings.length)} facts, ${effects(statistics)}`);
}

function selectFacts(lines: readonly RetailLine[], settings: ReplaySettings, { from, to }: Plan): Selection {
  const keys = new LineKeys();
  const facts: Fact[] = [];
  const notGoods = new Map<string, number>();
  for (const line of lines) {
    // Keys are counted over the whole file, so that a part of it gives the same keys as the whole.
    const key = keys.key(line);
    if (line.occurredAt < from || line.occurredAt >= to) continue;
    const reason = notGoodsReason(line, settings);
    if (reason === undefined) facts.push(factOf(line, key, settings));
    else notGoods.set(reason, (notGoods.get(reason) ?? 0) + 1);
  }
  return { facts, notGoods };
}

/** Sends the facts and tells every second how far it is. */
async function play(org: OrgAddress, facts: readonly Fact[], { speed, connections }: Plan): Promise<SendStatistics> {
  const statistics = newStatistics();
  const started = performance.now();
  const tellProgress = (): void => { tell(progress(statistics, facts.length, (performance.now() - started) / 1000)); };
  const ticker = setInterval(tellProgress, 1_000);
  try {
    await sendAll(org, speed === Infinity ? batches(facts) : pacedBatches(facts, speed), connections, statistics);
  } finally {
    clearInterval(ticker);
  }
  tellProgress();
  return statistics;
}

function* batches(all: readonly Fact[]): Generator<readonly Fact[]> {
  for (let start = 0; start < all.length; start += BATCH_SIZE) yield all.slice(start, start + BATCH_SIZE);
}

/** Facts when their time has come: the clock of the file runs `factor` times as fast as ours. */
async function* pacedBatches(all: readonly Fact[], factor: number): AsyncGenerator<readonly Fact[]> {
  const ordered = [...all].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
  const origin = Date.parse(ordered[0]?.occurredAt ?? '1970-01-01T00:00:00Z');
  const begin = performance.now();
  for (let start = 0; start < ordered.length; ) {
    const now = origin + (performance.now() - begin) * factor;
    let end = start;
    while (end < ordered.length && end - start < BATCH_SIZE && Date.parse(ordered[end]!.occurredAt) <= now) end += 1;
    if (end > start) yield ordered.slice(start, end);
    else await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, (Date.parse(ordered[start]!.occurredAt) - now) / factor)));
    start = end;
  }
}

function progress(statistics: SendStatistics, total: number, seconds: number): string {
  const recent = statistics.answerMs.slice(-100).sort((a, b) => a - b);
  const share = total === 0 ? 100 : (100 * statistics.sent) / total;
  return `${String(statistics.sent)} of ${String(total)} facts (${share.toFixed(1)} %), ${(statistics.sent / seconds).toFixed(0)}/s, answer p95 ${percentile(recent, 0.95).toFixed(0)} ms, repeated calls ${String(statistics.retries)}`;
}

/** The summary goes to standard output as JSON, the lines that are not goods by reason into a file. */
function report({ facts, notGoods }: Selection, statistics: SendStatistics, { seconds, images, notGoodsFile }: { readonly seconds: number; readonly images: Images; readonly notGoodsFile: string }): void {
  writeFileSync(notGoodsFile, `${JSON.stringify(inOrder(notGoods), null, 2)}\n`);
  const answers = [...statistics.answerMs].sort((a, b) => a - b);
  const summary = {
    lines: facts.length + [...notGoods.values()].reduce((sum, count) => sum + count, 0),
    facts: facts.length,
    notGoods: inOrder(notGoods),
    effects: inOrder(statistics.effects),
    reasons: inOrder(statistics.reasons),
    seconds: Number(seconds.toFixed(1)),
    factsPerSecond: Math.round(statistics.sent / seconds),
    answerMs: { p50: Math.round(percentile(answers, 0.5)), p95: Math.round(percentile(answers, 0.95)), p99: Math.round(percentile(answers, 0.99)) },
    images,
  };
  process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
}

function inOrder(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort());
}

function effects(counted: SendStatistics): string {
  return [...counted.effects].sort().map(([effect, number]) => `${String(number)} ${effect}`).join(', ') || 'none';
}

function readPlan(args: readonly string[]): Plan {
  const { values, positionals } = readOptions(args, ['from', 'to', 'speed', 'url', 'token', 'data', 'connections', 'shuffle', 'not-goods']);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Name one file.');
  const { from, to, speed = 'max', connections = '4', shuffle, 'not-goods': notGoodsFile = 'replay-not-goods.json', ...address } = values;
  const factor = speed === 'max' ? Infinity : Number(speed);
  if (!(factor > 0)) throw new UsageError(`--speed must be a positive number or max, not ${speed}.`);
  if (!/^[1-9]\d?$/.test(connections)) throw new UsageError(`--connections must be a number from 1 to 99, not ${connections}.`);
  if (shuffle !== undefined && !/^\d{1,9}$/.test(shuffle)) throw new UsageError(`--shuffle takes a whole number, the seed of the order, not ${shuffle}.`);
  if (shuffle !== undefined && factor !== Infinity) throw new UsageError('--shuffle has no clock to follow: leave --speed out.');
  return { file, from: dateOption('--from', from ?? '1900-01-01'), to: dateOption('--to', to ?? '2999-01-01'), speed: factor, connections: Number(connections), shuffleSeed: shuffle === undefined ? undefined : Number(shuffle), notGoodsFile, address };
}

function dateOption(name: string, text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError(`${name} must be a date such as 2010-12-01, not ${text}.`);
  return new Date(time).toISOString();
}

function tell(text: string): void {
  process.stderr.write(`replay: ${text}\n`);
}
