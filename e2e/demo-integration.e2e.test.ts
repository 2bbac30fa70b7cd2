/** The integration demo as people watch it: faults are switched on and off, and stock agrees again each time. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { whyNoPostgres } from '../gateway/parts/postgres.ts';
import { whyNoRabbitMq } from '../gateway/parts/rabbitmq.ts';
import { root } from '../scripts/process.ts';
import { accessibilityFindings, launchBrowser } from './support/browser.ts';

const pictures = mkdtempSync(join(tmpdir(), 'holdfast-demo-integration-'));
const PATIENCE = { timeout: 90_000 };

interface Variant {
  readonly name: string;
  readonly args: readonly string[];
  readonly skip: string | false;
  /** Fault, and what is seen of it. */
  readonly faults: readonly (readonly [label: string, seen: RegExp])[];
}

const VARIANTS: readonly Variant[] = [
  {
    name: 'the integration demo', args: [], skip: false,
    faults: [
      ['Register 2 of LON-01 offline', /Register 2 of LON-01 offline: on/],
      ['Doorbells lost', /a document nobody rang for was found by polling/],
      ['Copied movement types', /Dead: SAP .* is not in the movement map/],
      ['Gateway killed', /Gateway killed: on/],
    ],
  },
  {
    name: 'the integration demo with RabbitMQ, PostgreSQL and two gateways', args: ['--real-parts'], skip: whyNoPostgres() ?? whyNoRabbitMq() ?? false,
    faults: [['Gateway killed', /Gateway killed: on/], ['Message broker down', /broker down/]],
  },
];

for (const { name, args, skip, faults } of VARIANTS) describe(name, { skip }, () => {
  let demo: ChildProcess;
  let log = '';
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  before(async () => {
    demo = spawn(process.execPath, ['scripts/run.js', 'demo-integration', '--rate', '2', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    demo.stderr!.setEncoding('utf8').on('data', (text: string) => { log += text; });
    const url = await new Promise<string>((resolve, reject) => {
      let output = '';
      demo.stdout!.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const ready = /^ready (\S+)$/m.exec(output)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      demo.on('close', (code) => { reject(new Error(`The demo ended with exit code ${String(code)}:\n${log}`)); });
    });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    await page.goto(url);
  });
  after(async () => {
    await browser.close();
    const ended = new Promise((resolve) => demo.once('close', resolve));
    demo.kill('SIGINT');
    assert.equal(await ended, 0, log);
  });

  const everythingAgrees = () => page.getByText('All 6 positions are exact.').waitFor(PATIENCE);
  const switchFault = async (label: string, isOn: boolean): Promise<void> => {
    await page.getByRole('switch', { name: label }).click();
    await page.getByRole('switch', { name: `${label} ${isOn ? 'On' : 'Off'}`, disabled: false }).waitFor(PATIENCE);
  };

  it('shows that org, SAP and shelf agree while stores trade', async () => {
    await page.getByText(/SAP posted the sales of/).first().waitFor(PATIENCE);
    await everythingAgrees();
    await page.screenshot({ path: join(pictures, 'agreed.png'), fullPage: true });
    assert.deepEqual(await accessibilityFindings(page), []);
  });

  for (const [label, seen] of faults) {
    it(`catches up after "${label}"`, async () => {
      await switchFault(label, true);
      await page.getByText(seen).first().waitFor(PATIENCE);
      await switchFault(label, false);
      await everythingAgrees();
    });
  }

  it('complained of nothing', () => {
    assert.deepEqual(errors.filter((text) => !/status of 5\d\d|ERR_/.test(text)), []);
  });
});
