/** The hard parts of a store's day, between several windows of one org: another store's work, lost connections, customers who cancel, clocks that stop. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { demoPlan } from '../scripts/seed/plan.ts';
import { accessibilityFindings, launchBrowser } from './support/browser.ts';
import { ConsoleWindows, picture } from './support/console-windows.ts';
import { advanceClock, linesToScan, queryRecords } from './support/org-records.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const SAM = 'associate@holdfast.local';
const LEE = 'manager@holdfast.local';
const STORE = 'LON-01';
const OTHER_STORE = 'MAN-01';

interface Pickup {
  readonly taskId: string;
  readonly task: string;
  readonly requestKey: string;
  readonly customer: string;
  readonly order: string;
  readonly pickupCode: string;
  readonly sku: string;
  readonly barcode: string;
}

interface TaskRow { readonly Id: string; readonly Name: string; readonly State__c: string; readonly Picked__c: number | null; readonly Refused_Scans__c: number | null; readonly Pickup_Code__c: string; readonly Due_Minute__c: number; readonly Pause_Reason__c: string | null }

describe('the pickups of a store', () => {
  const plan = demoPlan();
  let org: RunningOrg;
  let browser: Browser;
  let windows: ConsoleWindows;
  let pickups = 0;

  before(async () => {
    org = await startOrg({ seed: true });
    browser = await launchBrowser();
    windows = new ConsoleWindows(browser, org);
  });
  afterEach(() => windows.closeAll());
  after(async () => {
    await browser.close();
    await org.stop();
  });

  const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });
  const taskRows = (condition: string): Promise<readonly TaskRow[]> =>
    queryRecords<TaskRow>(org, `SELECT Id, Name, State__c, Picked__c, Refused_Scans__c, Pickup_Code__c, Due_Minute__c, Pause_Reason__c FROM Store_Task__c WHERE ${condition}`);
  const taskOf = async ({ taskId }: Pickup): Promise<TaskRow> => (await taskRows(`Id = '${taskId}'`))[0]!;

  /** Each journey has goods of its own: products the seeded pickups leave alone. */
  async function newPickup(quantity: number, location = STORE): Promise<Pickup> {
    const held = plan.products.slice(0, 12).filter(({ sku, safetyStock }) => plan.openings.some((one) => one.sku === sku && one.location === location && one.quantity - safetyStock >= quantity));
    const product = held[pickups % held.length]!;
    pickups += 1;
    const requestKey = `journey-${String(pickups)}`;
    const customer = `Customer of journey ${String(pickups)}`;
    const order = `JOURNEY-${String(pickups)}`;
    const { status, body } = await call(org, await org.token(), 'POST', '/reservations', {
      requestKey, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', allOrNothing: true, customer, orderRef: order, lines: [{ line: '1', sku: product.sku, location, quantity }],
    });
    assert.equal(status, 200, JSON.stringify(body));
    const [task] = await taskRows(`Request_Key__c = '${requestKey}'`);
    const [line] = await linesToScan(org, task!.Id);
    return { taskId: task!.Id, task: task!.Name, requestKey, customer, order, pickupCode: task!.Pickup_Code__c, sku: product.sku, barcode: line!.barcode };
  }

  async function scan(page: Page, code: string): Promise<void> {
    await page.locator('input:focus').waitFor();
    await page.keyboard.insertText(code);
    await page.keyboard.press('Enter');
  }
  async function openTask(page: Page, taskId: string): Promise<void> {
    await page.goto(`${org.url}/lightning/r/Store_Task__c/${taskId}/view`);
  }
  async function startPicking(page: Page, { taskId }: Pickup): Promise<void> {
    await openTask(page, taskId);
    await page.getByRole('button', { name: 'Take and start picking' }).click();
    await page.getByPlaceholder('Ready for the scanner').waitFor();
  }
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
  /** As another client of the org sees it, with the same access token as the window. */
  async function ask(username: string, address: string): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`${org.url}${address}`, { headers: { authorization: `Bearer ${await org.token(username)}` } });
    return { status: response.status, text: await response.text() };
  }
  const query = (username: string, soql: string): Promise<{ readonly status: number; readonly text: string }> => ask(username, `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`);
  async function availableOf(sku: string): Promise<number> {
    const { body } = await call(org, await org.token(), 'GET', `/availability?sku=${sku}&location=${STORE}`);
    const [item] = (body as { items: { onHand: number; reserved: number; safety: number }[] }).items;
    return item!.onHand - item!.reserved - item!.safety;
  }

  describe('of another store', () => {
    it('stay closed to an associate, on the page and over the API, while its stock is seen', async () => {
      const theirs = await newPickup(2, OTHER_STORE);
      const { page } = await windows.open(SAM, `/lightning/r/Store_Task__c/${theirs.taskId}/view`);
      await page.getByRole('alert').filter({ hasText: 'This record does not exist, or you have no access to it.' }).waitFor();
      const secrets = [theirs.customer, theirs.order, theirs.pickupCode, theirs.requestKey, theirs.task];
      const shown = `${await page.title()} ${await page.locator('body').innerText()}`;
      for (const secret of secrets) assert.ok(!shown.includes(secret), `the page shows ${secret}`);
      assert.deepEqual(await accessibilityFindings(page), []);
      await picture(page, 'journey-other-store');

      for (const address of [`/services/data/v67.0/sobjects/Store_Task__c/${theirs.taskId}`, `/services/data/v67.0/ui-api/records/${theirs.taskId}?fields=Store_Task__c.Customer_Label__c`]) {
        const { status, text } = await ask(SAM, address);
        assert.ok(status === 404 || status === 403, `${address} answers ${String(status)}`);
        for (const secret of secrets) assert.ok(!text.includes(secret), `${address} tells ${secret}`);
      }
      for (const soql of [`SELECT Id FROM Store_Task__c WHERE Id = '${theirs.taskId}'`, `SELECT Id FROM Store_Task_Line__c WHERE Task__c = '${theirs.taskId}'`, `SELECT Id FROM Stock_Reservation__c WHERE Request_Key__c = '${theirs.requestKey}'`]) {
        const { text } = await query(SAM, soql);
        assert.equal((JSON.parse(text) as { totalSize: number }).totalSize, 0, soql);
      }

      await page.goto(`${org.url}/lightning/n/Availability?c__sku=${theirs.sku}`);
      await page.getByRole('row').filter({ hasText: OTHER_STORE }).getByRole('rowheader').waitFor();
    });
  });

  describe('in two windows', () => {
    it('are shown by the queue and the home of a colleague as they happen', async () => {
      const sam = await windows.open(SAM, '/lightning/n/Store_Queue');
      const lee = await windows.open(LEE, '/lightning/page/home');
      await sam.page.getByText('Live', { exact: true }).waitFor();
      await lee.page.getByText('Live', { exact: true }).waitFor();
      const toPick = lee.page.getByRole('button', { name: /To pick/ });
      const count = Number.parseInt(await toPick.innerText(), 10);
      const pickup = await newPickup(1);
      await row(sam.page, pickup.customer).waitFor();
      await toPick.filter({ hasText: new RegExp(`^${String(count + 1)}`) }).waitFor();
      await lee.page.getByRole('link', { name: 'Store Queue' }).click();
      await row(lee.page, pickup.customer).waitFor();
      await row(sam.page, pickup.customer).getByRole('button', { name: /Claim/ }).click();
      await row(lee.page, pickup.customer).getByText('Sam Associate').waitFor();
      await call(org, await org.token(), 'POST', `/reservations/${pickup.requestKey}/release`, {});
      await row(sam.page, pickup.customer).waitFor({ state: 'detached' });
      await row(lee.page, pickup.customer).waitFor({ state: 'detached' });
      assert.deepEqual([...sam.errors, ...lee.errors], []);
    });
  });

  describe('while the connection comes and goes', () => {
    it('keep the scans in their order and count each once', async () => {
      const pickup = await newPickup(5);
      const { page } = await windows.open(SAM);
      await startPicking(page, pickup);
      await scan(page, pickup.barcode);
      await until(async () => (await taskOf(pickup)).Picked__c === 1);
      await page.context().setOffline(true);
      const [stranger] = await queryRecords<{ readonly GTIN__c: string }>(org, `SELECT GTIN__c FROM Product_Barcode__c WHERE Product__r.SKU__c != '${pickup.sku}' AND Pack_Quantity__c = 1 LIMIT 1`);
      await scan(page, pickup.barcode);
      await scan(page, stranger!.GTIN__c);
      await page.getByText('Wrong item').first().waitFor();
      await scan(page, pickup.barcode);
      await page.getByText('No connection: 3 scans kept on this device').waitFor();
      assert.deepEqual(await accessibilityFindings(page), []);
      await picture(page, 'journey-offline');
      assert.equal((await taskOf(pickup)).Picked__c, 1, 'nothing arrived yet');

      // The browser cannot fetch the page while it is offline; what was scanned waits for the next one.
      await page.reload().catch(() => undefined);
      await page.context().setOffline(false);
      await openTask(page, pickup.taskId);
      await page.getByPlaceholder('Ready for the scanner').waitFor();
      await until(async () => (await taskOf(pickup)).Picked__c === 3);
      assert.equal((await taskOf(pickup)).Refused_Scans__c, 1);

      // The org counts, and its answer is lost on the way: the same scan goes again.
      let answersLost = 0;
      await page.route(/StoreTaskController\/recordScans/, async (route) => {
        await route.fetch();
        answersLost += 1;
        await route.abort();
      }, { times: 1 });
      await scan(page, pickup.barcode);
      await scan(page, pickup.barcode);
      await page.getByText('That is everything').waitFor();
      await until(async () => (await taskOf(pickup)).Picked__c === 5);
      await page.getByRole('button', { name: 'Finish and stage' }).click();
      await page.getByText('Everything is picked. Where does it wait?').waitFor();
      assert.equal(answersLost, 1);
      const logged = await queryRecords<{ readonly Scan_Log__c: string; readonly Picked__c: number }>(org, `SELECT Scan_Log__c, Picked__c FROM Store_Task_Line__c WHERE Task__c = '${pickup.taskId}'`);
      assert.equal(logged[0]!.Picked__c, 5);
    });
  });

  describe('that a customer cancels while they are picked', () => {
    it('stop the scanner, and lead the goods back to their shelf', async () => {
      const pickup = await newPickup(2);
      const { page } = await windows.open(SAM);
      await startPicking(page, pickup);
      await scan(page, pickup.barcode);
      await until(async () => (await taskOf(pickup)).Picked__c === 1);
      const promised = await availableOf(pickup.sku);
      assert.equal((await call(org, await org.token(), 'POST', `/reservations/${pickup.requestKey}/release`, {})).status, 200);
      await scan(page, pickup.barcode);
      await page.getByRole('heading', { name: 'Stop: the customer cancelled' }).waitFor();
      await page.getByText(/^Put back 1 item\./).waitFor();
      assert.deepEqual(await accessibilityFindings(page), []);
      await picture(page, 'journey-cancelled');
      assert.equal(await availableOf(pickup.sku), promised + 1, 'only what lay on the shelf is free again');

      await page.getByRole('button', { name: /^Open the put-away/ }).click();
      await page.getByRole('button', { name: 'Take and start putting away' }).click();
      await page.getByPlaceholder('Ready for the scanner').waitFor();
      await scan(page, pickup.barcode);
      await page.getByRole('button', { name: 'Finish putting away' }).click();
      await page.getByText('Everything is put away').waitFor();
      assert.equal(await availableOf(pickup.sku), promised + 2);
    });
  });

  describe('with something that cannot be found', () => {
    it('tell the home of the store, where somebody resolves it', async () => {
      const pickup = await newPickup(2);
      const sam = await windows.open(SAM);
      const lee = await windows.open(LEE, '/lightning/page/home');
      await lee.page.getByText('Live', { exact: true }).waitFor();
      await startPicking(sam.page, pickup);
      await scan(sam.page, pickup.barcode);
      await sam.page.getByRole('button', { name: /^Cannot find it/ }).click();
      await sam.page.getByRole('button', { name: 'Report 1 missing' }).click();
      await sam.page.getByText('That is everything').waitFor();
      const exception = lee.page.getByRole('listitem').filter({ has: lee.page.getByRole('button', { name: new RegExp(pickup.task) }) });
      await exception.waitFor();
      assert.deepEqual(await accessibilityFindings(lee.page), []);
      await picture(lee.page, 'journey-missing');
      await exception.getByRole('button', { name: /^Resolve/ }).click();
      await lee.page.getByLabel('What was done about it?').fill('Found behind the till, back on its shelf');
      await lee.page.getByRole('button', { name: 'Resolved', exact: true }).click();
      await exception.waitFor({ state: 'detached' });
      const [resolved] = await queryRecords<{ readonly State__c: string; readonly Type__c: string; readonly Resolution__c: string }>(org, `SELECT State__c, Type__c, Resolution__c FROM Stock_Exception__c WHERE Task__c = '${pickup.taskId}'`);
      assert.deepEqual([resolved!.Type__c, resolved!.State__c, resolved!.Resolution__c], ['NotFound', 'Resolved', 'Found behind the till, back on its shelf']);
      assert.deepEqual([...sam.errors, ...lee.errors], []);
    });
  });

  describe('whose clock a manager stops', () => {
    it('are paused with a reason and due later by the pause', async () => {
      const pickup = await newPickup(1);
      const dueBefore = (await taskOf(pickup)).Due_Minute__c;
      const sam = await windows.open(SAM);
      const lee = await windows.open(LEE, '/lightning/n/Store_Queue');
      await startPicking(sam.page, pickup);
      await lee.page.getByRole('checkbox', { name: `Select ${pickup.task}` }).check();
      await lee.page.getByRole('button', { name: 'Pause 1…' }).click();
      await lee.page.getByLabel('Why does the clock stop?').fill('Scanner is down');
      await lee.page.getByRole('button', { name: 'Pause', exact: true }).click();
      await lee.page.getByText(`${pickup.task} paused`).first().waitFor();
      await sam.page.getByRole('heading', { name: 'Paused' }).waitFor();
      await sam.page.getByText('Scanner is down').first().waitFor();
      assert.equal(await sam.page.getByRole('button', { name: 'Resume' }).count(), 0, 'only a manager resumes');
      assert.deepEqual(await accessibilityFindings(sam.page), []);
      await picture(sam.page, 'journey-paused');

      await advanceClock(org, 30);
      await openTask(lee.page, pickup.taskId);
      await lee.page.getByRole('button', { name: 'Resume' }).click();
      await sam.page.getByPlaceholder('Ready for the scanner').waitFor();
      const { Due_Minute__c: dueAfter, Pause_Reason__c: reason } = await taskOf(pickup);
      assert.ok(dueAfter - dueBefore >= 30 && dueAfter - dueBefore <= 33, `due ${String(dueAfter - dueBefore)} minutes later`);
      assert.equal(reason, null);
    });
  });

  describe('when the manager closes early', () => {
    it('become due later, on the next day', async () => {
      const pickup = await newPickup(1);
      const dueBefore = (await taskOf(pickup)).Due_Minute__c;
      const lee = await windows.open(LEE, '/lightning/page/home');
      await lee.page.getByRole('button', { name: 'Close early today…' }).click();
      await lee.page.getByLabel('Reason').fill('Water in the cellar');
      assert.deepEqual(await accessibilityFindings(lee.page), []);
      await picture(lee.page, 'journey-closing');
      await lee.page.getByRole('button', { name: 'Close the store' }).click();
      await lee.page.getByText('The store is closed now.').first().waitFor();
      const [closed] = await queryRecords<{ readonly From__c: string; readonly Until__c: string; readonly Reason__c: string }>(org, "SELECT From__c, Until__c, Reason__c FROM Hours_Exception__c WHERE Kind__c = 'Closed'");
      const closedMinutes = (Date.parse(closed!.Until__c) - Date.parse(closed!.From__c)) / 60_000;
      await until(async () => (await taskOf(pickup)).Due_Minute__c !== dueBefore);
      const later = (await taskOf(pickup)).Due_Minute__c - dueBefore;
      // The promise and the closing each begin at a whole minute.
      assert.ok(Math.abs(later - closedMinutes) <= 1, `due ${String(later)} minutes later, closed for ${String(closedMinutes)}`);
      assert.equal(closed!.Reason__c, 'Water in the cellar');
      await picture(lee.page, 'journey-closed');
    });
  });
});
