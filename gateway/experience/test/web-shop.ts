import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AvailabilityNews, Webhook } from '../web/webhooks.ts';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** It was answered with 2xx. */
  readonly isTaken: boolean;
}

/** A web shop with a webhook: what it is told, and what it answers. */
export class WebShop {
  readonly calls: Call[] = [];
  status = 204;
  headers: Readonly<Record<string, string>> = {};
  isSilent = false;
  readonly #server: Server;
  readonly webhook: Webhook;

  private constructor(server: Server, source: string) {
    this.#server = server;
    this.webhook = { source, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/news`, secret: 'a shared secret' };
  }

  static async open(source: string): Promise<WebShop> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        shop.calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), isTaken: !shop.isSilent && shop.status < 300 });
        if (!shop.isSilent) response.writeHead(shop.status, shop.headers).end(shop.status === 204 ? undefined : 'what shops say');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const shop: WebShop = new WebShop(server, source);
    return shop;
  }

  /** What it took, in the order it was told. */
  get told(): readonly AvailabilityNews[] {
    return this.calls.filter(({ isTaken }) => isTaken).flatMap(({ body }) => (JSON.parse(body) as { items: readonly AvailabilityNews[] }).items);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
