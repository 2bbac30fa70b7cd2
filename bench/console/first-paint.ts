/** How long until an associate sees their work. */
import type { Browser } from 'playwright-core';
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { median, type Figure } from './arithmetic.ts';
import { freshContext, timeToPaint } from './window.ts';

const LOADS = 5;
const ROW = '[role="row"][data-id]';
/** The shell around a page that does not exist: what every page costs. */
const EMPTY = '[role="alert"], h1, h2';

export async function measureFirstPaint(browser: Browser, org: RunningOrg, token: string, tasks: number): Promise<readonly Figure[]> {
  const queue = await load(browser, org, token, '/lightning/n/Store_Queue', ROW);
  const empty = await load(browser, org, token, '/lightning/n/Nothing_Here', EMPTY);
  const goal = { of: 'p50', ms: 1500 } as const;
  return [
    { what: `first paint of the queue with ${String(tasks)} tasks, new browser`, samples: queue.cold, floorMs: median(empty.cold), goal },
    { what: 'the same, loaded before', samples: queue.warm, floorMs: median(empty.warm), goal },
  ];
}

async function load(browser: Browser, org: RunningOrg, token: string, address: string, selector: string): Promise<{ readonly cold: readonly number[]; readonly warm: readonly number[] }> {
  const times = { cold: [] as number[], warm: [] as number[] };
  for (let run = 0; run < LOADS; run++) {
    const context = await freshContext(browser, org, token);
    const page = await context.newPage();
    times.cold.push(await timeToPaint(page, org.url + address, selector));
    times.warm.push(await timeToPaint(page, org.url + address, selector));
    await context.close();
  }
  return times;
}
