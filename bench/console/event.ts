/** How long until a screen shows what somebody else has done, and where the time goes. */
import type { Browser, Page } from 'playwright-core';
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { median, type Figure } from './arithmetic.ts';
import { exchangesOf, freshContext, timeToPaint, type Exchange } from './window.ts';
import { pickups, type Shop } from './work.ts';

const EVENTS = 60;
const ROW = '[role="row"][data-id]';

interface Sample {
  readonly calledAt: number;
  readonly committedAt: number;
  readonly deliveredAt: number;
  readonly askedAt: number;
  readonly fetchedAt: number;
  readonly paintedAt: number;
}

export async function measureEvent(browser: Browser, org: RunningOrg, token: string, shop: Shop): Promise<readonly Figure[]> {
  const context = await freshContext(browser, org, token);
  const page = await context.newPage();
  await timeToPaint(page, `${org.url}/lightning/n/Store_Queue`, ROW);
  await page.getByText('Live', { exact: true }).waitFor();
  const prefix = `LIVE-${String(Date.now())}`;
  const search = page.getByPlaceholder('Scan or type a pickup code');
  const offset = await clockOffset(page);
  const samples: Sample[] = [];
  for (const pickup of pickups(prefix, EVENTS)) {
    // By its own reference: the list draws only the rows in sight.
    await search.fill(pickup.orderRef);
    await page.evaluate(`bench.exchanges.length = 0; globalThis.shown = bench.painted('${ROW}', '${pickup.orderRef}'); undefined`);
    const calledAt = now() + offset;
    await shop.reserve([pickup]);
    const committedAt = now() + offset;
    const paintedAt = await page.evaluate<number>('shown');
    const { delivered, fetched } = roadOf(await exchangesOf(page), pickup.requestKey);
    samples.push({ calledAt, committedAt, deliveredAt: delivered.answeredAt, askedAt: fetched.sentAt, fetchedAt: fetched.answeredAt, paintedAt });
    // Out of step with every clock of the page.
    await new Promise((resolve) => { setTimeout(resolve, 60 + Math.random() * 120); });
  }
  await context.close();
  const between = (from: keyof Sample, to: keyof Sample): number[] => samples.map((sample) => sample[to] - sample[from]);
  return [
    { what: 'event: POST /reservations until the row is painted in another window', samples: between('calledAt', 'paintedAt'), floorMs: median(between('calledAt', 'committedAt')), goal: { of: 'p95', ms: 100 } },
    { what: '· call until answered to the caller', samples: between('calledAt', 'committedAt') },
    { what: '· call until the page has the event', samples: between('calledAt', 'deliveredAt') },
    { what: '· event until the page asks', samples: between('deliveredAt', 'askedAt') },
    { what: '· asked until fetched', samples: between('askedAt', 'fetchedAt') },
    { what: '· fetched until painted', samples: between('fetchedAt', 'paintedAt') },
  ];
}

const now = (): number => performance.timeOrigin + performance.now();

function roadOf(exchanges: readonly Exchange[], requestKey: string): { readonly delivered: Exchange; readonly fetched: Exchange } {
  const delivered = exchanges.find(({ url, text }) => url.includes('cometd') && text.includes(requestKey));
  const fetched = exchanges.find(({ url, text }) => url.includes('getQueue') && text.includes(requestKey));
  if (delivered === undefined || fetched === undefined) throw new Error(`${requestKey} was shown without ${delivered === undefined ? 'an event' : 'an answer to getQueue'}.`);
  return { delivered, fetched };
}

/** The page's clock minus ours, from the quickest of several looks. */
async function clockOffset(page: Page): Promise<number> {
  const looks: { readonly took: number; readonly offset: number }[] = [];
  for (let look = 0; look < 20; look++) {
    const before = now();
    const theirs = await page.evaluate<number>('bench.now()');
    const after = now();
    looks.push({ took: after - before, offset: theirs - (before + after) / 2 });
  }
  return looks.toSorted((left, right) => left.took - right.took)[0]!.offset;
}
