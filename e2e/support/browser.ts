/** A headless Chromium for tests, and what every browser test wants to know about a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const require = createRequire(import.meta.url);

/** Without the network flags Chromium tries to reach its makers at every start. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: FLAGS });
}

/** Collects what a page reports as an error: uncaught exceptions, console errors, failed loads. */
export function collectPageErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()}: ${response.url()}`);
  });
  return errors;
}

/** Accessibility findings of the given weights, as `rule: where`. axe walks the component trees of synthetic shadow. */
export async function accessibilityFindings(page: Page, impacts: readonly string[] = ['serious', 'critical']): Promise<string[]> {
  // Evaluated through the debugging protocol, so the page's own content security policy stays as it is.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const results = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { target: unknown; failureSummary: string }[] }[] }> } }).axe;
    return (await axe.run()).violations.map(({ id, impact, nodes }) => ({ id, impact, places: nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`) }));
  });
  return results.filter(({ impact }) => impacts.includes(impact)).flatMap(({ id, impact, places }) => places.map((place) => `${impact} ${id}: ${place}`));
}
