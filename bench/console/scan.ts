/** How long an associate waits for the answer to a scan. */
import type { Browser } from 'playwright-core';
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { ConsoleSession } from '../../scripts/demo/console-session.ts';
import type { Figure } from './arithmetic.ts';
import { freshContext, type Exchange } from './window.ts';
import { products, STORE, type Shop } from './work.ts';

const SCANS = 60;
/** One in so many is of a product that nobody ordered. */
const WRONG_EVERY = 6;

export async function measureScan(browser: Browser, org: RunningOrg, token: string, shop: Shop): Promise<readonly Figure[]> {
  const ordered = products.slice(0, 12);
  const requestKey = `BENCH-SCAN-${String(Date.now())}`;
  await shop.reserve([{ requestKey, orderRef: requestKey, lines: ordered.map(({ sku }) => ({ sku, quantity: SCANS })) }]);
  const session = new ConsoleSession({ url: org.url, token });
  const [task] = await session.call<readonly { readonly taskId: string }[]>('StoreTaskController.findTask', { locationCode: STORE, term: requestKey });
  await session.call('StoreTaskController.claim', { taskIds: [task!.taskId] });

  const context = await freshContext(browser, org, token);
  const page = await context.newPage();
  await page.goto(`${org.url}/lightning/r/Store_Task__c/${task!.taskId}/view`);
  const field = page.getByLabel('Scan or type a code');
  await field.waitFor();
  const verdicts: number[] = [];
  const counted: number[] = [];
  for (let scan = 0; scan < SCANS; scan++) {
    const product = scan % WRONG_EVERY === WRONG_EVERY - 1 ? products.at(-1)! : ordered[scan % ordered.length]!;
    await field.focus();
    await page.evaluate('bench.exchanges.length = 0; globalThis.scanned = bench.nextScan(); undefined');
    // Without a pause before the Enter, as scanners write: the field takes silence for the end of a code.
    await Promise.all([...product.gtin, 'Enter'].map((key) => page.keyboard.press(key)));
    const { enteredAt, verdictAt } = await page.evaluate<{ enteredAt: number; verdictAt: number }>('scanned');
    const answer = await page.evaluate<Exchange>('bench.answered("recordScans")');
    verdicts.push(verdictAt - enteredAt);
    counted.push(answer.answeredAt - enteredAt);
  }
  await context.close();
  return [
    { what: 'scan: Enter until the verdict is painted', samples: verdicts, goal: { of: 'p95', ms: 100 } },
    { what: 'scan: Enter until Apex has counted it', samples: counted },
  ];
}
