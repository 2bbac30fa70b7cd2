/** A merchant drafts, checks, tries and activates safety stock, and prepares the next version, in a real browser. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityFindings, launchBrowser } from './support/browser.ts';
import { ConsoleWindows, type Window } from './support/console-windows.ts';
import { queryRecords } from './support/org-records.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const MIA = 'merchant@holdfast.local';
const GRACE = 'agent@holdfast.local';
const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'rules-'));

describe('rules of a merchant', () => {
  let org: RunningOrg;
  let browser: Browser;
  let windows: ConsoleWindows;
  let mia: Window;
  let page: Page;

  before(async () => {
    org = await startOrg({ seed: false });
    browser = await launchBrowser();
    windows = new ConsoleWindows(browser, org);
    await create('Stock_Location__c', { Name: 'Lyon store', Code__c: 'LYON', Type__c: 'Store', Town__c: 'Lyon' });
    await create('Stock_Location__c', { Name: 'Nice store', Code__c: 'NICE', Type__c: 'Store', Town__c: 'Nice' });
    await create('Product2', { Name: 'Desk lamp', SKU__c: 'LAMP-1', Base_Unit__c: 'Piece', IsActive: true });
  });
  after(async () => {
    await windows.closeAll();
    await browser.close();
    await org.stop();
    console.error(`screenshots in ${pictures}`);
  });

  // A step that failed leaves nothing for the next one to go on from.
  let hasFailed = false;
  beforeEach(() => { assert.ok(!hasFailed, 'an earlier step failed'); });
  afterEach((context) => { hasFailed ||= !(context as { readonly passed?: boolean }).passed; });

  async function create(object: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const response = await fetch(`${org.url}/services/data/v67.0/sobjects/${object}`, {
      method: 'POST', headers: { authorization: `Bearer ${await org.token()}`, 'content-type': 'application/json' }, body: JSON.stringify(values),
    });
    assert.equal(response.status, 201, await response.text());
  }
  const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(pictures, `${name}.png`) });
  /** Console tabs keep their pages: what is seen is the one in front. */
  const seen = (locator: Locator): Locator => locator.locator('visible=true');
  const button = (name: string | RegExp): Locator => seen(page.getByRole('button', { name, exact: typeof name === 'string' }));
  async function addRule(values: Readonly<Record<string, string>>): Promise<void> {
    await button('Add rule').click();
    const dialog = page.getByRole('dialog');
    for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label, { exact: true }).or(dialog.getByLabel(`*${label}`, { exact: true })).first().fill(value);
    if (values['Name'] === 'Lamps in winter') await picture('rule-modal');
    await dialog.getByRole('button', { name: 'Save rule' }).click();
    await dialog.waitFor({ state: 'detached' });
    await seen(page.getByRole('rowheader', { name: values['Name']!, exact: true })).waitFor();
  }

  it('1. nothing is in force, and a draft is begun', async () => {
    mia = await windows.open(MIA, '/lightning/n/Rules');
    page = mia.page;
    await page.getByRole('heading', { name: 'Safety stock' }).waitFor();
    await picture('desk-empty');
    assert.deepEqual(await accessibilityFindings(page), []);
    await button('New draft: Safety stock').click();
    await page.getByLabel('Name of the set').fill('SAFETY');
    await button('Create draft').click();
    await seen(page.getByRole('heading', { name: 'SAFETY v1' })).waitFor();
    await seen(page.getByText('There are no rules yet')).waitFor();
  });

  it('2. rules are added in the order in which they decide', async () => {
    await addRule({ Name: 'Everything else', Priority: '100', Quantity: '1' });
    await addRule({ Name: 'Lamps in winter', Priority: '10', SKU: 'lamp-1', 'Season From': '11-01', 'Season Until': '02-28', Quantity: '4' });
    await addRule({ Name: 'Lamps at Christmas', Priority: '10', SKU: 'LAMP-1', 'Season From': '12-01', 'Season Until': '12-31', Quantity: '9' });
    assert.deepEqual(await seen(page.getByRole('rowheader')).allTextContents(), ['Lamps at Christmas', 'Lamps in winter', 'Everything else']);
    await picture('draft');
    assert.deepEqual(await accessibilityFindings(page), []);
  });

  it('3. a check shows the conflict with a case, and it keeps the set from being activated', async () => {
    await button('Check').click();
    await seen(page.getByText('For example: LAMP-1 (General) at LYON, on 12-01')).waitFor();
    await picture('findings');
    assert.deepEqual(await accessibilityFindings(page), []);
    await button('Activate…').click();
    await button('Activate').click();
    await seen(page.getByText(/Conflict: Lamps at Christmas says Quantity 9/)).waitFor();
    await picture('refused');
    // The refusal itself is what the browser reports as a failed load.
    assert.ok(mia.errors.splice(0).every((error) => /activate|status of 500/.test(error)));
  });

  it('4. once it is settled, a trial explains who decides, and the set is activated', async () => {
    await button('Edit Lamps at Christmas').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Priority', { exact: true }).fill('5');
    await dialog.getByRole('button', { name: 'Save rule' }).click();
    await dialog.waitFor({ state: 'detached' });
    await button('Check').click();
    await seen(page.getByText('Nothing is wrong')).waitFor();
    await seen(page.getByRole('tab', { name: 'Try it' })).click();
    await seen(page.getByLabel('SKU', { exact: true })).fill('lamp-1');
    await seen(page.getByLabel('Location code')).fill('LYON');
    await button('Try it').click();
    await seen(page.getByText(/by SAFETY v1 \/ /)).waitFor();
    await picture('trial');
    assert.deepEqual(await accessibilityFindings(page), []);
    if (await button('Activate').count() === 0) await button('Activate…').click();
    await button('Activate').click();
    await seen(page.getByText('In force', { exact: true })).waitFor();
    const [row] = await queryRecords<{ State__c: string }>(org, "SELECT State__c FROM Rule_Set__c WHERE Name = 'SAFETY'");
    assert.equal(row?.State__c, 'Active');
  });

  it('5. the next version begins as a copy and shows what it changes, at the size of a tablet', async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await button('New version from this one').click();
    await seen(page.getByRole('heading', { name: 'SAFETY v2' })).waitFor();
    await button('Remove Lamps in winter').click();
    await seen(page.getByRole('rowheader', { name: 'Lamps in winter' })).waitFor({ state: 'detached' });
    await seen(page.getByRole('tab', { name: 'Compare' })).click();
    await seen(page.getByRole('combobox', { name: 'Compare with' })).click();
    await page.getByRole('option', { name: /SAFETY v1/ }).click();
    await seen(page.getByRole('cell', { name: 'Removed' })).waitFor();
    await picture('compare-tablet');
    await seen(page.getByRole('tab', { name: 'Changes' })).click();
    await seen(page.getByText('Deleted Lamps in winter: Quantity was 4')).waitFor();
    await picture('changes-tablet');
    assert.deepEqual(await accessibilityFindings(page), []);
    assert.deepEqual(mia.errors, []);
  });

  it('6. an agent sees the rules and may change none', async () => {
    const grace = await windows.open(GRACE, '/lightning/n/Rules', { width: 1024, height: 768 });
    page = grace.page;
    await page.getByText('SAFETY v1 decides, 3 rules.').waitFor();
    await picture('desk-agent-tablet');
    assert.equal(await page.getByRole('button', { name: /New draft/ }).count(), 0);
    await page.getByRole('button', { name: 'SAFETY v1' }).click();
    await seen(page.getByRole('rowheader', { name: 'Everything else' })).waitFor();
    assert.equal(await page.getByRole('button', { name: /Activate|Add rule|New version/ }).count(), 0);
    assert.deepEqual(grace.errors, []);
  });
});
