/** Stands between two systems that keep a connection open (AMQP, gRPC) and breaks it, refuses it or slows it down. */
import { setTimeout as after } from 'node:timers/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpProxy {
  /** Everything that comes from the target is passed on so much later; order is kept. */
  delayMs = 0;
  /** New connections are closed at once. */
  isRefusing = false;
  /** Connections broken by {@link cut}, and refused. */
  broken = 0;
  /** Called with what the target sent, before it is passed on. */
  watch: (bytes: Buffer) => void = () => undefined;
  target: { readonly host: string; readonly port: number };
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();

  private constructor(target: TcpProxy['target']) {
    this.target = target;
    this.#server = createServer((near) => {
      if (this.isRefusing) {
        this.broken += 1;
        near.destroy();
        return;
      }
      this.#join(near, connect(this.target.port, this.target.host));
    });
  }

  static async listen(target: TcpProxy['target']): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve) => { proxy.#server.listen(0, '127.0.0.1', resolve); });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks every connection there is. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      this.broken += 1;
      near.destroy();
      far.destroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }

  #join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    near.on('data', (bytes) => far.write(bytes));
    let passing = Promise.resolve();
    far.on('data', (bytes) => {
      this.watch(bytes);
      const dueAt = Date.now() + this.delayMs;
      passing = passing.then(() => after(Math.max(0, dueAt - Date.now()))).then(() => { if (!near.destroyed) near.write(bytes); });
    });
  }
}
