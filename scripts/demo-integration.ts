/** `npm run demo:integration`: a local org, a gateway, a simulated SAP and tills that trade, with a screen to watch it all and to break it. */
import { whyNoPostgres } from '../gateway/parts/postgres.ts';
import { whyNoRabbitMq } from '../gateway/parts/rabbitmq.ts';
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { runDemo } from './demo-integration/run.ts';

const USAGE = `usage: npm run demo:integration -- [--port N] [--rate LINES] [--seed N] [--real-parts]
Prints "ready <url>" of its screen. LINES is how many the tills sell in a second (3). With --real-parts
the broker is RabbitMQ, the store PostgreSQL (Debian's), and there are two gateways. Ctrl-C ends everything; nothing is kept.`;
const FASTEST_RATE = 500;

await runScript('demo:integration', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['port', 'rate', 'seed'], ['real-parts']);
  if (positionals.length > 0) throw new UsageError(`What is "${positionals[0]!}"?`);
  const isReal = values['real-parts'] === true;
  const missing = isReal ? whyNoPostgres() ?? whyNoRabbitMq() : undefined;
  if (missing !== undefined) throw new CommandFailure(missing);
  const end = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => { end.abort(); });
  await runDemo({
    port: wholeNumber('port', values.port ?? '0', 0, 65_535), linesPerSecond: wholeNumber('rate', values.rate ?? '3', 1, FASTEST_RATE), seed: wholeNumber('seed', values.seed ?? '1', 1, 999_999_999),
    isReal, signal: end.signal, tell: (line) => process.stderr.write(`demo: ${line}\n`), ready: (url) => process.stdout.write(`ready ${url}\n`),
  });
  return 0;
});

function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least || number > most) throw new UsageError(`--${name} takes a whole number from ${String(least)} to ${String(most)}, not ${value}.`);
  return number;
}
