/** `npm run demo`: a shop day in a running local org: till sales, web orders to collect, carts, and associates who leave something to do. */
import { DEFAULT_DATA_FOLDER, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { runDay } from './demo/run.ts';
import { FASTEST, speedOf } from './demo/speed.ts';
import { findOrg } from './org-connection.ts';

const USAGE = `usage: npm run demo -- [--speed 1-${String(FASTEST)}] [--seed N] [--data DIR] [--url URL]
At speed 60 a minute passes in a second: the clock of the org is moved on and stays ahead afterwards.`;

await runScript('demo', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['speed', 'seed', 'data', 'url']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const speed = speedOf(values.speed ?? '1');
  if (speed === undefined) throw new UsageError(`--speed takes a number from 1 to ${String(FASTEST)}, not ${values.speed ?? ''}.`);
  if (!/^\d{1,9}$/.test(values.seed ?? '1')) throw new UsageError(`--seed takes a whole number, not ${values.seed ?? ''}.`);
  const end = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => { end.abort(); });
  await runDay({
    org: await findOrg(values), dataFolder: values.data ?? DEFAULT_DATA_FOLDER, speed, seed: Number(values.seed ?? 1), signal: end.signal, tell: (line) => process.stderr.write(`demo: ${line}\n`),
  });
  return 0;
});
