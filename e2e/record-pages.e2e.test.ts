/** The standard pages of records in a real browser: lists, highlights, details, related lists, and the dialogs they open. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { accessibilityFindings, collectPageErrors, launchBrowser } from './support/browser.ts';
import { startLibrary, type Library } from './support/ui-api.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'record-pages-'));

describe('record pages', () => {
  let library: Library;
  let browser: Browser;
  let context: BrowserContext;
  let shelf: string;
  let emma: string;

  before(async () => {
    [library, browser] = await Promise.all([startLibrary(), launchBrowser()]);
    shelf = await library.create('Shelf__c', { Name: 'Novels', Code__c: 'N' });
    emma = await library.create('Book__c', { Name: 'Emma', Shelf__c: shelf, Status__c: 'Lent', Price__c: 12.5, Due__c: '2026-12-24', Note__c: 'First edition' });
    for (let number = 10; number < 75; number++) await library.create('Book__c', { Name: `Volume ${String(number)}`, Shelf__c: number < 20 ? shelf : null, Price__c: number });
  });
  after(async () => {
    await browser.close();
    await library.org.stop();
    console.error(`screenshots in ${pictures}`);
  });
  afterEach(() => context.close());

  async function visit(path: string): Promise<{ readonly page: Page; readonly errors: string[] }> {
    context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
    const page = await context.newPage();
    const errors = collectPageErrors(page);
    await page.goto(`${library.org.url}${path}`);
    return { page, errors };
  }
  const recordPath = (object: string, id: string): string => `/lightning/r/${object}/${id}/view`;
  const valueOf = async (id: string, field: string): Promise<unknown> => (await library.call<Record<string, unknown>>('GET', `/sobjects/Book__c/${id}?fields=${field}`)).body[field];

  it('a list is searched, sorted, loaded further and left for a record, without leaving the document', async () => {
    const { page, errors } = await visit('/lightning/o/Book__c/list?filterName=All');
    const rows = page.getByRole('table').getByRole('row');
    await page.getByRole('link', { name: 'Emma' }).waitFor();
    await page.screenshot({ path: join(pictures, 'list.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    assert.equal(await rows.count(), 51);
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('66 items').waitFor();
    await page.getByRole('button', { name: 'Price' }).click();
    await page.getByText('Sorted by Price').waitFor();
    await page.getByRole('columnheader', { name: 'Price' }).and(page.locator('[aria-sort=ascending]')).waitFor();
    await page.getByPlaceholder('Search this list…').fill('emm');
    await page.getByText('1 item • Sorted by Price').waitFor();
    await page.evaluate(() => { (globalThis as Record<string, unknown>)['sameDocument'] = true; });
    await page.getByRole('link', { name: 'Emma' }).click();
    await page.getByRole('heading', { name: 'Book Emma' }).waitFor();
    assert.equal(await page.evaluate(() => (globalThis as Record<string, unknown>)['sameDocument']), true);
    assert.deepEqual(errors, []);
  });

  it('another list view is chosen by its name', async () => {
    const { page } = await visit('/lightning/o/Book__c/list?filterName=All');
    await page.getByRole('button', { name: 'Select a list view' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Lent Out' }).or(page.getByRole('menuitem', { name: 'Lent Out' })).first().click();
    await page.getByText('1 item').waitFor();
    await page.getByRole('link', { name: 'Emma' }).waitFor();
    assert.match(page.url(), /filterName=Lent_Out/);
  });

  it('a list view that cannot be shown says why', async () => {
    const { page } = await visit('/lightning/o/Book__c/list?filterName=Nearby');
    await page.getByRole('alert').filter({ hasText: 'does not support the operation within' }).waitFor();
  });

  it('a record is edited in place: what is wrong stands at its field, and highlights follow what was saved', async () => {
    const { page } = await visit(recordPath('Book__c', emma));
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.screenshot({ path: join(pictures, 'detail.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    await page.getByRole('button', { name: 'Edit Price' }).click();
    await page.getByLabel('Price', { exact: true }).fill('-1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A price is not negative.').waitFor();
    await page.screenshot({ path: join(pictures, 'field-error.png') });
    assert.equal(await valueOf(emma, 'Price__c'), 12.5);
    // The field shows its number without grouping once it has the focus.
    await page.getByLabel('Price', { exact: true }).focus();
    await page.getByLabel('Price', { exact: true }).fill('7');
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'On shelf' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    assert.deepEqual([await valueOf(emma, 'Price__c'), await valueOf(emma, 'Status__c')], [7, 'OnShelf']);
    // Once in the highlights, once in the details.
    await page.getByText('On shelf', { exact: true }).nth(1).waitFor();
  });

  it('a change that somebody else made meanwhile is not overwritten', async () => {
    const book = await library.create('Book__c', { Name: 'Contested' });
    const { page } = await visit(recordPath('Book__c', book));
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Edit Title' }).click();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await library.call('PATCH', `/sobjects/Book__c/${book}`, { Note__c: 'theirs' });
    await page.getByLabel('Title').fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('was modified by someone else').waitFor();
    assert.equal(await valueOf(book, 'Name'), 'Contested');
  });

  it('a related list has the columns of the layout and a record is added to it', async () => {
    const { page, errors } = await visit(recordPath('Shelf__c', shelf));
    await page.getByRole('tab', { name: 'Related' }).click();
    await page.getByRole('heading', { name: 'Books (6+)' }).waitFor();
    await page.screenshot({ path: join(pictures, 'related.png') });
    await page.getByRole('button', { name: 'New' }).click();
    await page.getByLabel('Title').fill('Zuleika Dobson');
    await page.screenshot({ path: join(pictures, 'new.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Zuleika Dobson' }).waitFor();
    assert.deepEqual(errors, []);
  });

  it('an action without a screen changes the record and what is shown of it', async () => {
    const { page } = await visit(recordPath('Book__c', emma));
    await page.getByRole('button', { name: 'Show more actions' }).click();
    await page.getByRole('menuitem', { name: 'Report Lost' }).click();
    await page.getByText('Lost', { exact: true }).first().waitFor();
    assert.equal(await valueOf(emma, 'Status__c'), 'Lost');
  });

  it('an action with a screen shows its form, says what is wrong with it and saves what was filled in', async () => {
    const { page } = await visit(recordPath('Book__c', emma));
    await page.getByRole('button', { name: 'Lend' }).click();
    await page.getByRole('heading', { name: 'Lend this book' }).waitFor();
    const dialog = page.getByRole('dialog');
    const price = dialog.getByLabel('Price', { exact: true });
    // The field shows its number without grouping once it has the focus.
    await price.focus();
    await price.fill('-2');
    await dialog.getByRole('button', { name: 'Lend' }).click();
    await dialog.getByText('A price is not negative.').waitFor();
    await page.screenshot({ path: join(pictures, 'lend.png') });
    await price.focus();
    await price.fill('9');
    await dialog.getByRole('button', { name: 'Lend' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await valueOf(emma, 'Price__c'), 9);
  });

  it('forms of fields, of a layout and of a search stand beside each other, and a page adds to what is saved', async () => {
    const { page, errors } = await visit(recordPath('Shelf__c', shelf));
    const writes: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/ui-api/records')) writes.push(request.postData() ?? '');
    });
    await page.getByRole('button', { name: 'Add Book' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Shelf Name', { exact: true }).waitFor();
    await dialog.getByText('Code', { exact: true }).nth(1).waitFor();
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('Complete this field.').waitFor();
    assert.deepEqual(writes, []);
    await dialog.getByRole('combobox', { name: 'Like this book' }).fill('emm');
    await dialog.getByRole('option', { name: 'Emma' }).click();
    await dialog.getByLabel('Title').fill('Persuasion');
    await page.screenshot({ path: join(pictures, 'forms.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(writes.map((body) => JSON.parse(body) as unknown), [{ apiName: 'Book__c', fields: { Name: 'Persuasion', Reserved__c: false, Shelf__c: shelf, Note__c: emma } }]);
    assert.deepEqual(errors, []);
  });

  it('the standard parts of a page fetch their records again when a component asks the page to refresh', async () => {
    const own = await library.create('Shelf__c', { Name: 'Poems', Code__c: 'P' });
    const { page } = await visit(recordPath('Shelf__c', own));
    await page.getByRole('tab', { name: 'Related' }).click();
    await page.getByRole('heading', { name: 'Books (0)' }).waitFor();
    await library.create('Book__c', { Name: 'Lyrical Ballads', Shelf__c: own });
    await library.call('PATCH', `/sobjects/Shelf__c/${own}`, { Name: 'Verses' });
    await page.locator('console-related-list').evaluate((part) => {
      (part as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(new CustomEvent('lightning__refreshview', { bubbles: true, composed: true, cancelable: true }));
    });
    await page.getByRole('link', { name: 'Lyrical Ballads' }).waitFor();
    await page.getByRole('heading', { name: 'Shelf Verses' }).waitFor();
  });

  it('a record is deleted only when somebody says so twice', async () => {
    const book = await library.create('Book__c', { Name: 'Done with' });
    const { page } = await visit(recordPath('Book__c', book));
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'OK' }).click();
    await page.getByText('was deleted').waitFor();
    assert.equal((await library.call('GET', `/sobjects/Book__c/${book}`)).status, 404);
  });
});
