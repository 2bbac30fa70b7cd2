/** Gives access tokens as an OAuth server does, a new one each time, and remembers who asked how. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenServer {
  readonly url: string;
  /** What came, in its order. */
  readonly asked: readonly { readonly authorization: string; readonly isEncoded: boolean; readonly form: URLSearchParams }[];
  /** Every token it gave. */
  readonly given: readonly string[];
  /** From now on it answers so; absent: with tokens again. */
  answer(how?: (response: ServerResponse) => void): void;
  close(): void;
}

export interface TokenServerOptions {
  readonly lifeSeconds?: number;
  /** `id-token-1` beside `token-1`, as OpenID Connect has it. */
  readonly givesIdTokens?: boolean;
}

export async function startTokenServer({ lifeSeconds = 3600, givesIdTokens = false }: TokenServerOptions = {}): Promise<TokenServer> {
  const [asked, given]: [TokenServer['asked'][number][], string[]] = [[], []];
  const give = (response: ServerResponse): void => {
    const token = `token-${String(given.length + 1)}`;
    given.push(token);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: lifeSeconds, ...(givesIdTokens ? { id_token: `id-${token}` } : {}) }));
  };
  let how = give;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => { body += part.toString(); });
    request.on('end', () => {
      asked.push({ authorization: request.headers.authorization ?? '', isEncoded: request.headers['x-cf-encoded-credentials'] === 'true', form: new URLSearchParams(body) });
      how(response);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/oauth/token`, asked, given,
    answer: (next = give) => { how = next; },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
