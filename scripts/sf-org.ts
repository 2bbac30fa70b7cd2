/** Orgs that the Salesforce CLI is logged in to. */
import { existsSync } from 'node:fs';
import { CommandFailure } from '../local-org/cli/command.ts';
import { installed, isOnPath, runCommand } from './process.ts';

interface SfAnswer {
  readonly status: number;
  readonly message?: string;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** Newer releases of the CLI tell the access token in a command of its own only. */
const ACCESS_TOKEN = /^00D\w+!\S+$/;

export async function orgOfAlias(alias: string): Promise<{ readonly url: string; readonly token: string }> {
  const shown = await askSf(['org', 'display', '--target-org', alias]);
  const token = [shown['accessToken'], ...(ACCESS_TOKEN.test(String(shown['accessToken'])) ? [] : [(await askSf(['org', 'auth', 'show-access-token', '--target-org', alias]))['accessToken']])].at(-1);
  if (typeof shown['instanceUrl'] !== 'string' || typeof token !== 'string') throw new CommandFailure(`sf tells no address or access token of ${alias}. Log in again: sf org login web --alias ${alias}.`);
  return { url: shown['instanceUrl'].replace(/\/+$/, ''), token };
}

/** The program people have, else the one that comes with the dependencies. */
export function sfProgram(): string {
  if (isOnPath('sf')) return 'sf';
  if (existsSync(installed('sf'))) return installed('sf');
  throw new CommandFailure('The Salesforce CLI (sf) is not installed: npm install --global @salesforce/cli.');
}

async function askSf(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { output } = await runCommand(sfProgram(), [...args, '--json'], { show: false, env: { SF_SKIP_NEW_VERSION_CHECK: 'true', NO_COLOR: '1' } });
  const answer = readAnswer(output);
  if (answer?.result === undefined || answer.status !== 0) throw new CommandFailure(`sf ${args.join(' ')}: ${answer?.message ?? output.trim().slice(0, 500)}`);
  return answer.result;
}

/** Warnings may stand in front of the answer. */
function readAnswer(output: string): SfAnswer | undefined {
  const start = output.search(/^\{/m);
  try {
    return start < 0 ? undefined : (JSON.parse(output.slice(start, output.lastIndexOf('}') + 1)) as SfAnswer);
  } catch {
    return undefined;
  }
}
