/** Windows of the console for journeys: who is looking, at what, and what the pages complained about. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { root } from '../../scripts/process.ts';
import { collectPageErrors } from './browser.ts';
import type { RunningOrg } from './running-org.ts';

export interface Window {
  readonly page: Page;
  /** Uncaught exceptions, console errors and failed loads so far. */
  readonly errors: string[];
}

/** `WALKTHROUGH_IMAGES=DIR`: where the pictures of docs/walkthrough.md are written. */
const IMAGES = process.env['WALKTHROUGH_IMAGES'];

export class ConsoleWindows {
  readonly #browser: Browser;
  readonly #org: RunningOrg;
  readonly #contexts: BrowserContext[] = [];

  constructor(browser: Browser, org: RunningOrg) {
    this.#browser = browser;
    this.#org = org;
  }

  /** A window of a browser profile of its own, logged in as the user. */
  async open(username: string, address = '/', viewport = { width: 1440, height: 900 }): Promise<Window> {
    const context = await this.#browser.newContext({ viewport });
    this.#contexts.push(context);
    const page = await context.newPage();
    const errors = collectPageErrors(page);
    const token = await this.#org.token(username);
    await page.goto(`${this.#org.url}/secur/frontdoor.jsp?sid=${encodeURIComponent(token)}&startURL=${encodeURIComponent(address)}`);
    return { page, errors };
  }

  async closeAll(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }
}

/** Keeps a picture for the documentation, when pictures are asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (IMAGES === undefined) return;
  const directory = path.resolve(root, IMAGES);
  mkdirSync(directory, { recursive: true });
  await page.screenshot({ path: path.join(directory, `${name}.png`) });
}
