/** A local org in a process of its own, on a free port and a fresh data folder, for tests that use it as its clients do. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requestToken } from '../../local-org/cli/commands/token.ts';
import { ADMIN_USERNAME } from '../../local-org/deploy/demo-users.ts';
import { root } from '../../scripts/process.ts';
import { copyOfSeededData, keepSeededData } from './seeded-data.ts';

export { call } from './app-call.ts';

export interface RunningOrg {
  readonly url: string;
  readonly dataFolder: string;
  /** What the org wrote to standard error so far. */
  log(): string;
  /** What it wrote to standard output so far. */
  output(): string;
  /** An access token; of the admin unless named. */
  token(username?: string): Promise<string>;
  /** Ends it as Ctrl-C does and answers the exit code. */
  stop(): Promise<number>;
  /** Ends it at once, as a crash does: nothing is closed, nothing written. */
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly seed: boolean;
  /** A folder kept from an earlier run; it is not removed at the end. */
  readonly dataFolder?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  /** A project to serve with `local-org start` instead of this repository with `npm start`. */
  readonly project?: string;
}

/** Resolves when the org has printed `ready <url>`; rejects with its log when it ends before. */
export async function startOrg(options: StartOptions): Promise<RunningOrg> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'holdfast-org-'));
  if (options.seed && options.dataFolder === undefined && !copyOfSeededData(dataFolder)) await keepSeededData(dataFolder, () => start({ ...options, dataFolder }, dataFolder));
  return start(options, dataFolder);
}

async function start(options: StartOptions, dataFolder: string): Promise<RunningOrg> {
  const command = options.project === undefined ? ['scripts/run.js', 'start', ...(options.seed ? [] : ['--no-seed'])] : ['local-org/cli/local-org.js', 'start', options.project];
  const args = [...command, '--port', '0', '--data', dataFolder, ...(options.args ?? [])];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { log += text; });
  const exited = new Promise<number>((resolve) => child.on('close', (code) => { resolve(code ?? 1); }));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const ready = /^ready (\S+)$/m.exec(output);
      if (ready !== null) resolve(ready[1]!);
    });
    void exited.then((code) => { reject(new Error(`The org ended with exit code ${String(code)} before it was ready:\n${log}`)); });
  });
  return {
    url,
    dataFolder,
    log: () => log,
    output: () => output,
    token: (username = ADMIN_USERNAME) => requestToken({ data: dataFolder, url, username }),
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGINT');
      const code = await exited;
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
