/** The console in a real browser, over an org whose failures can be arranged. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { nodesIn } from '../local-org/console/pages/nodes-in.ts';
import { configOf } from '../local-org/console/support/test-host.ts';
import { accessibilityFindings, collectPageErrors, launchBrowser } from './support/browser.ts';
import { FakeOrg } from './support/fake-org.ts';
import type { FakeOrgOptions } from './support/fake-org.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'console-pictures-'));

describe('the console', () => {
  let browser: Browser;
  let org: FakeOrg;
  let context: BrowserContext;
  const open: { stop(): Promise<void> }[] = [];

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    console.error(`screenshots in ${pictures}`);
  });
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.stop();
  });

  async function start(options: FakeOrgOptions = {}): Promise<void> {
    org = await FakeOrg.start(options);
    open.push(org);
    context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
    open.push({ stop: () => context.close() });
  }

  async function visit({ isRefusalExpected = false } = {}): Promise<{ page: Page; errors: string[] }> {
    const page = await context.newPage();
    const errors = collectPageErrors(page);
    const answer = await page.goto(`${org.url}/lightning/n/Availability`);
    // What the fake org does not know of the project's components is named at once, instead of being waited for.
    if (!isRefusalExpected) assert.deepEqual(problemsIn((await answer?.text()) ?? ''), []);
    return { page, errors };
  }

  const searchBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Find a product' });
  const row = (page: Page, name: string): Locator => page.getByRole('row', { name });
  const available = (page: Page, name: string): Locator => row(page, name).locator('.quantity');

  async function showMug(page: Page): Promise<void> {
    await searchBox(page).fill('mug');
    await page.getByRole('option', { name: 'Stoneware mug, blue' }).click();
    await row(page, 'Hamburg Jungfernstieg').waitFor();
  }

  async function expectText(locator: Locator, text: string): Promise<void> {
    await locator.filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) }).waitFor();
  }

  it('finds a product by name and shows every location with its numbers', async () => {
    await start();
    const { page, errors } = await visit();
    await searchBox(page).waitFor();
    await page.screenshot({ path: join(pictures, 'empty.png') });
    await searchBox(page).fill('mug');
    await page.getByRole('option').first().waitFor();
    await page.screenshot({ path: join(pictures, 'search.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    await searchBox(page).press('ArrowDown');
    await searchBox(page).press('Enter');
    await row(page, 'Hamburg Jungfernstieg').waitFor();
    const cells = await row(page, 'Hamburg Jungfernstieg').getByRole('cell').allInnerTexts();
    assert.deepEqual([cells[0]?.split('\n')[0], ...cells.slice(2, 5)], ['19', '24', '3', '2']);
    assert.equal(await page.getByRole('row').count(), 1 + 6);
    await page.screenshot({ path: join(pictures, 'product.png') });
    assert.deepEqual(await accessibilityFindings(page, ['moderate', 'serious', 'critical']), []);
    assert.deepEqual(errors, []);
  });

  it('takes a barcode scan: digits faster than a pause, then Enter', async () => {
    await start();
    const { page } = await visit();
    await searchBox(page).pressSequentially('4006381333955');
    await searchBox(page).press('Enter');
    await page.getByRole('heading', { name: 'Arc floor lamp' }).waitFor();
    await searchBox(page).pressSequentially('4006381333948');
    await searchBox(page).press('Enter');
    await page.getByRole('heading', { name: 'Stoneware mug, sand' }).waitFor();
  });

  it('reserves and releases, and a second window follows by itself', async () => {
    await start();
    const { page: one, errors } = await visit();
    const { page: two } = await visit();
    await showMug(one);
    await showMug(two);
    await one.getByRole('button', { name: 'One more' }).click();
    await one.getByRole('button', { name: 'Reserve 2 at Hamburg Jungfernstieg' }).click();
    await one.getByRole('button', { name: 'Reserve 2', exact: true }).click();
    await one.getByText('Reserved 2 at Hamburg Jungfernstieg').waitFor();
    await expectText(available(one, 'Hamburg Jungfernstieg'), '17');
    await expectText(available(two, 'Hamburg Jungfernstieg'), '17');
    assert.equal(org.openReservations, 1);
    await one.screenshot({ path: join(pictures, 'reserved.png') });
    assert.deepEqual(await accessibilityFindings(one), []);

    await one.reload();
    await one.getByRole('button', { name: 'Release 2 Stoneware mug, blue at Hamburg Jungfernstieg' }).click();
    await expectText(available(two, 'Hamburg Jungfernstieg'), '19');
    assert.equal(org.openReservations, 0);
    assert.deepEqual(errors, []);
  });

  it('keeps more windows of one browser live than it has connections, also after the one that held the stream has closed', async () => {
    await start();
    const pages: Page[] = [];
    for (let count = 0; count < 8; count += 1) {
      const { page } = await visit();
      await showMug(page);
      pages.push(page);
    }
    await pages.at(-1)!.getByText('Live', { exact: true }).waitFor();
    org.sell('S-CGN', 2);
    for (const page of pages) await expectText(available(page, 'Köln Schildergasse'), '3');
    await pages.shift()!.close();
    org.sell('S-CGN', 1);
    for (const page of pages) await expectText(available(page, 'Köln Schildergasse'), '2');
  });

  it('misses nothing that happens while the stream changes hands, also in a window that has seen no event yet', async () => {
    await start();
    const { page: leading } = await visit();
    await showMug(leading);
    await leading.getByText('Live', { exact: true }).waitFor();
    const { page } = await visit();
    await showMug(page);
    await page.getByText('Live', { exact: true }).waitFor();
    let mayTakeOver = (): void => undefined;
    const held = new Promise<void>((resolve) => (mayTakeOver = resolve));
    await page.route('**/cometd/**', async (route) => {
      await held;
      await route.continue();
    });
    const takingOver = page.waitForRequest('**/cometd/**');
    await leading.close();
    await takingOver;
    org.sell('S-CGN', 2);
    mayTakeOver();
    await expectText(available(page, 'Köln Schildergasse'), '3');
  });

  it('says aloud what a till changed', async () => {
    await start();
    const { page } = await visit();
    await showMug(page);
    org.sell('S-CGN', 2);
    await expectText(available(page, 'Köln Schildergasse'), '3');
    await page.getByText('Köln Schildergasse: 3 available, was 5.').waitFor({ state: 'attached' });
  });

  it('goes through search, quantity and reservation with the keyboard alone', async () => {
    await start();
    const { page } = await visit();
    await searchBox(page).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focusedName(page), 'Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('MUG-BLUE');
    await page.keyboard.press('Enter');
    await row(page, 'Hamburg Jungfernstieg').waitFor();
    const names: string[] = [];
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press('Tab');
      names.push(await focusedName(page));
    }
    assert.deepEqual(names, ['Clear the search', 'Customer wants', 'One more', 'Fetch the numbers again', 'In', 'Near', 'Seen by', 'Only where 1 can be promised', 'Reserve 1 at Distribution Centre North', 'Reserve 1 at Hamburg Jungfernstieg']);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    while ((await focusedName(page)) !== 'Customer') await page.keyboard.press('Tab');
    await page.keyboard.type('Ada L.');
    await page.keyboard.press('Enter');
    await page.getByText('Reserved 1 at Hamburg Jungfernstieg').waitFor();
    assert.equal(await focusedName(page), 'Reserve 1 at Hamburg Jungfernstieg', 'the focus stays where it was');
  });

  it('says when the org is lost, and catches up on what was missed', async () => {
    await start();
    const { page } = await visit();
    await showMug(page);
    await org.cut();
    await page.getByText('The org does not answer.').waitFor();
    await page.screenshot({ path: join(pictures, 'lost.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    org.sell('S-BER', 4);
    await org.mend();
    await page.getByText('The org does not answer.').waitFor({ state: 'detached' });
    await expectText(available(page, 'Berlin Alexanderplatz'), '2');
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('offers to reload when the session has ended', async () => {
    await start();
    const { page } = await visit();
    await showMug(page);
    org.endSessions();
    await page.getByRole('button', { name: 'Fetch the numbers again' }).click();
    await page.getByRole('button', { name: 'Reload' }).click();
    await row(page, 'Hamburg Jungfernstieg').waitFor();
  });

  it('shows what failed in place of the numbers, and tries again', async () => {
    await start();
    org.intercept = (method) => (method === 'availabilityFor' ? { kind: 'failed', status: 500, error: { message: 'Apex CPU time limit exceeded', exceptionType: 'System.LimitException' } } : undefined);
    const { page } = await visit();
    await searchBox(page).pressSequentially('MUG-BLUE');
    await searchBox(page).press('Enter');
    await page.getByText('Apex CPU time limit exceeded').waitFor();
    await page.screenshot({ path: join(pictures, 'failed.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    org.intercept = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(page, 'Hamburg Jungfernstieg').waitFor();
  });

  it('tells a user without the permission who to ask', async () => {
    await start({ customPermissions: [] });
    const { page } = await visit();
    await page.getByText('You cannot see stock yet').waitFor();
    await page.screenshot({ path: join(pictures, 'forbidden.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
  });

  it('shows a user who may only look no way to reserve', async () => {
    await start({ customPermissions: ['View_Availability'] });
    const { page } = await visit();
    await showMug(page);
    assert.equal(await page.getByRole('button', { name: /^Reserve/ }).count(), 0);
  });

  it('fits a phone', async () => {
    await start();
    const { page } = await visit();
    await page.setViewportSize({ width: 390, height: 844 });
    await showMug(page);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.equal(overflow, 0, 'nothing scrolls sideways');
    await page.screenshot({ path: join(pictures, 'phone.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
  });

  it('gives components the base components they use', async () => {
    const directory = 'force-app/main/console/lwc/availabilityFinder';
    await start({
      files: {
        [`${directory}/availabilityFinder.js`]: `import { LightningElement } from 'lwc';
          import LightningConfirm from 'lightning/confirm';
          export default class AvailabilityFinder extends LightningElement {
            options = [{ label: 'Fresh', value: 'fresh' }, { label: 'Worn', value: 'worn' }];
            columns = [{ label: 'Name', fieldName: 'name', sortable: true }, { label: 'Pieces', fieldName: 'pieces', type: 'number' }];
            rows = [{ id: '1', name: 'Mug', pieces: 1234 }, { id: '2', name: 'Lamp', pieces: 5 }];
            answer = '';
            async ask() { this.answer = String(await LightningConfirm.open({ message: 'Really?', label: 'Question' })); }
          }`,
        [`${directory}/availabilityFinder.html`]: `<template><lightning-card title="Base components" icon-name="standard:product"><div class="slds-p-around_medium">
          <lightning-combobox label="Condition" value="fresh" options={options}></lightning-combobox>
          <lightning-input type="date" label="Day" value="2026-11-22"></lightning-input><lightning-input type="toggle" label="Notify"></lightning-input>
          <lightning-tabset><lightning-tab label="One">First</lightning-tab><lightning-tab label="Two">Second</lightning-tab></lightning-tabset>
          <lightning-datatable key-field="id" data={rows} columns={columns} hide-checkbox-column></lightning-datatable>
          <lightning-formatted-number value="1234.5" format-style="currency" currency-code="EUR"></lightning-formatted-number>
          <lightning-button label="Ask" onclick={ask}></lightning-button><p>answer {answer}</p></div></lightning-card></template>`,
      },
    });
    const { page, errors } = await visit();
    await page.getByRole('combobox', { name: 'Condition' }).click();
    await page.getByRole('option', { name: 'Worn' }).click();
    await page.getByRole('tab', { name: 'Two' }).click();
    await page.getByText('Second').waitFor();
    await page.getByRole('gridcell', { name: '1,234' }).waitFor();
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('button', { name: 'OK' }).click();
    await page.getByText('answer true').waitFor();
    await page.screenshot({ path: join(pictures, 'base-components.png') });
    assert.deepEqual(errors, []);
  });

  it('shows on the next load what was deployed since', async () => {
    await start();
    const { page } = await visit();
    await searchBox(page).waitFor();
    const path = 'force-app/main/console/lwc/availabilityFinder/availabilityFinder.html';
    org.files = new Map([...org.files, [path, (org.files.get(path) ?? '').replace('Where is it, and can I promise it?', 'Freshly deployed')]]);
    org.deploymentVersion = '2';
    await page.reload();
    await page.getByText('Freshly deployed').waitFor();
  });

  it('refuses by name what it does not support, with file and line', async () => {
    const directory = 'force-app/main/console/lwc/availabilityFinder';
    await start({
      files: {
        [`${directory}/availabilityFinder.js`]: "import { LightningElement } from 'lwc';\nimport { graphql } from 'lightning/uiGraphQLApi';\nimport nothing from '@salesforce/apex/Nowhere.nothing';\nexport default class AvailabilityFinder extends LightningElement {\n  values = [graphql, nothing];\n}\n",
        [`${directory}/availabilityFinder.html`]: '<template><lightning-map></lightning-map></template>',
      },
    });
    const { page } = await visit({ isRefusalExpected: true });
    await page.getByText('c:availabilityFinder cannot be shown').waitFor();
    const problems = await page.getByRole('alert').getByRole('listitem').allInnerTexts();
    assert.deepEqual(problems.sort(), [
      `${directory}/availabilityFinder.html  'lightning/map' is not supported by the local org.`,
      `${directory}/availabilityFinder.js:2  'lightning/uiGraphQLApi' is not supported by the local org.`,
      `${directory}/availabilityFinder.js:3  Unable to find Apex action method referenced as 'Nowhere.nothing'.`,
    ]);
  });
});

/** Why components of a page cannot run. */
function problemsIn(html: string): readonly string[] {
  return nodesIn(configOf(html).page.rows).flatMap((node) => ('problems' in node ? node.problems : []));
}

/** Accessible name of what has the focus, looking through the components. */
async function focusedName(page: Page): Promise<string> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = (await client.send('Accessibility.getFullAXTree')) as { nodes: { name?: { value: string }; properties?: { name: string; value: { value: unknown } }[]; role?: { value: string } }[] };
  await client.detach();
  const focused = nodes.filter((node) => node.role?.value !== 'RootWebArea' && node.properties?.some(({ name, value }) => name === 'focused' && value.value === true));
  return focused.at(-1)?.name?.value ?? '';
}
