/** Gateway processes as their operators start them, and as crashes end them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { root } from '../../process.ts';

export class GatewayProcess {
  readonly name: string;
  readonly #configuration: string;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  /** `undefined` while it is down. */
  url: string | undefined;

  constructor(name: string, configuration: string) {
    this.name = name;
    this.#configuration = configuration;
  }

  /** @throws Error with the end of its log when it ends before it is ready */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['scripts/run.js', 'gateway', '--config', this.#configuration, '--name', this.name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#exited = new Promise((resolve) => { child.once('close', () => { resolve(); }); });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { log = (log + text).slice(-5_000); });
    this.url = await new Promise<string>((resolve, reject) => {
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const ready = /^ready (\S+)$/m.exec(output);
        if (ready !== null) resolve(ready[1]!);
      });
      void this.#exited.then(() => { reject(new Error(`The gateway ${this.name} ended before it was ready:\n${log}`)); });
    });
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.url = undefined;
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    this.url = undefined;
    this.#child?.kill('SIGINT');
    await this.#exited;
  }
}
