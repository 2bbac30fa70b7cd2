/** An administrator clears up what waits in quarantine, in a real browser: a product that nobody had created yet, and a fact that nothing is to come of. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { expectGoodLooks } from './support/appearance.ts';
import { launchBrowser } from './support/browser.ts';
import { ConsoleWindows, type Window } from './support/console-windows.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'quarantine-pictures-'));
const [ADMIN, AGENT] = ['admin@holdfast.local', 'agent@holdfast.local'];
const [NEW_SKU, STORE] = ['HF-9001', 'LON-01'];
const address = '/lightning/n/Quarantine';

let org: RunningOrg;
let browser: Browser;
let windows: ConsoleWindows;
let token: string;

before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
  browser = await launchBrowser();
  windows = new ConsoleWindows(browser, org);
});
after(async () => {
  await browser.close();
  await org.stop();
  console.error(`screenshots in ${pictures}`);
});
afterEach(() => windows.closeAll());

interface Told { readonly key: string; readonly intent?: string; readonly sku?: string; readonly location?: string; readonly quantity?: number; readonly source?: string; readonly occurredAt?: string; readonly reverses?: string; readonly reference?: string }

async function tell(...facts: readonly Told[]): Promise<void> {
  const events = facts.map((fact) => ({ intent: 'StockReceived', sku: NEW_SKU, location: STORE, quantity: 1, source: 'SAP', occurredAt: new Date().toISOString(), ...fact }));
  const { status, body } = await call(org, token, 'POST', '/events', { events });
  assert.equal(status, 200, JSON.stringify(body));
}

async function createProduct(): Promise<void> {
  const response = await fetch(`${org.url}/services/data/v67.0/sobjects/Product2`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ Name: 'Storm lantern', SKU__c: NEW_SKU, Base_Unit__c: 'Piece', IsActive: true }),
  });
  assert.equal(response.status, 201, await response.text());
}

async function onHand(): Promise<number | undefined> {
  const { body } = await call(org, token, 'GET', `/availability?sku=${NEW_SKU}&location=${STORE}`, undefined);
  return (body as { items?: readonly { onHand: number }[] }).items?.[0]?.onHand;
}

const look = (window: Window, name: string): Promise<void> => expectGoodLooks(window, join(pictures, `${name}.png`));

describe('the quarantine', () => {
  it('is empty in a new org, and closed to who may not post facts', async () => {
    const empty = await windows.open(ADMIN, address);
    await empty.page.getByText('Every fact that was told has been applied.').waitFor();
    await look(empty, 'quarantine-empty-1440');
    const agent = await windows.open(AGENT, address);
    await agent.page.getByText(/You cannot see the tab 'Quarantine'/).waitFor();
  });

  it('lets a fact go once its product exists, and the stock is there', async () => {
    await tell({ key: 'GR-1', quantity: 12, reference: '4500012345' }, { key: 'GR-2', quantity: 3 }, { key: 'T-1', intent: 'StockSold', source: 'TILL', quantity: 1 });
    const desk = await windows.open(ADMIN, address, { width: 1024, height: 768 });
    await desk.page.getByRole('button', { name: /Unknown product/ }).click();
    await desk.page.getByText('Create the product with this SKU, then try again.').waitFor();
    await desk.page.getByRole('button', { name: /Goods received: 12 × HF-9001 at LON-01/ }).click();
    await desk.page.getByText('4500012345').waitFor();
    await look(desk, 'quarantine-reason-1024');
    await desk.page.getByRole('button', { name: 'Try again', exact: true }).click();
    await desk.page.getByRole('alert').getByText(/It still waits: There is no product/).waitFor();

    await createProduct();
    await desk.page.getByRole('button', { name: 'Try again', exact: true }).click();
    await desk.page.getByText('Applied', { exact: true }).first().waitFor();
    assert.equal(await onHand(), 12, 'that one');
    await desk.page.getByRole('button', { name: 'Try all 2 facts again' }).click();
    await desk.page.getByText('2 facts applied', { exact: true }).first().waitFor();
    await desk.page.getByText('Every fact that was told has been applied.').waitFor();
    assert.equal(await onHand(), 14, 'received and sold');
    await look(desk, 'quarantine-cleared-1024');
  });

  it('shows every reason with what to do, and keeps what is discarded aside', async () => {
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await tell({ key: 'K-1', sku: 'HF-1001', quantity: 5 });
    await tell(
      { key: 'K-1', sku: 'HF-1001', quantity: 6 },
      { key: 'F-1', sku: 'HF-1001', occurredAt: inThreeDays, source: 'TILL-7' },
      { key: 'P-1', sku: 'HF-1001', quantity: 0.5, source: 'TILL-7' },
      { key: 'B-1', sku: 'HF-1001', intent: 'GoodsBorrowed' },
      { key: 'R-1', sku: 'HF-1001', intent: 'Reversal', reverses: 'NOT-YET' },
      { key: 'W-1', sku: 'HF-1001', location: 'PARIS-09' },
      ...Array.from({ length: 60 }, (_, index) => ({ key: `N-${index}`, sku: `HF-77${String(index % 7).padStart(2, '0')}`, quantity: index + 1 })),
    );
    const desk = await windows.open(ADMIN, address);
    await desk.page.getByRole('navigation', { name: 'Reasons' }).getByRole('button', { name: /Unknown product/ }).waitFor();
    await desk.page.getByRole('button', { name: 'Show older ones' }).waitFor();
    await look(desk, 'quarantine-full-1440');
    await desk.page.getByRole('button', { name: 'Show older ones' }).click();
    await desk.page.getByRole('button', { name: 'Show older ones' }).waitFor({ state: 'detached' });

    await desk.page.getByRole('searchbox').fill('PARIS');
    await desk.page.getByRole('button', { name: /at PARIS-09/ }).waitFor();
    await desk.page.getByRole('button', { name: /at LON-01/ }).first().waitFor({ state: 'detached' });
    assert.equal(await desk.page.getByRole('list', { name: 'Facts, newest first' }).getByRole('listitem').count(), 1, 'nothing else fits');
    await desk.page.getByRole('searchbox').fill('');

    await desk.page.getByRole('button', { name: /Another fact has its key/ }).click();
    await desk.page.getByRole('button', { name: /6 × HF-1001/ }).click();
    assert.equal(await desk.page.getByRole('button', { name: 'Try again', exact: true }).count(), 0, 'the first one stands');
    await desk.page.getByRole('button', { name: 'Discard', exact: true }).click();
    await desk.page.getByLabel('Why is nothing to come of it?').fill('Typed twice at the goods receipt');
    await look(desk, 'quarantine-discard-1440');
    await desk.page.getByRole('button', { name: 'Discard it' }).click();
    await desk.page.getByRole('navigation', { name: 'Reasons' }).getByRole('button', { name: /^Discarded/ }).click();
    await desk.page.getByText(/Discarded by Ada Admin, .*: Typed twice at the goods receipt/).waitFor();
    await look(desk, 'quarantine-discarded-1440');
  });
});
