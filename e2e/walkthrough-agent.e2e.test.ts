/** An agent's morning, step by step as docs/walkthrough.md tells it: one org, one day, each step goes on from the one before. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { demoPlan, type ProductPlan } from '../scripts/seed/plan.ts';
import { accessibilityFindings, launchBrowser } from './support/browser.ts';
import { ConsoleWindows, picture, type Window } from './support/console-windows.ts';
import { advanceClock, queryRecords } from './support/org-records.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const GRACE = 'agent@holdfast.local';
const KIM = 'associate.manchester@holdfast.local';
const CUSTOMER = 'Mary Poppleton';
const ORDER = 'PHONE-1001';
const FIRST = { code: 'BHM-01', name: 'Birmingham store' } as const;
const NEAREST = { code: 'MAN-01', name: 'Manchester store' } as const;

describe("an agent's morning", () => {
  const plan = demoPlan();
  const wanted = productHeldAtBoth();
  const openedWith = (location: string): number => plan.openings.find((one) => one.sku === wanted.sku && one.location === location)!.quantity - wanted.safetyStock;
  let org: RunningOrg;
  let browser: Browser;
  let windows: ConsoleWindows;
  let grace: Window;
  let kim: Window;
  let reservationId = '';

  before(async () => {
    org = await startOrg({ seed: true });
    browser = await launchBrowser();
    windows = new ConsoleWindows(browser, org);
  });
  after(async () => {
    await windows.closeAll();
    await browser.close();
    await org.stop();
  });

  // A step that failed leaves nothing for the next one to go on from.
  let hasFailed = false;
  beforeEach(() => { assert.ok(!hasFailed, 'an earlier step failed'); });
  afterEach((context) => { hasFailed ||= !(context as { readonly passed?: boolean }).passed; });

  /** Kept back by safety stock somewhere, so that one store can say why it has nothing to promise. */
  function productHeldAtBoth(): ProductPlan {
    const quantity = (sku: string, location: string): number => plan.openings.find((one) => one.sku === sku && one.location === location)?.quantity ?? 0;
    return plan.products.find(({ sku, safetyStock }) => safetyStock === 2
      && [FIRST, NEAREST].every(({ code }) => quantity(sku, code) >= 6) && plan.openings.some((one) => one.sku === sku && one.quantity <= safetyStock))!;
  }

  /** Console tabs keep their pages: what is seen is the one in front. */
  const seen = (locator: Locator): Locator => locator.locator('visible=true');
  const tabs = (page: Page): Locator => page.getByRole('tablist', { name: 'Workspaces' }).getByRole('tab');
  const subtabs = (page: Page): Locator => page.getByRole('tablist', { name: 'Subtabs' }).getByRole('tab');
  const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });

  async function choose(page: Page, item: string): Promise<void> {
    await page.getByRole('button', { name: 'Show navigation menu' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  }
  async function checkAccessible(page: Page): Promise<void> {
    assert.deepEqual(await accessibilityFindings(page), []);
  }
  async function find(page: Page, term: string): Promise<void> {
    const box = page.getByRole('combobox', { name: 'Find a product' });
    await box.fill(term);
    await box.press('Enter');
    await page.getByRole('heading', { name: wanted.name }).waitFor();
  }
  const tasksOfOrder = async (): Promise<readonly string[]> => (await queryRecords<{ readonly State__c: string; readonly Location_Code__c: string }>(org,
    `SELECT State__c, Location_Code__c FROM Store_Task__c WHERE Order_Ref__c = '${ORDER}' ORDER BY CreatedDate, Name`)).map((task) => `${task.State__c} at ${task.Location_Code__c}`);

  it('1. the home says which customers and stores to look after', async () => {
    grace = await windows.open(GRACE, '/lightning/app/Holdfast_Service');
    await grace.page.getByRole('heading', { name: 'Reservations to look after' }).waitFor();
    await grace.page.getByText('Open exceptions').waitFor();
    await grace.page.getByText('code ').first().waitFor();
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-1-home');
  });

  it('2. finds a product by barcode, short code and name', async () => {
    await choose(grace.page, 'Availability');
    await find(grace.page, wanted.gtin);
    await find(grace.page, wanted.shortCode);
    await find(grace.page, wanted.name);
    await checkAccessible(grace.page);
  });

  it('3. shows the nearest store first, and why a store cannot promise', async () => {
    await grace.page.getByLabel('Near').selectOption({ label: FIRST.name });
    await grace.page.getByRole('columnheader', { name: 'Distance' }).waitFor();
    const order = (await grace.page.getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n')[0]);
    assert.equal(order[0], FIRST.name);
    const short = plan.openings.find((one) => one.sku === wanted.sku && one.quantity <= wanted.safetyStock)!;
    await row(grace.page, short.location).getByText(/safety stock/).waitFor();
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-3-nearest');
  });

  it('4. reserves for a customer, and the reservation opens in a tab of its own', async () => {
    await row(grace.page, FIRST.code).getByRole('button', { name: `Reserve 1 at ${FIRST.name}` }).click();
    await grace.page.getByLabel('Customer', { exact: true }).fill(CUSTOMER);
    await grace.page.getByLabel('Order', { exact: true }).fill(ORDER);
    await grace.page.getByLabel('Quantity', { exact: true }).fill('2');
    await grace.page.getByRole('button', { name: 'Reserve 2', exact: true }).waitFor();
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-4-reserve');
    await grace.page.getByRole('button', { name: 'Reserve 2', exact: true }).click();
    await grace.page.getByText(`Reserved 2 at ${FIRST.name}`).first().waitFor();
    await grace.page.getByRole('button', { name: /^Open the reservation/ }).click();
    await seen(grace.page.getByRole('heading', { name: CUSTOMER })).first().waitFor();
    await seen(grace.page.getByText('Waiting to be picked')).first().waitFor();
    assert.equal(await tabs(grace.page).count(), 1);
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-4-reservation');
    const [record] = await queryRecords<{ readonly Id: string }>(org, `SELECT Id FROM Stock_Reservation__c WHERE Order_Ref__c = '${ORDER}'`);
    reservationId = record!.Id;
  });

  it('5. finds it by what a customer on the phone can tell', async () => {
    const [task] = await queryRecords<{ readonly Pickup_Code__c: string }>(org, `SELECT Pickup_Code__c FROM Store_Task__c WHERE Order_Ref__c = '${ORDER}'`);
    await choose(grace.page, 'Find Reservations');
    const box = seen(grace.page.getByRole('searchbox', { name: 'Find a reservation' }));
    for (const term of [CUSTOMER.split(' ')[1]!, ORDER, task!.Pickup_Code__c]) {
      await box.fill(term);
      await grace.page.getByText('1 reservation found.').waitFor({ state: 'attached' });
      await seen(grace.page.getByText(CUSTOMER)).first().waitFor();
      await box.fill('');
      await seen(grace.page.getByRole('heading', { name: 'Latest reservations' })).waitFor();
    }
    await box.fill(ORDER);
    await seen(grace.page.getByRole('heading', { name: 'Reservations found' })).waitFor();
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-5-search');
    await box.press('Enter');
    await seen(grace.page.getByText('What it promises')).waitFor();
  });

  it('6. promises more only as far as it is there, and less at once', async () => {
    const { page, errors } = grace;
    assert.deepEqual(errors, []);
    const quantity = seen(page.getByLabel(`Reserved quantity of ${wanted.name}`));
    const all = openedWith(FIRST.code);
    await quantity.fill(String(all + 1));
    await quantity.press('Enter');
    await seen(page.getByRole('alert')).filter({ hasText: /available/ }).waitFor();
    await checkAccessible(page);
    await picture(page, 'agent-6-refused');
    takeRefusal(errors, 'changeQuantity');
    await quantity.fill('1');
    await quantity.press('Enter');
    await seen(page.getByText('1 given back')).first().waitFor();
    const [line] = await queryRecords<{ readonly Granted__c: number; readonly Released__c: number }>(org, `SELECT Granted__c, Released__c FROM Stock_Reservation_Line__c WHERE Reservation__c = '${reservationId}'`);
    assert.equal(line!.Granted__c - line!.Released__c, 1);
  });

  it('7. moves it to the nearest store that has it, whose queue shows it at once', async () => {
    kim = await windows.open(KIM, '/lightning/n/Store_Queue');
    await kim.page.getByText('Live', { exact: true }).waitFor();
    await seen(grace.page.getByRole('button', { name: 'Move to another store' })).click();
    const nearest = seen(grace.page.getByRole('button', { name: /^Move here/ })).first();
    await nearest.waitFor();
    assert.equal(await nearest.getAttribute('aria-label'), `Move here: ${NEAREST.name}`);
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-7-alternatives');
    await nearest.click();
    await grace.page.getByText(`Moved to ${NEAREST.name}`).first().waitFor();
    await row(kim.page, CUSTOMER).waitFor();
    await picture(kim.page, 'agent-7-new-store');
    assert.deepEqual(await tasksOfOrder(), [`Cancelled at ${FIRST.code}`, `Open at ${NEAREST.code}`]);
    await subtabs(grace.page).nth(1).waitFor();
    await picture(grace.page, 'agent-7-moved');
    await checkAccessible(grace.page);
  });

  it('8. sees what happened to the stock of the store', async () => {
    const [position] = await queryRecords<{ readonly Id: string }>(org, `SELECT Id FROM Stock_Position__c WHERE SKU__c = '${wanted.sku}' AND Location_Code__c = '${NEAREST.code}'`);
    await grace.page.goto(`${org.url}/lightning/r/Stock_Position__c/${position!.Id}/view`);
    await seen(grace.page.getByRole('slider', { name: /History of this position/ })).waitFor();
    await seen(grace.page.getByRole('heading', { name: 'Ledger' })).waitFor();
    await seen(grace.page.getByRole('rowheader')).first().waitFor();
    await checkAccessible(grace.page);
    await picture(grace.page, 'agent-8-position');
  });

  it('9. releases it when the customer changes their mind', async () => {
    const { page } = grace;
    const [moved] = await queryRecords<{ readonly Id: string }>(org, `SELECT Id FROM Stock_Reservation__c WHERE Order_Ref__c = '${ORDER}' AND Status__c = 'Reserved'`);
    await page.goto(`${org.url}/lightning/r/Stock_Reservation__c/${moved!.Id}/view`);
    await seen(page.getByRole('button', { name: 'Release', exact: true })).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'OK' }).click();
    await seen(page.getByText('Released')).first().waitFor();
    await row(kim.page, CUSTOMER).waitFor({ state: 'detached' });
    assert.deepEqual(await tasksOfOrder(), [`Cancelled at ${FIRST.code}`, `Cancelled at ${NEAREST.code}`]);
    await picture(page, 'agent-9-released');
  });

  it('10. hears of a store that is late', async () => {
    const { page, errors } = grace;
    await choose(page, 'Home');
    await advanceClock(org, 61);
    await until(async () => (await queryRecords(org, "SELECT Id FROM Stock_Exception__c WHERE Type__c = 'SlaBreach'")).length > 0);
    await page.reload();
    await seen(page.getByText('Not ready in time')).nth(1).waitFor();
    await seen(page.getByRole('link', { name: /^Late pickup/ })).first().waitFor();
    await checkAccessible(page);
    await picture(page, 'agent-10-late');
    assert.deepEqual([...errors, ...kim.errors], []);
  });

  /** What the browser logs of a refusal that was expected, and nothing else. */
  function takeRefusal(errors: string[], method: string): void {
    const others = errors.splice(0).filter((error) => !new RegExp(`ReservationController.${method}|status of 500`).test(error));
    assert.deepEqual(others, []);
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
});
