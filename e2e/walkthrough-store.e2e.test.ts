/** A store's morning, step by step as docs/walkthrough.md tells it: one org, one day, each step goes on from the one before. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityFindings, launchBrowser } from './support/browser.ts';
import { ConsoleWindows, picture, type Window } from './support/console-windows.ts';
import { advanceClock, linesToScan, queryRecords, type PickLine } from './support/org-records.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const SAM = 'associate@holdfast.local';
const ROBIN = 'associate2@holdfast.local';
const STORE = 'LON-01';

interface Task { readonly Id: string; readonly Name: string; readonly State__c: string; readonly Pickup_Code__c: string; readonly Order_Ref__c: string; readonly Request_Key__c: string }

describe('a morning in the store', () => {
  let org: RunningOrg;
  let browser: Browser;
  let windows: ConsoleWindows;
  let sam: Window;
  let task: Task;

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

  const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });
  const taskById = async (id: string): Promise<Task> => (await queryRecords<Task>(org, `SELECT Id, Name, State__c, Pickup_Code__c, Order_Ref__c, Request_Key__c FROM Store_Task__c WHERE Id = '${id}'`))[0]!;
  const openTasks = (): Promise<readonly Task[]> =>
    queryRecords<Task>(org, `SELECT Id, Name, State__c, Pickup_Code__c, Order_Ref__c, Request_Key__c FROM Store_Task__c WHERE Open_Location__c = '${STORE}' AND Kind__c = 'Pick' AND State__c = 'Open' AND Assignee__c = null ORDER BY Due_Minute__c, Name`);

  /** A keyboard wedge: the whole code at once into what has the focus, then Enter. Key by key it would be as slow as this machine is busy. */
  async function scan(page: Page, code: string): Promise<void> {
    await page.locator('input:focus').waitFor();
    await page.keyboard.insertText(code);
    await page.keyboard.press('Enter');
  }
  async function scanAll(page: Page, lines: readonly PickLine[]): Promise<void> {
    for (const { barcode, quantity } of lines) for (let piece = 0; piece < quantity; piece++) await scan(page, barcode);
  }

  it('1. the home says what the day brings', async () => {
    sam = await windows.open(SAM);
    await sam.page.getByText('To pick').first().waitFor();
    await sam.page.getByText('Due next').waitFor();
    assert.deepEqual(await accessibilityFindings(sam.page), []);
    await picture(sam.page, 'store-1-home');
  });

  it('2. the queue shows the most urgent task first', async () => {
    await sam.page.getByRole('link', { name: 'Store Queue' }).click();
    task = (await openTasks())[0]!;
    await row(sam.page, task.Name).waitFor();
    assert.match((await sam.page.getByRole('row').nth(1).textContent()) ?? '', new RegExp(task.Name));
    assert.deepEqual(await accessibilityFindings(sam.page), []);
    await picture(sam.page, 'store-2-queue');
  });

  it('3. two take the same task: one gets it, the other is told who has it', async () => {
    const robin = await windows.open(ROBIN, '/lightning/n/Store_Queue');
    await row(robin.page, task.Name).waitFor();
    // Robin's window hears nothing for a moment, as on a bad connection.
    await robin.page.route(/cometd|getQueue/, (route) => route.abort());
    await robin.page.context().setOffline(true);
    await row(sam.page, task.Name).getByRole('button', { name: /Claim/ }).click();
    await row(sam.page, task.Name).getByRole('button', { name: /Claim/ }).waitFor({ state: 'detached' });
    await robin.page.context().setOffline(false);
    await row(robin.page, task.Name).getByRole('button', { name: /Claim/ }).click();
    await robin.page.getByText(/Sam Associate took/).first().waitFor();
    await picture(robin.page, 'store-3-conflict');
    await robin.page.context().close();
  });

  it('4. the pick screen refuses what does not belong, and says what is expected', async () => {
    await row(sam.page, task.Name).getByRole('button').click();
    await sam.page.getByPlaceholder('Ready for the scanner').waitFor();
    const expected = await linesToScan(org, task.Id);
    const [other] = await queryRecords<{ GTIN__c: string }>(org, `SELECT GTIN__c FROM Product_Barcode__c WHERE Product__r.SKU__c NOT IN (${expected.map(({ sku }) => `'${sku}'`).join(', ')}) AND Pack_Quantity__c = 1 ORDER BY GTIN__c LIMIT 1`);
    await scan(sam.page, other!.GTIN__c);
    await sam.page.getByText('Wrong item').first().waitFor();
    await sam.page.getByText('1 refused scan').first().waitFor();
    assert.deepEqual(await accessibilityFindings(sam.page), []);
    await picture(sam.page, 'store-4-wrong');
  });

  it('5. the right scans complete the pick', async () => {
    const lines = await linesToScan(org, task.Id);
    await scan(sam.page, lines[0]!.barcode);
    await picture(sam.page, 'store-5-pick');
    await scanAll(sam.page, [{ ...lines[0]!, quantity: lines[0]!.quantity - 1 }, ...lines.slice(1)]);
    await sam.page.getByText('That is everything').waitFor();
    await sam.page.getByRole('button', { name: 'Finish and stage' }).click();
    await sam.page.getByText('Everything is picked. Where does it wait?').waitFor();
  });

  it('6. staged in a bay it is ready for the customer', async () => {
    await scan(sam.page, 'B-12');
    await sam.page.getByText('Hand over to').waitFor();
    assert.equal((await taskById(task.Id)).State__c, 'Ready');
    assert.deepEqual(await accessibilityFindings(sam.page), []);
    await picture(sam.page, 'store-6-ready');
  });

  it('7. the pickup code hands it over, another one does not', async () => {
    await scan(sam.page, 'ZZZZZZ');
    await sam.page.getByRole('alert').filter({ hasText: /code/i }).waitFor();
    await scan(sam.page, task.Pickup_Code__c);
    await sam.page.getByText(/^Handed over to/).waitFor();
    assert.equal((await taskById(task.Id)).State__c, 'HandedOver');
    const reservation = await call(org, await org.token(), 'GET', `/reservations/${task.Request_Key__c}`);
    assert.equal((reservation.body as { status: string }).status, 'Fulfilled', 'and the goods have left');
    await picture(sam.page, 'store-7-handed-over');
  });

  it('8. when time passes, timers turn amber and red, and a breach is raised with nobody looking', async () => {
    const late = (await openTasks())[0]!;
    await sam.page.getByRole('button', { name: 'Back to the queue' }).click();
    await row(sam.page, late.Name).waitFor();
    await advanceClock(org, 61);
    await sam.page.getByText('overdue', { exact: false }).first().waitFor();
    await row(sam.page, late.Name).getByText(/overdue/).waitFor();
    await picture(sam.page, 'store-8-overdue');
    await sam.page.getByRole('link', { name: 'Home' }).click();
    await sam.page.getByText(late.Name).first().waitFor({ timeout: 60_000 });
    const raised = await queryRecords<{ Type__c: string }>(org, `SELECT Type__c FROM Stock_Exception__c WHERE Task__c = '${late.Id}'`);
    assert.deepEqual(raised.map(({ Type__c: type }) => type), ['SlaBreach']);
    await picture(sam.page, 'store-8-exceptions');
  });

  it('9. what nobody collects is put back on the shelf before it can be promised again', async () => {
    const uncollected = (await openTasks())[0]!;
    const lines = await linesToScan(org, uncollected.Id);
    await sam.page.goto(`${org.url}/lightning/r/Store_Task__c/${uncollected.Id}/view`);
    await sam.page.getByRole('button', { name: 'Take and start picking' }).click();
    await sam.page.getByPlaceholder('Ready for the scanner').waitFor();
    await scanAll(sam.page, lines);
    await sam.page.getByRole('button', { name: 'Finish and stage' }).click();
    await sam.page.getByText('Everything is picked. Where does it wait?').waitFor();
    await scan(sam.page, 'B-13');
    await sam.page.getByText('Hand over to').waitFor();
    const available = (): Promise<number> => availableOf(lines[0]!.sku);
    const before = await available();
    await advanceClock(org, 5 * 24 * 60);
    const [putAway] = await waitForRecords<Task>(`SELECT Id, Name FROM Store_Task__c WHERE Kind__c = 'PutAway' AND Request_Key__c = '${uncollected.Request_Key__c}'`);
    assert.equal((await taskById(uncollected.Id)).State__c, 'Expired');
    assert.equal(await available(), before, 'picked goods cannot be promised while they are in the bay');
    await sam.page.goto(`${org.url}/lightning/r/Store_Task__c/${putAway!.Id}/view`);
    await sam.page.getByRole('button', { name: 'Take and start putting away' }).click();
    await sam.page.getByPlaceholder('Ready for the scanner').waitFor();
    await picture(sam.page, 'store-9-put-away');
    await scanAll(sam.page, lines);
    await sam.page.getByRole('button', { name: 'Finish putting away' }).click();
    await sam.page.getByText('Everything is put away').waitFor();
    assert.equal(await available(), before + lines[0]!.quantity, 'and available again');
    assert.deepEqual(sam.errors.filter((error) => !isRefusal(error)), []);
  });

  /** The wrong pickup code: Apex says no, and the browser logs the answer. */
  const isRefusal = (error: string): boolean => /StoreTaskController\/handOver|status of 500/.test(error);

  async function availableOf(sku: string): Promise<number> {
    const answer = await call(org, await org.token(), 'GET', `/availability?sku=${sku}&location=${STORE}`);
    return (answer.body as { items: { onHand: number; reserved: number; safety: number }[] }).items.map(({ onHand, reserved, safety }) => onHand - reserved - safety)[0]!;
  }

  async function waitForRecords<Row>(soql: string): Promise<readonly Row[]> {
    for (let attempt = 0; attempt < 120; attempt++) {
      const rows = await queryRecords<Row>(org, soql);
      if (rows.length > 0) return rows;
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
    throw new Error(`Nothing came of ${soql}`);
  }
});
