/** `/resource/NAME`, `/resource/NAME/path/in/it` and both with a version in front, which only keeps caches apart. */
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import JSZip from 'jszip';
import { protectedReply } from './answers.ts';
import type { Console } from './console.ts';
import type { ConsoleResource } from './host.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.webp': 'image/webp', '.ico': 'image/x-icon',
  '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8', '.html': 'text/html; charset=utf-8',
  '.woff': 'font/woff', '.woff2': 'font/woff2', '.mp3': 'audio/mpeg', '.wav': 'audio/wav',
};
/** An archive is opened once per deploy. */
const ARCHIVES = new WeakMap<ConsoleResource, Promise<JSZip>>();

export function registerStaticResources(server: FastifyInstance, console: Console): void {
  server.get<{ Params: { '*': string } }>('/resource/*', async (request, reply) => {
    if (console.sessions.find(request) === undefined) return reply.code(401).send();
    const [name = '', ...path] = request.params['*'].replace(/^\d+\//, '').split('/');
    const resource = console.host.staticResource(name);
    const content = resource === undefined ? undefined : await contentOf(resource, path.join('/'));
    if (resource === undefined || content === undefined) return reply.callNotFound();
    // A drawing may style itself; nothing in a resource that is opened by itself acts for the user.
    return protectedReply(reply)
      .header('content-type', (path.length === 0 ? undefined : CONTENT_TYPES[extname(path.at(-1)!).toLowerCase()]) ?? resource.contentType)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
      .header('cache-control', 'private, max-age=3600')
      .send(content);
  });
}

async function contentOf(resource: ConsoleResource, path: string): Promise<Buffer | undefined> {
  const file = resource.files.get(path);
  if (file !== undefined) return Buffer.from(file);
  const whole = resource.files.get('');
  if (whole === undefined || resource.contentType !== 'application/zip') return undefined;
  const archive = ARCHIVES.get(resource) ?? JSZip.loadAsync(whole);
  ARCHIVES.set(resource, archive);
  return (await archive).file(path)?.async('nodebuffer');
}
