/** Transfers, returns and counts as people do them: two stores, a manager, a scanner; in a real browser, against the org. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { expectGoodLooks } from './support/appearance.ts';
import { launchBrowser } from './support/browser.ts';
import { ConsoleWindows, type Window } from './support/console-windows.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const pictures = process.env['E2E_PICTURES'] ?? mkdtempSync(join(tmpdir(), 'document-pictures-'));
const LONDON = 'associate@holdfast.local';
const MANCHESTER = 'associate.manchester@holdfast.local';
const MANAGER = 'manager@holdfast.local';
const [SKU, PRODUCT] = ['HF-1001', 'Enamel mug'];

let org: RunningOrg;
let browser: Browser;
let windows: ConsoleWindows;
let token: string;

before(async () => {
  org = await startOrg({ seed: true });
  token = await org.token();
  browser = await launchBrowser();
  windows = new ConsoleWindows(browser, org);
  for (const location of ['LON-01', 'MAN-01']) await call(org, token, 'POST', '/events', { events: [{ key: `MORE-${location}`, intent: 'StockReceived', sku: SKU, location, quantity: 50, occurredAt: new Date().toISOString(), source: 'E2E' }] });
});
after(async () => {
  await browser.close();
  await org.stop();
  console.error(`screenshots in ${pictures}`);
});
afterEach(() => windows.closeAll());

interface Position { readonly onHand: number; readonly inspection: number; readonly damaged: number; readonly inTransit: number; readonly reserved: number }
async function at(location: string): Promise<Position> {
  const { body } = await call(org, token, 'GET', `/availability?sku=${SKU}&location=${location}`, undefined);
  return (body as { items: Position[] }).items[0]!;
}

/** A keyboard wedge, wherever the focus is: the first key finds the field, the rest comes at once. Key by key it would be as slow as this machine is busy, and a pause in a burst ends it. */
async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.press(code.charAt(0));
  await page.keyboard.insertText(code.slice(1));
  await page.keyboard.press('Enter');
}

const look = (window: Window, name: string): Promise<void> => expectGoodLooks(window, join(pictures, `${name}.png`));

async function find(page: Page, product: string): Promise<void> {
  const search = page.getByRole('combobox', { name: 'Find a product' });
  await search.fill(product);
  await search.press('Enter');
  await page.getByRole('spinbutton', { name: new RegExp(PRODUCT) }).waitFor();
}

describe('a transfer', () => {
  it('is asked for in Manchester, sent from London and received with one damaged and one missing', async () => {
    const [london, manchester] = [await at('LON-01'), await at('MAN-01')];
    const asking = await windows.open(MANCHESTER, '/lightning/n/Transfers', { width: 1024, height: 768 });
    await asking.page.getByText('Nothing is to be sent or received.').waitFor();
    await look(asking, 'transfers-empty-1024');
    await asking.page.getByRole('button', { name: 'Ask for goods' }).click();
    await asking.page.getByRole('combobox', { name: 'From' }).click();
    await asking.page.getByRole('option', { name: /London Soho|London.*LON-01|London/ }).first().click();
    await find(asking.page, SKU);
    await asking.page.getByRole('spinbutton', { name: new RegExp(PRODUCT) }).fill('4');
    await asking.page.keyboard.press('Tab');
    await look(asking, 'transfers-ask-1024');
    await asking.page.getByRole('button', { name: 'Ask for it' }).click();
    await asking.page.getByText('Asked for', { exact: true }).first().waitFor();

    const sending = await windows.open(LONDON, '/lightning/n/Transfers');
    await sending.page.getByRole('button', { name: /4 × / }).first().click();
    await sending.page.getByText('4 to send').waitFor();
    for (let item = 0; item < 4; item += 1) await scan(sending.page, SKU);
    await sending.page.getByText('Complete').waitFor();
    await look(sending, 'transfers-send-1440');
    await sending.page.getByRole('button', { name: 'Send 4' }).click();
    await sending.page.getByText('Sent', { exact: true }).first().waitFor();
    assert.deepEqual([(await at('LON-01')).onHand, (await at('MAN-01')).inTransit], [london.onHand - 4, manchester.inTransit + 4]);

    const receiving = await windows.open(MANCHESTER, '/lightning/n/Transfers', { width: 1024, height: 768 });
    await receiving.page.getByRole('button', { name: /4 × / }).first().click();
    await receiving.page.getByText('4 on the way').waitFor();
    for (let item = 0; item < 2; item += 1) await scan(receiving.page, SKU);
    await receiving.page.getByText('Damaged', { exact: true }).click();
    await scan(receiving.page, SKU);
    await receiving.page.getByText('1 still missing').waitFor();
    await look(receiving, 'transfers-receive-1024');
    await receiving.page.getByRole('button', { name: 'Nothing more is coming' }).click();
    await receiving.page.getByText('Taken in and closed', { exact: true }).first().waitFor();
    await look(receiving, 'transfers-received-1024');
    const after = await at('MAN-01');
    assert.deepEqual([after.onHand, after.damaged, after.inTransit], [manchester.onHand + 2, manchester.damaged + 1, manchester.inTransit]);
  });
});

describe('a return', () => {
  it('is taken at the counter, waits for inspection, and is for sale only then', async () => {
    const before = await at('LON-01');
    const desk = await windows.open(LONDON, '/lightning/n/Returns', { width: 1024, height: 768 });
    await desk.page.getByRole('button', { name: 'Take goods back' }).click();
    await find(desk.page, SKU);
    for (let item = 0; item < 3; item += 1) await scan(desk.page, SKU);
    await desk.page.getByRole('button', { name: 'Take back 4' }).waitFor();
    await desk.page.getByRole('spinbutton', { name: new RegExp(PRODUCT) }).fill('3');
    await desk.page.keyboard.press('Tab');
    await look(desk, 'returns-take-1024');
    await desk.page.getByRole('button', { name: 'Take back 3' }).click();
    await desk.page.getByText(/3 to be inspected/).waitFor();
    assert.deepEqual([(await at('LON-01')).onHand, (await at('LON-01')).inspection], [before.onHand, before.inspection + 3]);
    await scan(desk.page, SKU);
    await desk.page.getByText('For the vendor', { exact: true }).click();
    await desk.page.getByRole('button', { name: new RegExp(`One more of.*${PRODUCT}`) }).click();
    await look(desk, 'returns-inspect-1024');
    await desk.page.getByRole('button', { name: 'Record 2' }).click();
    await desk.page.getByText(/1 waiting for the vendor/).waitFor();
    assert.deepEqual([(await at('LON-01')).onHand, (await at('LON-01')).inspection], [before.onHand + 1, before.inspection + 1]);
    await desk.page.getByRole('button', { name: 'Sent to the vendor' }).click();
    await desk.page.getByText(/1 sent to the vendor/).waitFor();
    await look(desk, 'returns-vendor-1024');
  });
});

describe('a count', () => {
  it('is done blind; a large difference waits until the manager posts it', async () => {
    const before = await at('LON-01');
    const counting = await windows.open(LONDON, '/lightning/n/Counts', { width: 1024, height: 768 });
    await counting.page.getByRole('button', { name: 'Start a count' }).click();
    const search = counting.page.getByRole('combobox', { name: 'Find a product' });
    await search.fill(SKU);
    await search.press('Enter');
    await counting.page.getByRole('list', { name: 'Products to count' }).getByText(SKU).waitFor();
    await look(counting, 'counts-start-1024');
    await counting.page.getByRole('button', { name: 'Start', exact: true }).click();
    await counting.page.getByText('Not counted yet').waitFor();
    await scan(counting.page, SKU);
    await scan(counting.page, SKU);
    await counting.page.getByText('Counted', { exact: true }).waitFor();
    assert.equal(await counting.page.getByText(/expected/).count(), 0, 'who counts blind sees no expectation');
    await look(counting, 'counts-count-1024');
    await counting.page.getByRole('button', { name: 'Record 1 product' }).click();
    await counting.page.getByText('A manager decides').waitFor();
    assert.equal((await at('LON-01')).onHand, before.onHand, 'nothing is posted yet');

    const deciding = await windows.open(MANAGER, '/lightning/n/Counts');
    await deciding.page.getByRole('button', { name: /to decide/ }).first().click();
    await deciding.page.getByText(/expected, .* missing/).waitFor();
    await look(deciding, 'counts-decide-1440');
    await deciding.page.getByRole('button', { name: 'Post the differences' }).click();
    await deciding.page.getByText('Posted', { exact: true }).waitFor();
    assert.equal((await at('LON-01')).onHand, 2);
    await look(deciding, 'counts-posted-1440');
  });
});
