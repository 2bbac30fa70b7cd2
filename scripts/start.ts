/** `npm start [-- --port N --data DIR --no-seed]`: builds the components, starts the local org on this project, seeds it when it holds no demo data yet, prints `ready <url>`. */
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError } from '../local-org/cli/command.ts';
import { requestToken } from '../local-org/cli/commands/token.ts';
import { portOption, startServing, untilInterrupted } from '../local-org/cli/commands/start.ts';
import { ADMIN_USERNAME } from '../local-org/deploy/demo-users.ts';
import { runScript } from './command-line.ts';
import { buildBundles } from './lwc/build.ts';
import { root } from './process.ts';
import { isSeeded } from './seed/is-seeded.ts';
import { demoPlan } from './seed/plan.ts';
import { progressTo } from './seed/progress.ts';

await runScript('start', 'usage: npm start -- [--port N] [--data DIR] [--no-seed] [--allow-password-grant]', (args) => {
  const { values, positionals } = readOptions(args, ['port', 'data'], ['no-seed', 'allow-password-grant']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  return start(portOption(values.port), values.data ?? DEFAULT_DATA_FOLDER, values['no-seed'] !== true, values['allow-password-grant'] ?? false);
});

async function start(port: number, dataFolder: string, withSeed: boolean, allowPasswordGrant: boolean): Promise<number> {
  const { written } = await buildBundles(root);
  if (written.length > 0) tell(`built ${String(written.length)} Lightning components`);
  const org = await startServing({ port, dataFolder, project: root, allowPasswordGrant });
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
  return interrupted;
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
