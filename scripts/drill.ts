/** `npm run drill`: a Black-Friday hour on a local org of its own, and what was held, refused and late. Ends with 1 when the audit finds anything wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jsforce from 'jsforce';
import { startOrg, type RunningOrg } from '../e2e/support/running-org.ts';
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { audit, rows } from './drill/audit.ts';
import { sendUntilAnswered, type Org } from './drill/client.ts';
import { ALL_SKUS, planHour, type Fact, type Hour } from './drill/plan.ts';
import { describe } from './drill/report.ts';
import { runHour, type Outcome } from './drill/run.ts';
import { upsertAll } from './upsert.ts';

const USAGE = `usage: npm run drill -- [--orders N] [--seconds N] [--seed N] [--no-crash]
An hour with N web orders (6000) and a third as many till sales in so many seconds (120); in minute 45 the org is killed.`;
const CRASH_MINUTE = 45;
const FACTS_PER_CALL = 200;

await runScript('drill', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['orders', 'seconds', 'seed'], ['no-crash']);
  if (positionals.length > 0) throw new UsageError(`What is "${positionals[0]!}"?`);
  const hour = planHour({ seed: wholeNumber('seed', values.seed ?? '1'), orders: wholeNumber('orders', values.orders ?? '6000') });
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'holdfast-drill-'));
  let running = await startOrg({ seed: true, dataFolder });
  try {
    const org: Org = { url: running.url, token: await running.token() };
    await openDoors(org, hour);
    const outcome = await runHour(org, {
      hour, seconds: wholeNumber('seconds', values.seconds ?? '120'), crashMinute: values['no-crash'] === true ? undefined : CRASH_MINUTE, tell,
      restart: async (): Promise<RunningOrg> => {
        await running.kill();
        running = await startOrg({ seed: true, dataFolder });
        return running;
      },
    });
    return await judge(org, hour, outcome);
  } finally {
    await running.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
});

/** Products, opening stock and what offline tills may sell. */
async function openDoors(org: Org, hour: Hour): Promise<void> {
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '67.0' });
  const products = ALL_SKUS.map((sku) => ({ attributes: { type: 'Product2' }, SKU__c: sku, Name: sku, IsActive: true }));
  for (let start = 0; start < products.length; start += FACTS_PER_CALL) await upsertAll(connection, 'Product2', 'SKU__c', products.slice(start, start + FACTS_PER_CALL), true);
  const giveUpAt = performance.now() + 60_000;
  const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
  for (let start = 0; start < hour.opening.length; start += FACTS_PER_CALL) {
    await sendUntilAnswered(org, '/events', { events: hour.opening.slice(start, start + FACTS_PER_CALL).map((fact) => ({ ...fact, occurredAt })) }, giveUpAt);
  }
  const { answer } = await sendUntilAnswered(org, '/reservations', { requests: hour.quotas }, giveUpAt);
  if (answer?.status !== 200) throw new Error(`The quotas of the tills were not granted: ${JSON.stringify(answer?.body)}`);
  tell(`${String(hour.opening.length)} positions, ${String(hour.quotas.length)} quotas, ${String(hour.calls.length)} calls to come`);
}

async function judge(org: Org, hour: Hour, outcome: Outcome): Promise<number> {
  const figures = describe(outcome);
  await settled(org);
  const shortages = await rows(org, "SELECT State__c, COUNT(Id) shortages FROM Stock_Exception__c WHERE Type__c = 'Shortage' GROUP BY State__c");
  const findings = await audit(org, ALL_SKUS, {
    granted: new Map(outcome.orders.filter(({ status }) => status !== undefined).map(({ order, granted }) => [order.requestKey, granted])),
    facts: netFacts([...hour.opening, ...outcome.facts.filter(({ effect }) => effect === 'Applied' || effect === 'Duplicate').map(({ fact }) => fact)]),
  });
  const states = shortages.map((row) => `${String(row['shortages'])} ${String(row['State__c']).toLowerCase()}`).join(', ');
  process.stdout.write(`${figures.text}\nshortages: ${states === '' ? 'none' : states}\n`);
  if (figures.unanswered > 0) findings.push(`${String(figures.unanswered)} calls were never answered.`);
  for (const finding of findings.slice(0, 20)) process.stdout.write(`WRONG: ${finding}\n`);
  process.stdout.write(findings.length === 0 ? 'audit: nothing lost, nothing twice, every broken promise known\n' : `audit: ${String(findings.length)} findings\n`);
  return findings.length === 0 ? 0 : 1;
}

/** What the bus still holds is decided before the books are looked at. */
async function settled(org: Org): Promise<void> {
  let former = -1;
  for (;;) {
    const [row] = await rows(org, 'SELECT COUNT(Id) entries FROM Stock_Entry__c');
    const entries = Number(row?.['entries']);
    if (entries === former) return;
    former = entries;
    await new Promise((resolve) => { setTimeout(resolve, 1_000); });
  }
}

function netFacts(facts: readonly Fact[]): Map<string, number> {
  const net = new Map<string, number>();
  const seen = new Set<string>();
  for (const { key, source, intent, sku, location, quantity } of facts) {
    if (seen.has(`${source}|${key}`)) continue;
    seen.add(`${source}|${key}`);
    const position = `${sku}|${location}|0`;
    net.set(position, (net.get(position) ?? 0) + (intent === 'StockSold' ? -quantity : quantity));
  }
  return net;
}

function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`--${name} takes a whole number above 0, not ${value}.`);
  return number;
}

function tell(line: string): void {
  process.stderr.write(`drill: ${line}\n`);
}
