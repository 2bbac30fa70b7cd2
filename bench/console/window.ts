/** A window of the console with the probe in it. */
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { root } from '../../scripts/process.ts';
import { ASSOCIATE } from './work.ts';

/** What the probe noted of one request. */
export interface Exchange {
  readonly url: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly text: string;
}

/** A browser that has loaded nothing yet; logged in without a page, so that the first one is the first one. */
export async function freshContext(browser: Browser, org: RunningOrg, token: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript({ path: path.join(root, 'bench/console/probe.js') });
  const answer = await context.request.get(`${org.url}/secur/frontdoor.jsp?sid=${encodeURIComponent(token)}&retURL=/lightning/n/Store_Queue`, { maxRedirects: 0 });
  if (answer.status() >= 400) throw new Error(`${ASSOCIATE} cannot log in: ${String(answer.status())}`);
  return context;
}

/** From the start of the navigation until the selector matches and two frames have passed. */
export async function timeToPaint(page: Page, url: string, selector: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  return page.evaluate<number>(`benchFirst(${JSON.stringify(selector)})`);
}

export const exchangesOf = (page: Page): Promise<readonly Exchange[]> => page.evaluate<readonly Exchange[]>('bench.exchanges');
