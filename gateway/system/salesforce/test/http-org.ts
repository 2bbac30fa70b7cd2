/** An org that says what a test tells it to, over HTTP; it checks assertions and tokens as an org does. */
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JwtLogin } from '../org-session.ts';

export interface HttpOrgRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

export interface HttpOrgAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpOrg {
  readonly url: string;
  readonly login: JwtLogin;
  /** What was asked with a valid token. */
  readonly requests: HttpOrgRequest[];
  /** Claims of every assertion that was taken. */
  readonly assertions: Record<string, unknown>[];
  /** Ends all tokens given out so far. */
  endTokens(): void;
  close(): Promise<void>;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

export async function startHttpOrg(answer: (request: HttpOrgRequest) => HttpOrgAnswer | Promise<HttpOrgAnswer> | 'no answer'): Promise<HttpOrg> {
  const requests: HttpOrgRequest[] = [];
  const assertions: Record<string, unknown>[] = [];
  let tokens = 0;
  let validFrom = 1;
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    if (request.url === '/services/oauth2/token') return send(response, token(new URLSearchParams(text)));
    const given = Number(/^Bearer token-(\d+)$/.exec(request.headers.authorization ?? '')?.[1] ?? 0);
    if (given < validFrom || given > tokens) return send(response, { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] });
    const asked = { method: request.method ?? '', path: request.url ?? '', body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    requests.push(asked);
    const answered = await answer(asked);
    if (answered === 'no answer') response.destroy();
    else send(response, answered);
  }

  function token(form: URLSearchParams): HttpOrgAnswer {
    const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const isSigned = createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(publicKey, Buffer.from(signature, 'base64url'));
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer' || !isSigned) return { status: 400, body: { error: 'invalid_grant', error_description: 'invalid assertion' } };
    assertions.push(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>);
    tokens += 1;
    return { status: 200, body: { access_token: `token-${String(tokens)}`, instance_url: url, id: `${url}/id/00D000000000001AAA/005000000000001AAA`, token_type: 'Bearer' } };
  }

  return {
    url, requests, assertions,
    login: { loginUrl: url, clientId: 'consumer', username: 'gateway@example.com', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
    endTokens: () => { validFrom = tokens + 1; },
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }).closeAllConnections(); }),
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: HttpOrgAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
