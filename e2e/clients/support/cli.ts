/** The unmodified Salesforce CLI (`node_modules/.bin/sf`) in a home folder of its own: no telemetry, no update, no other org in sight. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installed } from '../../../scripts/process.ts';
import { ADMIN_USERNAME } from '../../../local-org/deploy/demo-users.ts';
import { CONSUMER_KEY } from '../../../local-org/api/oauth/assertion.ts';

/** What the client reads of a `--json` answer: `status`, and `result` or `name` and `message`. */
export interface CliJson {
  readonly status?: number;
  readonly name?: string;
  readonly message?: string;
  readonly result?: unknown;
  readonly [other: string]: unknown;
}

export interface CliEnded {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The answer as JSON. @throws when standard output is something else, with what was printed. */
  readonly json: CliJson;
}

export interface CliOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** The project folder a person would stand in; the home folder unless named. */
  readonly cwd?: string;
  /** Typed on standard input. */
  readonly input?: string;
}

export interface Cli {
  readonly home: string;
  /** `sf data query -q … --json` as its arguments. */
  (args: readonly string[], options?: CliOptions): Promise<CliEnded>;
  /** Forgets every login: removes the home folder. */
  remove(): void;
}

/** What org-surfaces measured as silent: no network but the org's, no child process. */
const SILENCE = {
  SF_DISABLE_TELEMETRY: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_AUTOUPDATE: 'true',
  SF_AUTOUPDATE_DISABLE: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_USE_PROGRESS_BAR: 'false',
  NO_COLOR: '1',
} as const;

/** Shared by all runs: loading the CLI's 700 packages is most of what a command costs. */
const COMPILE_CACHE = path.join(tmpdir(), 'holdfast-sf-compile-cache');

export function makeCli(): Cli {
  const home = mkdtempSync(path.join(tmpdir(), 'holdfast-sf-'));
  const run = (args: readonly string[], options: CliOptions = {}): Promise<CliEnded> => runSf(home, args, options);
  return Object.assign(run, { home, remove: () => { rmSync(home, { recursive: true, force: true, maxRetries: 3 }); } });
}

function runSf(home: string, args: readonly string[], options: CliOptions): Promise<CliEnded> {
  return new Promise((resolve, reject) => {
    const env = { PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, HOME: home, NODE_COMPILE_CACHE: COMPILE_CACHE, ...SILENCE, ...options.env };
    const child = spawn(process.execPath, [installed('sf'), ...args], { cwd: options.cwd ?? home, env, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.stdin.on('error', () => { /* it ended without reading */ });
    child.stdin.end(options.input ?? '');
    child.on('error', reject);
    child.on('close', (code) => { resolve({ exitCode: code ?? 128, stdout, stderr, get json() { return parseAnswer(args, stdout, stderr); } }); });
  });
}

function parseAnswer(args: readonly string[], stdout: string, stderr: string): CliJson {
  try {
    return JSON.parse(stdout) as CliJson;
  } catch {
    throw new Error(`sf ${args.join(' ')} printed no JSON:\n${stdout}\n${stderr}`);
  }
}

export interface LoginTarget {
  readonly url: string;
  readonly dataFolder: string;
}

/** `sf org login jwt` with the org's own key; the login refreshes itself. Makes the user the default of this home. */
export async function loginWithJwt(sf: Cli, org: LoginTarget, username: string = ADMIN_USERNAME): Promise<CliEnded> {
  return succeeded(await sf(['org', 'login', 'jwt', '--username', username, '--jwt-key-file', path.join(org.dataFolder, 'server.key'), '--client-id', CONSUMER_KEY, '--instance-url', org.url, '--set-default', '--json']));
}

/** `sf org login access-token`: works until the token ends. */
export async function loginWithToken(sf: Cli, org: { readonly url: string }, token: string): Promise<CliEnded> {
  return succeeded(await sf(['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--set-default', '--json'], { env: { SF_ACCESS_TOKEN: token } }));
}

/** Answers what it is given when the command succeeded. @throws with both outputs otherwise */
export function succeeded(ended: CliEnded): CliEnded {
  if (ended.exitCode !== 0) throw new Error(`sf ended with exit code ${String(ended.exitCode)}:\n${ended.stdout}\n${ended.stderr}`);
  return ended;
}

/** `result` of a command that must succeed, as the caller knows its shape. */
export async function resultOf<T>(ended: Promise<CliEnded>): Promise<T> {
  return succeeded(await ended).json.result as T;
}
