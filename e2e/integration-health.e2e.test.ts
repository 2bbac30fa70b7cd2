/** An administrator looks after integrations, in a real browser: a gateway reports through the REST API, what is asked on the page comes in its answers. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { expectGoodLooks } from './support/appearance.ts';
import { launchBrowser } from './support/browser.ts';
import { root, runCommand } from '../scripts/process.ts';
import { ConsoleWindows, type Window } from './support/console-windows.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'integration-health-pictures-'));
const [ADMIN, AGENT, ASSOCIATE] = ['admin@holdfast.local', 'agent@holdfast.local', 'associate@holdfast.local'];
const address = '/lightning/n/Integration_Health';
const SMALL = { width: 1024, height: 768 };

let org: RunningOrg;
let browser: Browser;
let windows: ConsoleWindows;
let token: string;

before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token('integration@holdfast.local');
  browser = await launchBrowser();
  windows = new ConsoleWindows(browser, org);
});
after(async () => {
  await browser.close();
  await org.stop();
  console.error(`screenshots in ${pictures}`);
});
afterEach(() => windows.closeAll());

interface Command { readonly id: string; readonly kind: string; readonly workIds?: readonly number[]; readonly source?: string; readonly reason?: string; readonly note?: string; readonly from?: string }

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

async function report(changes: object = {}): Promise<readonly Command[]> {
  const { status, body } = await call(org, token, 'POST', '/integration/report', { gateway: 'gateway-1', group: 'north', at: ago(0), windowMinutes: 15, ...changes });
  assert.equal(status, 200, JSON.stringify(body));
  return (body as { commands: readonly Command[] }).commands;
}

/** What happens every five minutes. */
async function sweep(): Promise<void> {
  const response = await fetch(`${org.url}/services/data/v67.0/tooling/executeAnonymous?${new URLSearchParams({ anonymousBody: 'new SweepIntegrations().run();' }).toString()}`, { headers: { authorization: `Bearer ${await org.token()}` } });
  assert.equal(((await response.json()) as { success?: boolean }).success, true);
}

const hops = (...rows: readonly (readonly [hop: string, p50Ms: number, p95Ms: number, p99Ms: number, count: number])[]): object[] => rows.map(([hop, p50Ms, p95Ms, p99Ms, count]) => ({ hop, p50Ms, p95Ms, p99Ms, count }));
const sources = (): object[] => [
  { source: 'TILL', hops: hops(['source-to-org', 84, 210, 640, 4212], ['source-to-gateway', 31, 74, 180, 4230], ['gateway-to-org', 48, 120, 402, 4212]), received: 4230, applied: 4170, duplicates: 42, absorbed: 6, waiting: 0, dead: 0, lastEventAt: ago(2) },
  { source: 'SAP', hops: hops(['source-to-org', 9_400, 52_000, 71_000, 96], ['erp-to-doorbell', 1_200, 4_000, 9_000, 96], ['doorbell-to-read', 700, 2_100, 3_300, 96]), received: 96, applied: 90, duplicates: 4, quarantined: 1, waiting: 0, dead: 3, lastEventAt: ago(55) },
  { source: 'SHOPIFY', hops: hops(['source-to-org', 2_000, 44_000, 61_000, 18]), received: 18, applied: 17, duplicates: 1, waiting: 0, dead: 1, lastEventAt: ago(300) },
];
const dead = (id: number, changes: object = {}): object => ({ id, kind: 'document', source: 'SAP', key: `2026/490000${String(id)}`, reason: 'GW-UNMAPPED', message: 'Movement type 991 with stock type 01 is not in the movement map.', occurredAt: ago(900 + id), receivedAt: ago(890 + id), ...changes });
const LETTERS = [dead(811), dead(812), dead(815), dead(820, { kind: 'fact', source: 'SHOPIFY', key: 'order-5521-1', reason: 'GW-CONFLICT', message: 'Two facts have the key order-5521-1; the first one stands.' })];
const DRIFT = { key: 'HF-1001@LON-01', sku: 'HF-1001', location: 'LON-01', quantity: -3, driftClass: 'TrueLoss', firstDiverging: { key: '2026/4900000123/0001', at: ago(7200) }, explanation: 'Both know the same 41 documents and agree on what they do, and SAP has 3 less since its count.', explained: false };

const REGISTERS = ['LON-01-1', 'LON-01-2', 'MAN-01-1'].map((register, index) => ({ source: 'TILL', register, businessDay: '2026-11-22', contiguous: [204, 117, 39][index], last: [204, 130, 52][index], openGaps: [0, 1, 1][index], lastEventAt: ago(20 * (index + 1)) }));

const whole = (): object => ({ sources: sources(), deadLetters: LETTERS, deadLetterRange: { after: 0, through: 999 }, gaps: [{ source: 'TILL', register: 'LON-01-2', businessDay: '2026-11-22', from: 118, to: 121, since: ago(1500) }, { source: 'TILL', register: 'MAN-01-1', businessDay: '2026-11-22', from: 40, to: 40, since: ago(240) }], gapsComplete: true, registers: REGISTERS, drift: [DRIFT, { ...DRIFT, key: 'HF-1002@MAN-01', sku: 'HF-1002', location: 'MAN-01', quantity: 2, driftClass: 'Lost', explanation: 'Document 4900000140 was never told to us.' }], subscriptions: [{ topic: '/data/Stock_Reservation__ChangeEvent', position: '4711', lagEvents: 0, state: 'Live', lastEventAt: ago(4) }], breakers: [{ system: 'org', state: 'closed', since: ago(86_000) }, { system: 'SAP', state: 'half-open', since: ago(40) }] });

const look = (window: Window, name: string): Promise<void> => expectGoodLooks(window, join(pictures, `${name}.png`));
const choose = (window: Window, name: RegExp): Promise<void> => window.page.getByRole('navigation', { name: 'What to look at' }).getByRole('button', { name }).click();

describe('integration health', () => {
  it('says that no gateway has reported, and is closed to associates', async () => {
    const empty = await windows.open(ADMIN, address);
    await empty.page.getByText('No gateway has reported yet').waitFor();
    await look(empty, 'health-empty-1440');
    const associate = await windows.open(ASSOCIATE, address);
    await associate.page.getByText(/You cannot see the tab 'Integration_Health'/).waitFor();
  });

  it('shows each source against its service level, and an alert for the one that misses it', async () => {
    await report(whole());
    await sweep();
    const page = await windows.open(ADMIN, address);
    await page.page.getByRole('heading', { name: 'Tills' }).waitFor();
    await page.page.getByText('Too slow').first().waitFor();
    await page.page.getByText('Close to its limit').waitFor();
    await look(page, 'health-sources-1440');
    const small = await windows.open(ADMIN, address, SMALL);
    await small.page.getByRole('heading', { name: 'Tills' }).waitFor();
    await look(small, 'health-sources-1024');
  });

  it('has dead letters delivered again, and shows what came of it', async () => {
    const page = await windows.open(ADMIN, address, SMALL);
    await choose(page, /Dead letters/);
    await page.page.getByText('SAP 2026/490000811').waitFor();
    await look(page, 'health-dead-1024');
    await page.page.getByRole('checkbox', { name: 'Choose SAP 2026/490000811' }).check();
    await page.page.getByRole('checkbox', { name: 'Choose SAP 2026/490000815' }).check();
    await page.page.getByText('2 dead letters chosen').waitFor();
    await look(page, 'health-dead-chosen-1024');
    await page.page.getByRole('button', { name: 'Deliver again', exact: true }).click();
    await page.page.getByText('Asked for: deliver again').first().waitFor();
    await look(page, 'health-dead-asked-1024');

    const commands = await report();
    assert.deepEqual(commands.map(({ kind, workIds }) => [kind, workIds]), [['Redrive', [811, 815]]]);
    assert.deepEqual(await report({ settled: commands.map(({ id }) => ({ id, outcome: '2 items waiting again' })), deadLetters: [LETTERS[1], LETTERS[3]], deadLetterRange: { after: 0, through: 999 } }), []);
    await page.page.getByText('SAP 2026/490000811').waitFor({ state: 'hidden' });
    await choose(page, /Requests/);
    await page.page.getByText('2 items waiting again').waitFor();
    await look(page, 'health-requests-1024');
  });

  it('delivers all of one reason again, and discards with a reason', async () => {
    const page = await windows.open(ADMIN, address);
    await choose(page, /Dead letters/);
    await page.page.getByRole('button', { name: /SAP · GW-UNMAPPED/ }).click();
    await page.page.getByText(/Add it to the Movement Map/).waitFor();
    await look(page, 'health-dead-reason-1440');
    await page.page.getByRole('button', { name: 'Deliver it again' }).click();
    await page.page.getByText('Asked for: deliver again').waitFor();
    await page.page.getByRole('button', { name: /SHOPIFY · GW-CONFLICT/ }).click();
    await page.page.getByRole('checkbox', { name: 'Choose SHOPIFY order-5521-1' }).check();
    await page.page.getByRole('button', { name: 'Discard…' }).click();
    await page.page.getByPlaceholder('Why is nothing to come of them?').fill('Entered by hand');
    await look(page, 'health-dead-discard-1440');
    await page.page.keyboard.press('Enter');
    await page.page.getByText('Asked for: discard').waitFor();
    const commands = await report();
    assert.deepEqual(commands.map(({ kind, source, reason, workIds, note }) => ({ kind, source, reason, workIds, note })), [
      { kind: 'Redrive', source: 'SAP', reason: 'GW-UNMAPPED', workIds: undefined, note: undefined }, { kind: 'Discard', source: undefined, reason: undefined, workIds: [820], note: 'Entered by hand' },
    ]);
    await report({ settled: commands.map(({ id }) => ({ id, outcome: '1 item' })), deadLetters: [], deadLetterRange: { after: 0, through: 999 } });
    await page.page.getByText('Nothing is dead').waitFor();
    await look(page, 'health-dead-none-1440');
  });

  it('shows gaps until they close, and drift with its cause: counted, accepted, or explained', async () => {
    const page = await windows.open(ADMIN, address, SMALL);
    await choose(page, /Sequence gaps/);
    await page.page.getByText('118 to 121').waitFor();
    await page.page.getByRole('row', { name: 'LON-01-1 TILL' }).getByText('204').first().waitFor();
    await look(page, 'health-gaps-1024');
    await page.page.getByLabel('Register begins with').fill('man');
    await page.page.getByRole('row', { name: 'LON-01-1 TILL' }).waitFor({ state: 'hidden' });
    await page.page.getByRole('row', { name: 'MAN-01-1 TILL 2026-11-22 39' }).waitFor();
    await choose(page, /Drift/);
    await page.page.getByText('Really missing').waitFor();
    await look(page, 'health-drift-1024');
    await page.page.getByRole('listitem').filter({ hasText: 'HF-1001' }).getByRole('button', { name: 'Have it counted' }).click();
    await page.page.getByText('Count asked for').first().waitFor();
    const { body } = await call(org, token, 'GET', '/counts?location=LON-01', undefined);
    assert.match(JSON.stringify(body), /DRIFT-X-/);
    await report({ drift: [{ ...DRIFT, key: 'HF-1002@MAN-01', sku: 'HF-1002', location: 'MAN-01', quantity: 2, driftClass: 'Lost', explanation: 'Document 4900000140 was never told to us.', explained: true }] });
    await page.page.getByText('Never told', { exact: true }).waitFor({ state: 'hidden' });
    await page.page.getByRole('button', { name: 'Accept…' }).click();
    await page.page.getByPlaceholder('Why is it as it is?').fill('Broken glass');
    await look(page, 'health-drift-accept-1024');
    await page.page.getByRole('button', { name: 'Accept it' }).click();
    await page.page.getByText('The ERP and the ledger agree, as far as they were compared.').waitFor();
  });

  it('shows connections, limits and agreements', async () => {
    const page = await windows.open(ADMIN, address);
    await choose(page, /Connections and limits/);
    await page.page.getByText('Being tried').waitFor();
    await look(page, 'health-links-1440');
    await choose(page, /Agreements/);
    await page.page.getByText('Sale at a till').waitFor();
    await look(page, 'health-agreements-1440');
    const small = await windows.open(ADMIN, address, SMALL);
    await choose(small, /Agreements/);
    await small.page.getByText('Sale at a till').waitFor();
    await look(small, 'health-agreements-1024');
  });

  it('asks for a replay of a time', async () => {
    const page = await windows.open(ADMIN, address);
    await choose(page, /Requests/);
    await page.page.getByLabel('Source').selectOption('TILL');
    await page.page.getByLabel('Received from').fill('2026-11-22T08:00');
    await page.page.getByLabel('Until').fill('2026-11-22T09:00');
    await look(page, 'health-replay-1440');
    await page.page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.page.getByText('Replay asked for').first().waitFor();
    const [command] = await report();
    assert.deepEqual([command?.kind, command?.source, command?.from], ['Replay', 'TILL', new Date('2026-11-22T08:00').toISOString()]);
    await report({ settled: [{ id: command!.id, outcome: 'It failed: the store is read-only', failed: true }] });
  });

  it('lets agents look, and not decide', async () => {
    await report({ deadLetters: LETTERS, deadLetterRange: { after: 0, through: 999 } });
    const page = await windows.open(AGENT, address);
    await choose(page, /Dead letters/);
    await page.page.getByText('SAP 2026/490000811').waitFor();
    assert.equal(await page.page.getByRole('checkbox').count(), 0);
    assert.equal(await page.page.getByRole('button', { name: /Deliver/ }).count(), 0);
    await look(page, 'health-agent-1440');
  });

  it('forgets a gateway that will not come back, when it is told why', async () => {
    await report(whole());
    assert.equal((await runCommand(process.execPath, ['local-org/cli/local-org.js', 'clock', '--url', org.url, '--data', org.dataFolder, '--advance', '5m'], { show: false, cwd: root })).exitCode, 0);
    await sweep();
    const page = await windows.open(ADMIN, address);
    await page.page.getByText(/Nothing has been heard of gateway north/).waitFor();
    await look(page, 'health-silent-1440');
    const small = await windows.open(ADMIN, address, SMALL);
    await small.page.getByRole('button', { name: 'Retire this gateway…' }).click();
    await small.page.getByPlaceholder('Why will it not come back?').fill('Moved to the cloud');
    await look(small, 'health-retire-1024');
    await small.page.keyboard.press('Enter');
    await small.page.getByText('No gateway has reported yet').waitFor();
    await small.page.getByText(/Nothing has been heard of gateway north|slower than agreed/).first().waitFor({ state: 'hidden' });
    await choose(small, /Dead letters/);
    await small.page.getByText('Nothing is dead').waitFor();
    await look(small, 'health-retired-1024');
  });
});
