/** Serves files that never change under their URL: the prebuilt modules, the design system's style sheet and icons. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves the files of a directory below a URL prefix; only the types the console uses, and nothing outside of the directory. */
export function serveDirectory(server: FastifyInstance, prefix: string, directory: string): void {
  const contents = new Map<string, Promise<Buffer | undefined>>();
  server.get<{ Params: { '*': string } }>(`${prefix}*`, async (request, reply) => {
    const path = normalize(request.params['*']);
    const contentType = CONTENT_TYPES[extname(path)];
    if (contentType === undefined || path.startsWith('..') || path.startsWith(sep)) return reply.callNotFound();
    const reading = contents.get(path) ?? read(join(directory, path));
    contents.set(path, reading);
    const content = await reading;
    if (content === undefined) {
      contents.delete(path);
      return reply.callNotFound();
    }
    return reply.header('content-type', contentType).header('cache-control', 'public, max-age=31536000, immutable').send(content);
  });
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
