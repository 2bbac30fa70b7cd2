/** Sends COUNT one-unit reservations at once, each twice at the same time, and prints what both answers granted. Arguments: url sku first count; the token comes from HOLDFAST_TOKEN. */
import { call } from './app-call.ts';

const [url = '', sku = '', first = '0', count = '0'] = process.argv.slice(2);
const token = process.env['HOLDFAST_TOKEN'];

async function grant(requestKey: string): Promise<number> {
  const { status, body } = await call({ url }, token, 'POST', '/reservations', {
    requestKey, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku, location: 'LON-01', quantity: 1 }],
  });
  if (status !== 200) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
  return (body as { results: { lines: { granted: number }[] }[] }).results[0]!.lines[0]!.granted;
}

const answers = await Promise.all(Array.from({ length: Number(count) }, async (_, index) => {
  const key = `${sku}-${String(Number(first) + index)}`;
  const [one, two] = await Promise.all([grant(key), grant(key)]);
  return { key, first: one, second: two };
}));
process.stdout.write(JSON.stringify(answers));
