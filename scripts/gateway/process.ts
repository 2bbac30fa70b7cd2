/** A gateway in a process of its own, as `npm run gateway` starts it: it can be ended as Ctrl-C does, or as a crash does, and started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { root } from '../process.ts';

export interface GatewayProcessOptions {
  /** File, see gateway/host/configuration.ts. */
  readonly config: string;
  /** Tells it from others of its group. */
  readonly name?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

export class GatewayProcess {
  readonly #options: GatewayProcessOptions;
  #child: ChildProcess | undefined;
  #url: string | undefined;
  #log = '';

  constructor(options: GatewayProcessOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name ?? 'gateway';
  }

  get isRunning(): boolean {
    return this.#url !== undefined;
  }

  /** Of the last start. */
  get log(): string {
    return this.#log;
  }

  get url(): string {
    if (this.#url === undefined) throw new Error('The gateway is not running.');
    return this.#url;
  }

  /** Resolves when it answers; rejects with its log when it ends before. */
  async start(): Promise<string> {
    const { config, name, environment } = this.#options;
    const args = ['scripts/run.js', 'gateway', '--config', config, ...(name === undefined ? [] : ['--name', name])];
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.#log = (this.#log + text).slice(-20_000); });
    const ended = new Promise<never>((_resolve, reject) => {
      child.on('close', (code) => {
        if (this.#child === child) this.#url = undefined;
        reject(new Error(`The ${this.name} ended with exit code ${String(code)}:\n${this.#log}`));
      });
    });
    let output = '';
    const ready = new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const url = /^ready (\S+)$/m.exec(output)?.[1];
        if (url !== undefined) resolve(url);
      });
    });
    this.#url = await Promise.race([ready, ended]);
    ended.catch(() => undefined);
    return this.#url;
  }

  /** As a crash does: nothing is closed, nothing written. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGINT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    this.#url = undefined;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    await closed;
  }
}
