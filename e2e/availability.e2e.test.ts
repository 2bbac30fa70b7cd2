/** The availability finder in a real browser over a real local org: its Apex, its store, its event bus. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { demoPlan } from '../scripts/seed/plan.ts';
import { accessibilityFindings, collectPageErrors, launchBrowser } from './support/browser.ts';
import { call, startOrg } from './support/running-org.ts';
import type { RunningOrg } from './support/running-org.ts';

describe('the availability finder', () => {
  const plan = demoPlan();
  let org: RunningOrg;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  before(async () => {
    org = await startOrg({ seed: true });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await org.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  /** A window of its own browser profile; logged in through frontdoor when a user is named, otherwise as the visitor the org lets in. */
  async function openWindow(username?: string): Promise<{ page: Page; errors: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
    contexts.push(context);
    const page = await context.newPage();
    const errors = collectPageErrors(page);
    await page.goto(username === undefined ? `${org.url}/lightning/n/Availability` : `${org.url}/secur/frontdoor.jsp?sid=${encodeURIComponent(await org.token(username))}&retURL=/lightning/n/Availability`);
    await searchBox(page).waitFor();
    return { page, errors };
  }

  const searchBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Find a product' });
  const row = (page: Page, location: string): Locator => page.getByRole('row').filter({ has: page.getByText(location, { exact: false }) });
  const available = (page: Page, location: string): Locator => row(page, location).locator('.quantity');

  async function scan(page: Page, code: string): Promise<void> {
    await searchBox(page).fill(code);
    await searchBox(page).press('Enter');
  }
  async function waitForAvailable(page: Page, location: string, quantity: number): Promise<void> {
    await available(page, location).filter({ hasText: new RegExp(`^${quantity}$`) }).waitFor();
  }
  /** A product and a store that opened with at least this much of it. */
  function stocked(productIndex: number, atLeast: number): { sku: string; gtin: string; name: string; location: string; available: number } {
    const product = plan.products[productIndex]!;
    const opening = plan.openings.find(({ sku, location, quantity }) => sku === product.sku && !location.startsWith('DC') && quantity - product.safetyStock >= atLeast)!;
    return { ...product, location: opening.location, available: opening.quantity - product.safetyStock };
  }

  it('finds by name, SKU and barcode what was seeded', async () => {
    const { page, errors } = await openWindow();
    const { sku, gtin, name, location, available: opened } = stocked(0, 1);
    for (const term of [gtin, sku, sku.toLowerCase(), name]) {
      await page.goto(`${org.url}/lightning/n/Availability`);
      await scan(page, term);
      await page.getByRole('heading', { name }).waitFor();
      await waitForAvailable(page, location, opened);
    }
    const shown = await page.getByRole('rowheader').count();
    assert.equal(shown, plan.openings.filter((opening) => opening.sku === sku).length, 'one row per location that has it');
    assert.deepEqual(await accessibilityFindings(page), []);
    assert.deepEqual(errors, []);
  });

  it('reserves and releases in Apex, and the other window follows without being touched', async () => {
    const { gtin, name, location, available: opened } = stocked(1, 2);
    const one = await openWindow('associate@holdfast.local');
    const two = await openWindow('agent@holdfast.local');
    await scan(one.page, gtin);
    await scan(two.page, gtin);
    await waitForAvailable(two.page, location, opened);
    await one.page.getByLabel('Customer wants').fill(String(opened));
    await one.page.getByLabel('Customer wants').press('Enter');
    await row(one.page, location).getByRole('button', { name: `Reserve ${opened} at` }).click();
    await one.page.getByLabel('Customer', { exact: true }).fill('Ada L.');
    await one.page.getByRole('button', { name: `Reserve ${opened}`, exact: true }).click();
    await waitForAvailable(one.page, location, 0);
    await waitForAvailable(two.page, location, 0);
    assert.equal(await row(two.page, location).getByText('sold out').count(), 1);
    await one.page.getByRole('button', { name: `Release ${opened} ${name}` }).click();
    await waitForAvailable(two.page, location, opened);
    assert.deepEqual([...one.errors, ...two.errors], []);
  });

  it('shows a sale at a till, and says it aloud', async () => {
    const { sku, gtin, location, available: opened } = stocked(3, 2);
    const { page } = await openWindow();
    await scan(page, gtin);
    await waitForAvailable(page, location, opened);
    const sale = { key: `TILL|${sku}|1`, intent: 'StockSold', sku, location, quantity: opened, occurredAt: new Date().toISOString(), source: 'TILL' };
    const answer = await call(org, await org.token('integration@holdfast.local'), 'POST', '/events', { events: [sale] });
    assert.deepEqual((answer.body as { results: { effect: string }[] }).results.map(({ effect }) => effect), ['Applied']);
    await waitForAvailable(page, location, 0);
    await page.getByText(/: 0 available, was/).waitFor({ state: 'attached' });
  });

  it('refuses what another window has just taken, and says how much is left', async () => {
    const { sku, gtin, location, available: opened } = stocked(6, 3);
    const { page } = await openWindow();
    // The page does not hear of the other reservation, as if its event were still under way.
    await page.route('**/cometd/**', (route) => route.abort());
    await page.reload();
    await scan(page, gtin);
    await waitForAvailable(page, location, opened);
    const taken = { requestKey: 'e2e-other-window', kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku, location, quantity: opened - 1 }] };
    assert.equal((await call(org, await org.token(), 'POST', '/reservations', taken)).status, 200);
    await page.getByLabel('Customer wants').fill('2');
    await page.getByLabel('Customer wants').press('Enter');
    await row(page, location).getByRole('button', { name: 'Reserve 2 at' }).click();
    await page.getByRole('button', { name: 'Reserve 2', exact: true }).click();
    await page.getByRole('alert').getByText(/1 available/).waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await waitForAvailable(page, location, 1);
  });

  it('shows a region only when asked, and from which day on more can be promised', async () => {
    const { page, errors } = await openWindow('agent@holdfast.local');
    const supply = plan.supplies.find(({ kind }) => kind === 'Transfer')!;
    const product = plan.products.find(({ sku }) => sku === supply.sku)!;
    await scan(page, product.gtin);
    await row(page, supply.location).locator('.promise').filter({ hasText: /^\d+ from \d+ [A-Z][a-z]{2}/ }).waitFor();
    const region = plan.groups.find(({ code }) => code === 'SCOTLAND')!;
    await page.getByLabel('In', { exact: true }).selectOption(region.code);
    await page.getByRole('rowheader').nth(region.members.length).waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('rowheader').count(), region.members.length);
    assert.deepEqual(await accessibilityFindings(page), []);
    assert.deepEqual(errors, []);
  });

  it('keeps the product in the address, so a link shows the same', async () => {
    const { sku, gtin, name } = stocked(0, 1);
    const { page } = await openWindow();
    await scan(page, gtin);
    await page.getByRole('heading', { name }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('c__sku'), sku);
    await page.reload();
    await page.getByRole('heading', { name }).waitFor();
  });

  it('says what is wrong with a link to a product that does not exist', async () => {
    const { page } = await openWindow();
    await page.goto(`${org.url}/lightning/n/Availability?c__sku=NO-SUCH`);
    await page.getByRole('alert').getByText(/NO-SUCH/).waitFor();
  });
});
