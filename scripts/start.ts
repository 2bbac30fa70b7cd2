/** `npm start [-- --port N --pubsub-port N --data DIR --no-seed --live SPEED]`: builds the components, starts the local org on this project, seeds it when it holds no demo data yet, prints `ready <url>` and, if asked to, plays a shop day in it. */
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError } from '../local-org/cli/command.ts';
import { requestToken } from '../local-org/cli/commands/token.ts';
import { portOption, pubSubPortOption, startServing, untilInterrupted } from '../local-org/cli/commands/start.ts';
import type { ServedOrg } from '../local-org/cli/serve.ts';
import { ADMIN_USERNAME } from '../local-org/deploy/demo-users.ts';
import { runScript } from './command-line.ts';
import { FASTEST, speedOf } from './demo/speed.ts';
import { buildBundles } from './lwc/build.ts';
import { root } from './process.ts';
import { isSeeded } from './seed/is-seeded.ts';
import { demoPlan } from './seed/plan.ts';
import { progressTo } from './seed/progress.ts';

const USAGE = 'usage: npm start -- [--port N] [--pubsub-port N] [--data DIR] [--no-seed] [--live [SPEED]] [--allow-password-grant]';

await runScript('start', USAGE, (args) => {
  const { speed, others } = takeLive(args);
  const { values, positionals } = readOptions(others, ['port', 'pubsub-port', 'data'], ['no-seed', 'allow-password-grant']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  return start({ port: portOption(values.port), pubSubPort: pubSubPortOption(values['pubsub-port']), dataFolder: values.data ?? DEFAULT_DATA_FOLDER, withSeed: values['no-seed'] !== true, speed, allowPasswordGrant: values['allow-password-grant'] ?? false });
});

/** `--live` alone is the speed of the clock on the wall. */
function takeLive(args: readonly string[]): { readonly speed: number | undefined; readonly others: readonly string[] } {
  const index = args.indexOf('--live');
  if (index < 0) return { speed: undefined, others: args };
  const stated = /^\d/.test(args[index + 1] ?? '') ? args[index + 1] : undefined;
  const speed = speedOf(stated ?? '1');
  if (speed === undefined) throw new UsageError(`--live takes a speed from 1 to ${String(FASTEST)}, not ${stated ?? ''}.`);
  return { speed, others: args.toSpliced(index, stated === undefined ? 1 : 2) };
}

interface StartOptions {
  readonly port: number;
  readonly pubSubPort: number | undefined;
  readonly dataFolder: string;
  readonly withSeed: boolean;
  /** Of the shop day; `undefined`: none. */
  readonly speed: number | undefined;
  readonly allowPasswordGrant: boolean;
}

async function start({ port, pubSubPort, dataFolder, withSeed, speed, allowPasswordGrant }: StartOptions): Promise<number> {
  const { written } = await buildBundles(root);
  if (written.length > 0) tell(`built ${String(written.length)} Lightning components`);
  const org = await startServing({ port, pubSubPort, dataFolder, project: root, allowPasswordGrant });
  const interrupted = untilInterrupted(org);
  try {
    if (withSeed) await seedOrg(org.url, dataFolder);
  } catch (error) {
    // Ctrl-C while the demo data is on its way.
    if (org.isClosing) return interrupted;
    await org.close();
    throw new CommandFailure(`seed: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.stdout.write(`ready ${org.url}\n`);
  if (speed === undefined) tell('Nothing happens by itself. For a running shop day: npm start -- --live (or npm run demo beside this).');
  else await playDay(org, dataFolder, speed);
  return interrupted;
}

/** Until Ctrl-C. A day that cannot go on leaves the org running. */
async function playDay(org: ServedOrg, dataFolder: string, speed: number): Promise<void> {
  const end = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => { end.abort(); });
  const { runDay } = await import('./demo/run.ts');
  const token = await requestToken({ data: dataFolder, url: org.url, username: ADMIN_USERNAME });
  try {
    await runDay({ org: { url: org.url, token }, dataFolder, speed, seed: 1, signal: end.signal, tell: (line) => { tell(`demo: ${line}`); } });
  } catch (error) {
    // A step was on its way when the org closed.
    if (!org.isClosing) tell(`demo: the day has ended: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function seedOrg(url: string, dataFolder: string): Promise<void> {
  const org = { url, token: await requestToken({ data: dataFolder, url, username: ADMIN_USERNAME }) };
  if (await isSeeded(org)) return;
  const { seed } = await import('./seed/seed.ts');
  await seed(org, demoPlan(), { isAnyway: false, progress: progressTo(process.stderr, 'seed: ') });
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
