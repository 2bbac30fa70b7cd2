/** Stands between two systems that speak HTTP and does to requests and answers what networks and servers do to them. What passes it is never changed, except for the address in token answers. */
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

/**
 * - `drop`: the connection breaks, and nothing was forwarded
 * - `delay`: forwarded later
 * - `slow`: forwarded at once, answered later
 * - `duplicate`: forwarded twice; the second answer is what the caller sees
 * - `reorder`: kept until another request has passed it, and long enough to be seen in a figure
 * - `error`: answered 503, and nothing was forwarded
 * - `lost-answer`: forwarded and answered; the caller sees a broken connection
 */
export type HttpFault = 'drop' | 'delay' | 'slow' | 'duplicate' | 'reorder' | 'error' | 'lost-answer';

/** Where a request is. `Arrived`: here, not forwarded. `Forwarded`: on its way, unanswered. `Answered`: the answer is here, not passed on. `Passed`: the caller has it. */
export type Phase = 'Arrived' | 'Forwarded' | 'Answered' | 'Passed';

/** Requests it concerns; others pass. */
export type Concerns = (method: string, path: string) => boolean;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** How much later than at once. */
const DELAY_MS = 800;
const REORDER_MS = 200;
const LONGEST_WAIT_FOR_ANOTHER_MS = 1_500;

export class HttpProxy {
  target: string;
  concerns: Concerns;
  /** What is done to the next requests it concerns, one after another. */
  readonly planned: HttpFault[] = [];
  /** Called for requests it concerns. What it returns is waited for; throwing breaks the connection. */
  watch: (phase: Phase, path: string) => Promise<void> | void = () => undefined;
  /** Requests it concerned. */
  seen = 0;
  /** Faults done. */
  done = 0;
  readonly #server: Server;
  readonly #passing = new Set<() => void>();
  #url = '';

  private constructor(target: string, concerns: Concerns) {
    this.target = target;
    this.concerns = concerns;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => { request.socket.destroy(); });
    });
  }

  static async listen(target: string, concerns: Concerns): Promise<HttpProxy> {
    const proxy = new HttpProxy(target, concerns);
    await new Promise<void>((resolve) => { proxy.#server.listen(0, '127.0.0.1', resolve); });
    proxy.#url = `http://127.0.0.1:${String((proxy.#server.address() as AddressInfo).port)}`;
    return proxy;
  }

  get url(): string {
    return this.#url;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '/';
    if (!this.concerns(request.method ?? 'GET', path)) {
      pass(response, await this.#forward(request, body));
      return;
    }
    this.seen += 1;
    await this.watch('Arrived', path);
    const fault = this.planned.shift();
    if (fault !== undefined) this.done += 1;
    const answer = await this.#answerUnder(fault, request, body, path);
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    await this.watch('Answered', path);
    await new Promise<void>((resolve) => { pass(response, answer, resolve); });
    for (const wake of this.#passing) wake();
    await this.watch('Passed', path);
  }

  async #answerUnder(fault: HttpFault | undefined, request: IncomingMessage, body: Buffer, path: string): Promise<Answer | undefined> {
    const forward = async (): Promise<Answer> => {
      const answering = this.#forward(request, body);
      answering.catch(() => undefined);
      await this.watch('Forwarded', path);
      return answering;
    };
    switch (fault) {
      case undefined: return forward();
      case 'drop': return undefined;
      case 'error': return { status: 503, headers: { 'content-type': 'text/html', 'retry-after': '1' }, body: Buffer.from('<html><body>Service Unavailable</body></html>') };
      case 'delay':
        await after(DELAY_MS);
        return forward();
      case 'slow': {
        const answer = await forward();
        await after(DELAY_MS);
        return answer;
      }
      case 'duplicate':
        await forward();
        return forward();
      case 'reorder':
        await Promise.all([this.#untilAnotherPassed(), after(REORDER_MS)]);
        return forward();
      case 'lost-answer':
        await forward();
        return undefined;
    }
  }

  #untilAnotherPassed(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#passing.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, LONGEST_WAIT_FOR_ANOTHER_MS);
      this.#passing.add(wake);
    });
  }

  #forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const passed = without(headers, ['host', 'connection']);
      const asked = ask(new URL(url ?? '/', this.target), { method: method ?? 'GET', headers: passed, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => {
          const whole = Buffer.concat(chunks);
          const told = url?.includes('/oauth2/token') === true ? Buffer.from(whole.toString().replaceAll(this.target, this.#url)) : whole;
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: told });
        });
      });
      asked.on('error', reject).end(body);
    });
  }
}

function pass(response: ServerResponse, { status, headers, body }: Answer, done?: () => void): void {
  const passed = without(headers, ['transfer-encoding', 'content-length', 'connection']);
  response.writeHead(status, { ...passed, 'content-length': body.length }).end(body, done);
}

function without(headers: IncomingMessage['headers'], names: readonly string[]): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
