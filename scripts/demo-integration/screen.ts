/** Serves the demo's screen on loopback, below a path only who started it knows: a page of elsewhere must not switch faults. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import type { DemoState } from './state.ts';

const FILES = { 'page.html': 'text/html; charset=utf-8', 'page.css': 'text/css; charset=utf-8', 'page.js': 'text/javascript; charset=utf-8' } as const;

export interface ScreenParts {
  state(): Promise<DemoState>;
  /** Resolves when it has taken effect; `false`: there is no such fault. */
  switchFault(id: string, isOn: boolean): Promise<boolean>;
}

export interface Screen {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveScreen(parts: ScreenParts, port: number): Promise<Screen> {
  const server = fastify();
  const root = `/${randomBytes(12).toString('hex')}`;
  const page = (name: keyof typeof FILES) => readFileSync(new URL(name, import.meta.url));
  server.get(`${root}/`, async (_request, reply) => reply.type(FILES['page.html']).header('content-security-policy', "default-src 'self'; img-src data:").send(page('page.html')));
  for (const name of ['page.css', 'page.js'] as const) server.get(`${root}/${name}`, async (_request, reply) => reply.type(FILES[name]).send(page(name)));
  server.get(`${root}/state`, async () => parts.state());
  server.post<{ Params: { id: string }; Body: { isOn?: unknown } }>(`${root}/faults/:id`, async (request, reply) => {
    const { isOn } = request.body;
    if (typeof isOn !== 'boolean') return reply.status(400).send({ message: 'isOn is true or false.' });
    return (await parts.switchFault(request.params.id, isOn)) ? { id: request.params.id, isOn } : reply.status(404).send({ message: `There is no fault ${request.params.id}.` });
  });
  const address = await server.listen({ host: '127.0.0.1', port });
  return { url: `${address}${root}/`, close: () => server.close() };
}
