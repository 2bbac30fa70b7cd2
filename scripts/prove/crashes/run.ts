/** Kills an org at random moments under load, starts it again on the same data and asks whether it still knows everything it ever acknowledged, and nothing twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { create, ledgerDifferences, query } from '../../../e2e/support/ledger-check.ts';
import { call, startOrg, type RunningOrg } from '../../../e2e/support/running-org.ts';
import { root } from '../../process.ts';
import { LOCATION, loadUntilItDies, Memory, remember, SKUS, type Acknowledged, type Call, type Random } from './load.ts';

const OPENING = 1_000;
const LONGEST_LIFE_MS = 1_500;

export interface Crashed {
  readonly kills: number;
  /** Calls answered before a kill. */
  readonly acknowledged: number;
  /** Calls whose answer a kill took; sent again afterwards. */
  readonly unanswered: number;
  /** Of those, how many had been done all the same. */
  readonly doneAllTheSame: number;
  readonly violations: readonly string[];
}

export async function proveCrashes(kills: number, seed: number, tell: (line: string) => void): Promise<Crashed> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'holdfast-crash-'));
  const start = (): Promise<RunningOrg> => startOrg({ seed: false, dataFolder, project: path.join(root, 'force-app') });
  const random = randomOf(seed);
  const memory = new Memory();
  const tally = { acknowledged: 0, unanswered: 0, doneAllTheSame: 0 };
  const violations: string[] = [];
  let org = await start();
  try {
    let token = await org.token();
    await open(org, token);
    for (let kill = 1; kill <= kills; kill++) {
      const dying = org;
      const [first, firstUnanswered] = [memory.acknowledged.length, memory.unanswered.length];
      const killed = after(random(LONGEST_LIFE_MS)).then(() => dying.kill());
      await loadUntilItDies(org, token, memory, random);
      await killed;
      org = await start();
      token = await org.token();
      const lost = memory.unanswered.slice(firstUnanswered);
      const recent = memory.acknowledged.slice(first);
      violations.push(...await forgotten(org, token, recent), ...await ledgerDifferences(org, token));
      for (const unanswered of lost) tally.doneAllTheSame += await sentAgain(org, token, memory, unanswered) ? 1 : 0;
      tally.acknowledged += recent.length;
      tally.unanswered += lost.length;
      violations.push(...await ledgerDifferences(org, token), ...await miscounted(org, token, memory));
      tell(`kill ${String(kill)} of ${String(kills)}: ${String(recent.length)} acknowledged, ${String(lost.length)} unanswered, ${String(violations.length)} violations`);
      if (violations.length > 0) break;
    }
    await org.stop();
  } catch (error) {
    await org.kill();
    throw error;
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
  return { kills, ...tally, violations };
}

async function open(org: RunningOrg, token: string): Promise<void> {
  await create(org, token, 'Stock_Location__c', { Name: LOCATION, Code__c: LOCATION, Type__c: 'Store' });
  for (const sku of SKUS) await create(org, token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
  const events = SKUS.map((sku) => ({ key: `open-${sku}`, source: 'CRASH-ERP', intent: 'StockReceived', sku, location: LOCATION, quantity: OPENING, occurredAt: new Date().toISOString() }));
  const { status, body } = await call(org, token, 'POST', '/events', { events });
  if (status !== 200 || JSON.stringify(body).includes('Quarantined')) throw new Error(`The stock was not opened: ${JSON.stringify(body)}`);
}

/** What was acknowledged and is not known any more, or is answered in another way. */
async function forgotten(org: RunningOrg, token: string, acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  const violations: string[] = [];
  for (const { path: address, body, answer, kind } of acknowledged) {
    if (kind === 'fulfil' || kind === 'release') {
      // Whichever it was, the other is refused now: it is over, and known to be.
      const other = address.replace(/\w+$/, kind === 'fulfil' ? 'release' : 'fulfil');
      const { status } = await call(org, token, 'POST', other, {});
      const hadGoods = JSON.stringify(answer).match(/"granted":[1-9]/) !== null;
      if (hadGoods && status !== 409) violations.push(`POST ${address} was acknowledged and is forgotten: ${other} was answered ${String(status)}`);
      continue;
    }
    const repeated = await call(org, token, 'POST', address, body);
    const expected = kind === 'facts' ? JSON.stringify(answer).replaceAll('"Applied"', '"Duplicate"') : JSON.stringify(answer);
    if (JSON.stringify(repeated.body) !== expected) violations.push(`POST ${address} ${JSON.stringify(body)} was answered ${JSON.stringify(answer)}, and after the kill ${JSON.stringify(repeated.body)}`);
  }
  return violations;
}

/** A call without an answer is sent again, as its caller would. @returns whether it had been done before the kill */
async function sentAgain(org: RunningOrg, token: string, memory: Memory, unanswered: Call): Promise<boolean> {
  const wasDone = await isDone(org, token, unanswered);
  remember(memory, unanswered, await call(org, token, 'POST', unanswered.path, unanswered.body));
  return wasDone;
}

async function isDone(org: RunningOrg, token: string, { kind, path: address, body }: Call): Promise<boolean> {
  if (kind === 'facts') {
    const [{ key } = { key: '' }] = (body as { events: { key: string }[] }).events;
    return (await query(org, token, `SELECT Id FROM Stock_Entry__c WHERE Entry_Key__c = 'CRASH-TILL|${key}|0|0'`)).length > 0;
  }
  const requestKey = kind === 'reserve' ? (body as { requestKey: string }).requestKey : address.split('/')[2]!;
  const status = kind === 'reserve' ? '' : ` AND Status__c = '${kind === 'fulfil' ? 'Fulfilled' : 'Released'}'`;
  return (await query(org, token, `SELECT Id FROM Stock_Reservation__c WHERE Request_Key__c = '${requestKey}'${status}`)).length > 0;
}

/** By now every call was acknowledged once: what they add up to is what must be there. */
async function miscounted(org: RunningOrg, token: string, memory: Memory): Promise<readonly string[]> {
  const expected = new Map(SKUS.map((sku) => [sku as string, { onHand: OPENING, reserved: 0 }]));
  const granted = new Map<string, readonly { readonly sku: string; readonly quantity: number }[]>();
  for (const { kind, body, answer, path: address } of memory.acknowledged) {
    if (kind === 'facts') {
      for (const { sku, intent, quantity } of (body as { events: { sku: string; intent: string; quantity: number }[] }).events) expected.get(sku)!.onHand += intent === 'StockSold' ? -quantity : quantity;
    } else if (kind === 'reserve') {
      const { requestKey, lines } = body as { requestKey: string; lines: { sku: string }[] };
      const [result] = (answer as { results: { lines: { granted: number }[] }[] }).results;
      const given = lines.map(({ sku }, index) => ({ sku, quantity: result!.lines[index]!.granted }));
      granted.set(requestKey, given);
      for (const { sku, quantity } of given) expected.get(sku)!.reserved += quantity;
    } else {
      for (const { sku, quantity } of granted.get(address.split('/')[2]!) ?? []) {
        expected.get(sku)!.reserved -= quantity;
        if (kind === 'fulfil') expected.get(sku)!.onHand -= quantity;
      }
    }
  }
  const { body } = await call(org, token, 'GET', `/availability?location=${LOCATION}`);
  return (body as { items: { sku: string; onHand: number; reserved: number }[] }).items.flatMap(({ sku, onHand, reserved }) => {
    const right = expected.get(sku)!;
    return right.onHand === onHand && right.reserved === reserved ? [] : [`${sku}: the callers know of ${JSON.stringify(right)}, the org of ${JSON.stringify({ onHand, reserved })}`];
  });
}

/** A small generator of even numbers: the same seed gives the same calls, if not the same moments. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
