/** The inspector of another Node process: its processor time and its CPU profile, without a word about it in the code that is measured. */

/** Makes a Node process listen for {@link Inspector}, on any free port of loopback; it tells the address on standard error. */
export const LISTENING: NodeJS.ProcessEnv = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** Microseconds of processor time since the process began. */
export interface ProcessorTime {
  readonly wholeProcess: number;
  readonly mainThread: number;
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(String(data)) as Reply;
      const waiting = id === undefined ? undefined : this.#waiting.get(id);
      if (waiting === undefined) return;
      this.#waiting.delete(id!);
      if (error === undefined) waiting.resolve(result);
      else waiting.reject(new Error(error.message));
    });
  }

  /** `log` is what a process started with {@link LISTENING} wrote to standard error. */
  static async attach(log: string): Promise<Inspector> {
    const url = /Debugger listening on (ws:\S+)/.exec(log)?.[1];
    if (url === undefined) throw new Error('The process does not tell where its inspector listens.');
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => { resolve(); });
      socket.addEventListener('error', () => { reject(new Error(`The inspector at ${url} does not answer.`)); });
    });
    return new Inspector(socket);
  }

  async processorTime(): Promise<ProcessorTime> {
    const expression = '(({ user, system }, main) => ({ wholeProcess: user + system, mainThread: main.user + main.system }))(process.cpuUsage(), process.threadCpuUsage())';
    const { result } = (await this.#call('Runtime.evaluate', { expression, returnByValue: true })) as { readonly result: { readonly value: ProcessorTime } };
    return result.value;
  }

  async profile(intervalMicroseconds: number, during: () => Promise<unknown>): Promise<CpuProfile> {
    await this.#call('Profiler.enable');
    await this.#call('Profiler.setSamplingInterval', { interval: intervalMicroseconds });
    await this.#call('Profiler.start');
    await during();
    return ((await this.#call('Profiler.stop')) as { readonly profile: CpuProfile }).profile;
  }

  /** A process does not end while somebody is attached. */
  detach(): void {
    this.#socket.close();
  }

  #call(method: string, params: object = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
