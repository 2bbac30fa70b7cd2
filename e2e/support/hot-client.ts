/** An impatient client of one hot SKU: every call is given up after a moment and sent again under its key, until it is answered. Arguments: url sku first count; the token comes from HOLDFAST_TOKEN. */
import { setTimeout as after } from 'node:timers/promises';
import { call } from './app-call.ts';

const [url = '', sku = '', first = '0', count = '0'] = process.argv.slice(2);
const token = process.env['HOLDFAST_TOKEN'];
const CALLERS = 8;
/** A call that is sent again says the same. */
const STARTED_AT = new Date().toISOString();

let givenUp = 0;

async function untilAnswered(path: string, body: object): Promise<{ results: { lines?: { granted: number }[]; effect?: string }[] }> {
  for (let patienceMs = 5; ; patienceMs *= 2) {
    // Who gives up does not know whether the call was done.
    const answer = await Promise.race([call({ url }, token, 'POST', path, body), after(patienceMs)]);
    if (answer?.status === 200) return answer.body as { results: { lines?: { granted: number }[]; effect?: string }[] };
    if (answer !== undefined && answer.status !== 503 && answer.status !== 429) throw new Error(`${String(answer.status)} ${JSON.stringify(answer.body)}`);
    givenUp += 1;
  }
}

let granted = 0;
let sold = 0;
const numbers = Array.from({ length: Number(count) }, (_, index) => Number(first) + index);
await Promise.all(Array.from({ length: CALLERS }, async () => {
  for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
    if (number % 10 === 0) {
      await untilAnswered('/events', { events: [{ key: `${sku}-${String(number)}`, source: 'HOT-TILL', intent: 'StockSold', sku, location: 'LON-01', quantity: 1, occurredAt: STARTED_AT }] });
      sold += 1;
      continue;
    }
    const { results } = await untilAnswered('/reservations', {
      requestKey: `${sku}-${String(number)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku, location: 'LON-01', quantity: 1 }],
    });
    granted += results[0]!.lines![0]!.granted;
  }
}));
process.stdout.write(JSON.stringify({ granted, sold, givenUp }));
process.exit(0);
