/**
 * A load client in a process of its own: N keep-alive connections, each sends the next request when its answer is there. Raw sockets, because fetch would cost more than the server.
 * Takes its order as JSON on standard input, answers with one line of JSON.
 */
import { createConnection, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { makeRequest, STANDARD, type Scenario, type Universe } from './scenarios.ts';

export interface LoadOrder {
  readonly port: number;
  readonly token: string;
  readonly scenario: Scenario;
  /** Absent: the standard one. */
  readonly universe?: Universe;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Makes the keys of this run its own. */
  readonly run: string;
}

export interface LoadResult {
  readonly calls: number;
  readonly seconds: number;
  readonly failures: number;
  readonly firstFailure: string | undefined;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const order = JSON.parse(await text(process.stdin)) as LoadOrder;
const result = await drive(order);
process.stdout.write(`${JSON.stringify(result)}\n`);

async function drive(given: LoadOrder): Promise<LoadResult> {
  const latencies: number[] = [];
  let number = 0;
  let failures = 0;
  let firstFailure: string | undefined;
  const measureFrom = performance.now() + given.warmUpMs;
  const measureUntil = measureFrom + given.measureMs;

  const worker = async (): Promise<void> => {
    const connection = await connect(given.port);
    while (performance.now() < measureUntil) {
      const { path, body } = makeRequest(given.scenario, given.universe ?? STANDARD, given.run, number++);
      const sent = performance.now();
      const answer = await connection.exchange(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${String(given.port)}\r\nAuthorization: Bearer ${given.token}\r\nContent-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
      const now = performance.now();
      if (answer.status !== 200) {
        failures += 1;
        firstFailure ??= `${String(answer.status)} ${answer.body.slice(0, 300)}`;
      }
      if (sent >= measureFrom && now <= measureUntil) latencies.push(now - sent);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: given.connections }, worker));
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2));
  return { calls: latencies.length, seconds: given.measureMs / 1000, failures, firstFailure, p50Ms: at(0.5), p99Ms: at(0.99) };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Connection {
  exchange(request: string): Promise<Answer>;
  close(): void;
}

function connect(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true }, () => { resolve(connectionOn(socket)); });
    socket.once('error', reject);
  });
}

function connectionOn(socket: Socket): Connection {
  let received: Buffer = Buffer.alloc(0);
  let waiting: ((answer: Answer) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = completeAnswer(received);
    if (answer === undefined) return;
    received = Buffer.alloc(0);
    waiting?.(answer);
  });
  socket.on('error', (error) => fail?.(error));
  socket.on('close', () => fail?.(new Error('The server closed the connection.')));
  return {
    exchange: (request) => new Promise((resolve, reject) => {
      waiting = resolve;
      fail = reject;
      socket.write(request);
    }),
    close: () => socket.destroy(),
  };
}

/** One answer at a time is outstanding, so a complete one is all there is. */
function completeAnswer(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const bodyStart = headEnd + 4;
  if (received.length < bodyStart + length) return undefined;
  return { status: Number(head.slice(9, 12)), body: received.toString('utf8', bodyStart, bodyStart + length) };
}
