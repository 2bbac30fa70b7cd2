/** A server program of this machine as a child process, with an account that the server accepts. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account servers run as: nobody's own when this process is not root, otherwise the one the package made, because the servers refuse root.
 *
 * @throws Error when this process is root and there is no such account
 */
export function accountFor(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = [['-u', name], ['-g', name]].map((args) => Number(spawnSync('id', args, { encoding: 'utf8' }).stdout.trim() || NaN));
  if (!Number.isInteger(uid) || !Number.isInteger(gid)) throw new Error(`This machine has no account ${name}: the server refuses to run as root.`);
  return { uid: uid!, gid: gid! };
}

/** Gives the folder to the account, so that its server may write in it. */
export function handOver(folder: string, account: Account | undefined): void {
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

/** A port of loopback that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Ends it while it starts. */
  readonly signal?: AbortSignal;
}

/** Runs a program to its end. @throws Error with its output when it fails */
export async function runToEnd({ program, args, account, env, cwd }: ServerCommand): Promise<string> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...account });
  const output = collected(child);
  const code = await ended(child);
  if (code !== 0) throw new Error(`${program} ended with exit code ${String(code)}:\n${output()}`);
  return output();
}

export interface RunningServer {
  readonly pid: number;
  /** Resolves with the exit code when the server has ended, by itself or not. */
  readonly ended: Promise<number>;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
}

/** Starts a server and resolves when its output shows the sign. @throws Error with its output when it ends before */
export async function startServer(command: ServerCommand, isReady: (output: string) => boolean, stopSignal: NodeJS.Signals): Promise<RunningServer> {
  const { program, args, account, env, cwd, signal } = command;
  if (!existsSync(program)) throw new Error(`${program} is not installed.`);
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...account, ...(signal === undefined ? {} : { signal }) });
  const output = collected(child);
  const end = ended(child);
  await new Promise<void>((resolve, reject) => {
    const look = (): void => { if (isReady(output())) resolve(); };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    end.then((code) => { reject(new Error(`${program} ended with exit code ${String(code)} before it was ready:\n${output()}`)); }, reject);
  });
  return {
    pid: child.pid!,
    ended: end,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill(stopSignal);
      await end;
    },
  };
}

const OUTPUT_CHARACTERS = 20_000;

/** The end of what it printed. */
function collected(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { output = (output + text).slice(-OUTPUT_CHARACTERS); });
  return () => output;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => { resolve(code ?? 1); });
  });
}
