/** The shell in a real browser over a project of its own: apps, pages, navigation, tabs, utilities, users. Nothing here knows Holdfast. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { accessibilityFindings, collectPageErrors, launchBrowser } from './support/browser.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'shell-pictures-'));
const ADMIN = 'admin@holdfast.local';
const SELLER = 'agent@holdfast.local';

describe('the Lightning shell', () => {
  let org: RunningOrg;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  let rye = '';
  let bun = '';

  before(async () => {
    org = await startOrg({ seed: false, project: join(import.meta.dirname, 'fixtures/shell') });
    browser = await launchBrowser();
    rye = await bake('Rye');
    bun = await bake('Bun');
  });
  after(async () => {
    await browser.close();
    await org.stop();
    console.error(`screenshots in ${pictures}`);
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  async function bake(name: string): Promise<string> {
    const response = await fetch(`${org.url}/services/data/v67.0/sobjects/Loaf__c`, {
      method: 'POST', headers: { authorization: `Bearer ${await org.token()}`, 'content-type': 'application/json' }, body: JSON.stringify({ Name: name }),
    });
    assert.equal(response.status, 201);
    return ((await response.json()) as { id: string }).id;
  }

  async function visit(path: string, username = ADMIN): Promise<{ page: Page; errors: string[]; context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    const page = await context.newPage();
    const errors = collectPageErrors(page);
    await page.goto(`${org.url}/secur/frontdoor.jsp?sid=${encodeURIComponent(await org.token(username))}&retURL=${encodeURIComponent(path)}`);
    return { page, errors, context };
  }

  const path = (page: Page): string => new URL(page.url()).pathname + new URL(page.url()).search;
  const card = (page: Page, title: string): Locator => page.locator('article').filter({ has: page.getByText(title, { exact: true }) });
  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
  const navigation = (page: Page): Locator => page.getByRole('navigation', { name: 'Bakery navigation' });

  describe('with standard navigation', () => {
    it('shows the home page of the app with its components, and names what it cannot show', async () => {
      const { page, errors } = await visit('/lightning/app/Bakery');
      await card(page, 'Good morning, bakers').getByText('boolean number LARGE').waitFor();
      await page.getByText('Flour is low').waitFor();
      await page.getByText("'lightning/flourApi' is not supported by the local org.").waitFor();
      await page.getByText("The component 'force:news' is not supported by the local org.").waitFor();
      assert.equal(path(page), '/lightning/page/home');
      assert.deepEqual(await navigation(page).getByRole('link').allInnerTexts(), ['Home', 'Bench', 'Loaves', 'Supplier'], 'neither Morning, which is only available, nor Safe, which nobody granted');
      await page.screenshot({ path: join(pictures, 'home.png') });
      assert.deepEqual(await accessibilityFindings(page), []);
      assert.deepEqual(errors, []);
    });

    it('changes pages inside of one document, and the browser goes back and forward', async () => {
      const { page, errors } = await visit('/lightning/app/Bakery');
      await page.evaluate('globalThis.sameDocument = true');
      await navigation(page).getByRole('link', { name: 'Bench' }).click();
      await page.getByLabel('Record').fill(rye);
      await button(page, 'Open the record').click();
      await page.getByText(`Loaf__c ${rye} ${rye} tab none console false`).waitFor();
      assert.equal(path(page), `/lightning/r/${rye}/view`);
      assert.equal(await page.title(), 'Rye | Bakery');
      await page.goBack();
      await page.getByLabel('Record').waitFor();
      assert.equal(path(page), '/lightning/n/Bench');
      await page.goForward();
      await page.getByText(`Loaf__c ${rye}`).waitFor();
      await page.reload();
      await page.getByText(`Loaf__c ${rye}`).waitFor();
      await page.screenshot({ path: join(pictures, 'record.png') });
      assert.equal(await page.evaluate('globalThis.sameDocument'), undefined, 'only the reload made a new document');
      assert.deepEqual(errors, []);
    });

    it('keeps a page that only changes its state, and tells the components on it', async () => {
      const { page } = await visit('/lightning/n/Bench');
      await page.getByLabel('Record').fill('dough');
      await button(page, 'Tray seven').click();
      await page.getByText('"c__tray":"7"').waitFor();
      assert.equal(await page.getByLabel('Record').inputValue(), 'dough');
      assert.equal(path(page), '/lightning/n/Bench?c__tray=7');
    });

    it('shows tabs of a record page with the active one in front', async () => {
      const { page } = await visit(`/lightning/r/Loaf__c/${rye}/view`);
      await page.getByRole('tab', { name: 'Crumb', selected: true }).waitFor();
      await page.getByRole('tab', { name: 'Crust' }).click();
      await card(page, 'About the crust').waitFor();
    });

    it('follows plain links to its own pages without leaving the document', async () => {
      const { page } = await visit(`/lightning/r/Loaf__c/${rye}/view`);
      await page.evaluate('globalThis.sameDocument = true');
      await page.getByRole('link', { name: 'Cut' }).click();
      await page.waitForURL(/c__cut=1/);
      assert.equal(await page.evaluate('globalThis.sameDocument'), true);
    });

    it('opens a tab that is only available by its address, with the columns of its template', async () => {
      const { page } = await visit('/lightning/n/Morning');
      await card(page, 'Left').getByText('MEDIUM').waitFor();
      await card(page, 'Right').getByText('SMALL').waitFor();
    });

    it('says why there is no page', async () => {
      for (const [address, reason] of [['/lightning/n/Nowhere', "There is no tab 'Nowhere' in this org."], ['/lightning/n/Safe', "You cannot see the tab 'Safe'"], ['/lightning/n/Supplier', 'shows a web page, which is not supported'], ['/lightning/r/Loaf__c/a00000000000000AAA/view', 'This record does not exist']] as const) {
        const { page } = await visit(address);
        await page.getByRole('alert').getByText(reason).waitFor();
        await navigation(page).getByRole('link', { name: 'Home' }).waitFor();
      }
    });

    it('refuses by name to go to a page it does not have', async () => {
      const { page } = await visit('/lightning/n/Bench');
      await button(page, 'Somewhere else').click();
      await page.getByText('cannot navigate to a page of type standard__knowledgeArticlePage').waitFor();
    });
  });

  describe('the app launcher', () => {
    it('finds apps and items, and this user stays in the app they chose', async () => {
      const { page, context } = await visit('/lightning/app/Bakery');
      await button(page, 'App Launcher').click();
      const launcher = page.getByRole('dialog', { name: 'App Launcher' });
      await launcher.getByRole('link', { name: 'Counter' }).waitFor();
      assert.equal(await launcher.getByText('Cellar').count(), 0, 'nobody granted it');
      await page.screenshot({ path: join(pictures, 'launcher.png') });
      assert.deepEqual(await accessibilityFindings(page), []);
      await launcher.getByRole('searchbox').fill('count');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByText('Counter', { exact: true }).first().waitFor();
      const another = await context.newPage();
      await another.goto(`${org.url}/`);
      await another.getByText('Counter', { exact: true }).first().waitFor();
    });
  });

  describe('with console navigation', () => {
    const tabs = (page: Page): Locator => page.getByRole('tablist', { name: 'Workspaces' }).getByRole('tab');
    const subtabs = (page: Page): Locator => page.getByRole('tablist', { name: 'Subtabs' }).getByRole('tab');
    const visible = (page: Page, text: string): Locator => page.getByText(text).locator('visible=true');

    async function openFromBench(page: Page, id: string): Promise<void> {
      await page.getByLabel('Record').fill(id);
      await button(page, 'Open the record').click();
    }

    async function chooseItem(page: Page, name: string): Promise<void> {
      await button(page, 'Show navigation menu').click();
      await page.getByRole('menuitem', { name }).click();
    }

    it('opens records in workspace tabs that keep what was typed, and closes them', async () => {
      const { page, errors } = await visit('/lightning/app/Counter');
      await chooseItem(page, 'Bench');
      await openFromBench(page, rye);
      await visible(page, `Loaf__c ${rye} ${rye} tab ctab`).waitFor();
      await page.getByLabel('Notes').locator('visible=true').fill('sour');
      await page.getByRole('link', { name: 'Bench' }).click();
      await openFromBench(page, bun);
      await visible(page, `Loaf__c ${bun}`).waitFor();
      assert.deepEqual(await tabs(page).allInnerTexts(), ['Rye', 'Bun']);
      await tabs(page).filter({ hasText: 'Rye' }).click();
      assert.equal(await page.getByLabel('Notes').locator('visible=true').inputValue(), 'sour');
      assert.equal(path(page), `/lightning/r/${rye}/view`);
      await page.screenshot({ path: join(pictures, 'console.png') });
      assert.deepEqual(await accessibilityFindings(page), []);
      await page.reload();
      await visible(page, `Loaf__c ${rye}`).waitFor();
      assert.equal(await tabs(page).count(), 2, 'tabs survive a reload');
      await page.getByTitle('Close Rye').click();
      await page.getByLabel('Record').waitFor();
      assert.deepEqual(await tabs(page).allInnerTexts(), ['Bun']);
      assert.deepEqual(errors, []);
    });

    it('opens from a record in a subtab, and components manage their tabs', async () => {
      const { page } = await visit('/lightning/app/Counter');
      await chooseItem(page, 'Bench');
      await openFromBench(page, rye);
      await button(page, 'Rename the tab').click();
      await visible(page, 'focused The good loaf').waitFor();
      assert.deepEqual(await tabs(page).allInnerTexts(), ['The good loaf']);
      await button(page, 'Bench in a subtab').click();
      await page.getByLabel('Record').locator('visible=true').waitFor();
      assert.deepEqual(await subtabs(page).allInnerTexts(), ['The good loaf', 'Bench']);
      await page.getByLabel('Record').locator('visible=true').fill(bun);
      await button(page, 'Open the record').locator('visible=true').click();
      await visible(page, `Loaf__c ${bun}`).waitFor();
      assert.deepEqual(await subtabs(page).allInnerTexts(), ['The good loaf', 'Bench', 'Bun']);
      assert.equal(await tabs(page).count(), 1);
      await page.screenshot({ path: join(pictures, 'subtabs.png') });
      await subtabs(page).filter({ hasText: 'Bun' }).press('Delete');
      await page.getByLabel('Record').locator('visible=true').waitFor();
    });
  });

  describe('the utility bar', () => {
    it('opens and minimises panels, and components change their button', async () => {
      const { page, errors } = await visit('/lightning/app/Bakery');
      const bar = page.getByRole('contentinfo', { name: 'Utility bar' });
      await bar.getByRole('button', { name: 'Notes' }).click();
      await page.getByRole('dialog', { name: 'Notes' }).getByLabel('Notes').fill('yeast');
      await bar.getByRole('button', { name: 'Timer' }).click();
      await page.getByRole('dialog', { name: 'Timer' }).getByText('Three minutes').waitFor();
      assert.equal(await page.getByRole('dialog', { name: 'Notes' }).count(), 0, 'one panel at a time');
      const box = await page.getByRole('dialog', { name: 'Timer' }).boundingBox();
      assert.deepEqual([box?.width, box?.height], [320, 300]);
      await page.screenshot({ path: join(pictures, 'utility.png') });
      assert.deepEqual(await accessibilityFindings(page), []);
      await button(page, 'What am I').click();
      await page.getByText('Timer true 320').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Timer' }).waitFor({ state: 'hidden' });
      await page.evaluate("dispatchEvent(new Event('ring'))");
      await bar.getByRole('button', { name: 'Timer: now' }).waitFor();
      await navigation(page).getByRole('link', { name: 'Bench' }).click();
      await bar.getByRole('button', { name: 'Notes' }).click();
      assert.equal(await page.getByRole('dialog', { name: 'Notes' }).getByLabel('Notes').inputValue(), 'yeast', 'utilities outlive pages');
      assert.deepEqual(errors, []);
    });
  });

  describe('users', () => {
    it('are shown, and another one may go on in their own app', async () => {
      const { page, errors } = await visit('/lightning/app/Bakery');
      await page.getByRole('button', { name: /Ada Admin/ }).click();
      const menu = page.getByRole('dialog', { name: 'User menu' });
      await menu.getByText('agent@holdfast.local').waitFor();
      assert.equal(await menu.getByText('integration@holdfast.local').count(), 0, 'who only calls APIs does not sign in');
      await page.screenshot({ path: join(pictures, 'users.png') });
      assert.deepEqual(await accessibilityFindings(page), []);
      await menu.getByRole('button', { name: /Grace Agent/ }).click();
      await page.getByRole('button', { name: /Grace Agent/ }).waitFor();
      await page.getByText('Counter', { exact: true }).first().waitFor();
      await button(page, 'Show navigation menu').click();
      assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), ['Home', 'Bench', 'Loaves'], 'no object the user may not read');
      assert.deepEqual(errors, []);
    });

    it('log out', async () => {
      const { page } = await visit('/lightning/n/Bench', SELLER);
      await page.getByRole('button', { name: /Grace Agent/ }).click();
      await page.getByRole('link', { name: 'Log out' }).click();
      await page.getByText('You have logged out.').waitFor();
    });

    it('without an app are told what is missing', async () => {
      const { page } = await visit('/lightning/page/home', 'associate@holdfast.local');
      await page.getByRole('alert').getByText('may open none of this org').waitFor();
      assert.deepEqual(await accessibilityFindings(page), []);
    });
  });

  describe('components', () => {
    it('talk over a message channel, from a utility to the page that is seen', async () => {
      const { page, errors } = await visit('/lightning/n/Bench');
      await page.getByRole('contentinfo', { name: 'Utility bar' }).getByRole('button', { name: 'Timer' }).click();
      await button(page, 'Tell').click();
      await page.getByText('heard 3 minutes').waitFor();
      assert.deepEqual(errors, []);
    });

    it('refresh those on their own page only', async () => {
      const { page, errors } = await visit(`/lightning/r/Loaf__c/${rye}/view`);
      await page.getByRole('contentinfo', { name: 'Utility bar' }).getByRole('button', { name: 'Notes' }).click();
      await page.getByRole('dialog', { name: 'Notes' }).getByText('refreshed 0').waitFor();
      await button(page, 'Refresh').click();
      await page.getByText('refreshed 1').waitFor();
      await page.getByRole('dialog', { name: 'Notes' }).getByText('refreshed 0').waitFor();
      assert.deepEqual(errors, []);
    });

    it('put links into toasts', async () => {
      const { page } = await visit('/lightning/n/Bench');
      await button(page, 'Tell where').click();
      const toast = page.getByRole('status').filter({ hasText: 'See bread and home' });
      await page.screenshot({ path: join(pictures, 'toast.png') });
      await toast.getByRole('link', { name: 'home' }).click();
      await card(page, 'Good morning, bakers').waitFor();
    });
  });

  it('fits a tablet', async () => {
    const { page } = await visit('/lightning/app/Bakery');
    await page.setViewportSize({ width: 1024, height: 768 });
    await card(page, 'Good morning, bakers').waitFor();
    assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0, 'nothing scrolls sideways');
    await page.screenshot({ path: join(pictures, 'tablet.png') });
  });
});
