import type { FastifyRequest } from 'fastify';

/** Cookies are shared by all ports of a host; the port in their names keeps two local orgs apart. */
export function portOf(request: FastifyRequest): string {
  return /:(\d+)$/.exec(request.headers.host ?? '')?.[1] ?? '80';
}

export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}
