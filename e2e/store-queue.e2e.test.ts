/** The store's screens in a real browser, over a store of hundreds of tasks and colleagues who act when the test says so. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityFindings, collectPageErrors, launchBrowser } from './support/browser.ts';
import { FakeOrg } from './support/fake-org.ts';
import { FakeStore } from './support/fake-store.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'store-pictures-'));
const SIGNALS = '/event/Stock_Signal__e';
const PERMISSIONS = ['View_Availability', 'Reserve_Stock', 'Release_Stock', 'Pick_Tasks'];

describe('the store queue', () => {
  let browser: Browser;
  let org: FakeOrg;
  let store: FakeStore;
  let page: Page;
  let errors: string[];

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    console.error(`screenshots in ${pictures}`);
  });
  afterEach(async () => {
    await page.close();
    await org.stop();
  });

  async function open(taskCount: number, options: { readonly canManage?: boolean; readonly width?: number; readonly height?: number } = {}): Promise<void> {
    store = new FakeStore(taskCount, Date.now());
    store.canManage = options.canManage === true;
    org = await FakeOrg.start({ methods: store.methods, customPermissions: options.canManage === true ? [...PERMISSIONS, 'Manage_Store'] : PERMISSIONS });
    page = await browser.newPage({ viewport: { width: options.width ?? 1440, height: options.height ?? 900 } });
    errors = collectPageErrors(page);
    await page.goto(`${org.url}/lightning/n/Store_Queue`);
    await page.getByRole('grid').waitFor();
  }

  const rows = (): Locator => page.locator('[role="row"][data-id]');
  const row = (name: string): Locator => page.getByRole('row', { name: new RegExp(name) });
  const signal = (taskId: string): void => {
    org.publish(SIGNALS, { Kind__c: 'TaskChanged', Location_Code__c: 'LON-01', Record_Id__c: taskId, Version__c: 2 });
  };
  /** The most urgent tasks that nobody has taken. */
  const free = async (count: number): Promise<{ id: string; name: string }[]> => {
    const found = await rows().evaluateAll((elements) => (elements as unknown as { dataset: { id: string }; textContent: string }[]).map(({ dataset, textContent }) => ({ id: dataset.id, text: textContent })));
    return found.filter(({ text }) => text.includes('Claim')).slice(0, count).map(({ id, text }) => ({ id, name: /T-\d+/.exec(text)?.[0] ?? '' }));
  };

  for (const [width, height] of [[1440, 900], [1024, 768]] as const) {
    it(`shows 500 tasks at ${width} × ${height} without drawing them all, and is accessible`, async () => {
      await open(500, { width, height });
      assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '385');
      assert.ok((await rows().count()) < 45, 'only the rows in sight exist');
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      assert.equal(overflow, 0, 'nothing scrolls sideways');
      await page.screenshot({ path: join(pictures, `queue-500-${width}.png`) });
      assert.deepEqual(await accessibilityFindings(page), []);
      assert.deepEqual(errors, []);
    });
  }

  it('claims a task, and shows what a colleague does in the moment they do it', async () => {
    await open(40);
    const [mine, theirs] = await free(2);
    assert.ok(mine !== undefined && theirs !== undefined);
    await page.getByRole('button', { name: `Claim ${mine.name}` }).click();
    await page.getByText(`${mine.name} claimed`).first().waitFor();
    await row(mine.name).getByText('you', { exact: true }).waitFor();
    store.takenByRobin(theirs.id);
    signal(theirs.id);
    await row(theirs.name).getByText('Robin Associate').waitFor();
    assert.deepEqual(errors, []);
  });

  it('says who was faster, and keeps what could not be claimed selected', async () => {
    await open(40);
    const [first, second] = await free(2);
    assert.ok(first !== undefined && second !== undefined);
    await page.getByRole('checkbox', { name: `Select ${first.name}` }).check();
    await page.getByRole('checkbox', { name: `Select ${second.name}` }).check();
    store.takenByRobin(second.id);
    await page.getByRole('button', { name: 'Claim 2' }).click();
    await page.getByText('1 of 2 tasks claimed').first().waitFor();
    await row(second.name).getByText(`Robin Associate took ${second.name} at 10:02.`).waitFor();
    assert.equal(await page.getByRole('checkbox', { name: `Select ${second.name}` }).isChecked(), true);
    assert.equal(await page.getByRole('checkbox', { name: `Select ${first.name}` }).isChecked(), false);
    await page.screenshot({ path: join(pictures, 'conflict.png') });
    assert.deepEqual(await accessibilityFindings(page), []);
  });

  it('moves no row under the pointer, and says how much has changed', async () => {
    await open(40);
    const first = rows().first();
    const name = /T-\d+/.exec((await first.textContent()) ?? '')?.[0] ?? '';
    await first.hover();
    const urgent = { ...[...store.tasks.values()][0]!, taskId: 'a0T999999999999AAA', name: 'T-999999', state: 'Open', assigneeId: null, assigneeName: null, isMine: false, dueAtMillis: Date.now() - 3_600_000 };
    store.add(urgent);
    signal(urgent.taskId);
    await page.getByRole('button', { name: '1 change: show it' }).waitFor();
    assert.match((await first.textContent()) ?? '', new RegExp(name));
    await page.mouse.move(5, 5);
    await row('T-999999').waitFor();
    assert.match((await rows().first().textContent()) ?? '', /T-999999/);
  });

  it('is used by keys alone', async () => {
    await open(500);
    await rows().first().focus();
    await page.keyboard.press('End');
    assert.equal(await rows().last().getAttribute('aria-rowindex'), '385');
    assert.equal(await rows().last().evaluate((element) => (element as unknown as { matches(selector: string): boolean }).matches(':focus')), true, 'the last row has the focus');
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await page.getByText('1 task selected').waitFor();
  });

  it('says since when it has been offline, and catches up', async () => {
    await open(40);
    await page.getByText('Live', { exact: true }).waitFor();
    await org.cut();
    await page.getByText(/^Offline since/).first().waitFor();
    const [taken] = await free(1);
    assert.ok(taken !== undefined);
    store.takenByRobin(taken.id);
    await org.mend();
    await row(taken.name).getByText('Robin Associate').waitFor();
  });

  it('lets a manager stop a clock with a reason', async () => {
    await open(40, { canManage: true });
    const [task] = await free(1);
    assert.ok(task !== undefined);
    await page.getByRole('checkbox', { name: `Select ${task.name}` }).check();
    await page.getByRole('button', { name: 'Pause 1…' }).click();
    await page.getByLabel('Why does the clock stop?').fill('Scanner is down');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(`${task.name} paused`).first().waitFor();
    await page.getByRole('button', { name: /^Paused/ }).click();
    await row(task.name).getByText(/^paused/).waitFor();
  });

  it('leads from a figure of the home page to the work behind it', async () => {
    await open(60);
    await page.goto(`${org.url}/lightning/page/home`);
    await page.getByRole('button', { name: /Ready for collection/ }).click();
    await page.getByRole('grid').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Ready for collection/ }).getAttribute('aria-pressed'), 'true');
  });
});
