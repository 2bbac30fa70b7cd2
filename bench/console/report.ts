/** `npm run bench -- --only console`: what an associate waits for, in a headless Chromium on a seeded org with 500 open pickup tasks in one store. */
import { loadavg } from 'node:os';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { startOrg } from '../../e2e/support/running-org.ts';
import { HEADER, tableRow } from './arithmetic.ts';
import { measureEvent } from './event.ts';
import { measureFirstPaint } from './first-paint.ts';
import { measureScan } from './scan.ts';
import { ASSOCIATE, pickups, Shop } from './work.ts';

const TASKS = 500;
/** A screen that asks for changes gets those of the last minute again; the tasks of a day were not all made in it. */
const OVERLAP_MS = 62_000;

export async function reportConsole(tell: (line: string) => void): Promise<string> {
  tell('console: starting the org');
  const org = await startOrg({ seed: true });
  const browser = await launchBrowser();
  try {
    const shop = new Shop(org, await org.token('integration@holdfast.local'));
    const token = await org.token(ASSOCIATE);
    await shop.stockUp();
    await shop.reserve(pickups(`BENCH-${String(Date.now())}`, TASKS));
    const stockedAt = performance.now();
    tell(`console: first paint, ${String(TASKS)} tasks`);
    const figures = [...(await measureFirstPaint(browser, org, token, TASKS))];
    for (const figure of figures) tell(tableRow(figure));
    tell('console: scans');
    figures.push(...(await measureScan(browser, org, token, shop)));
    tell('console: events');
    await new Promise((resolve) => { setTimeout(resolve, stockedAt + OVERLAP_MS - performance.now()); });
    figures.push(...(await measureEvent(browser, org, token, shop)));
    return [...HEADER, ...figures.map(tableRow), '', `load of the machine in the last minute: ${loadavg()[0]!.toFixed(1)}`].join('\n');
  } finally {
    await browser.close();
    await org.stop();
  }
}
