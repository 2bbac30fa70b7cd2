/** `/services/oauth2/authorize`: a person chooses a user and allows a program on this machine to act as that user. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiHost } from '../host.ts';
import { isKnownClient, isLoopbackRedirect } from './clients.ts';
import type { AuthorizationCode } from './grants.ts';
import type { OneTimeCodes } from './one-time-codes.ts';

export interface AuthorizeOptions {
  readonly host: ApiHost;
  readonly codes: OneTimeCodes<AuthorizationCode>;
  /** Pages that were shown and not yet answered. */
  readonly pages: OneTimeCodes<AuthorizeRequest>;
  /** Filled in for whoever logs in. */
  readonly suggestedUsername: string;
}

export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly challenge: string | undefined;
}

const PATH = '/services/oauth2/authorize';

export function registerAuthorize(server: FastifyInstance, options: AuthorizeOptions): void {
  server.get(PATH, async (request, reply) => {
    const asked = readRequest(request.query as Record<string, string | undefined>);
    if ('problem' in asked) return problemPage(reply, asked.problem);
    return page(reply, options.pages.give(asked), asked, options.suggestedUsername);
  });

  server.post(PATH, async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    if (!isFromThisPage(request)) return problemPage(reply, 'This form was not sent by the page of this org.');
    const asked = options.pages.take(form.get('page') ?? '');
    if (asked === undefined) return problemPage(reply, 'This page has been used or is too old. Begin the login again.');
    if (form.get('answer') !== 'allow') return redirect(reply, asked, { error: 'access_denied', error_description: 'end-user denied authorization' });
    const username = form.get('username') ?? '';
    const user = options.host.users.byUsername(username);
    if (user === undefined || user.userType === 'AutomatedProcess') return page(reply, options.pages.give(asked), asked, username, `There is no active user ${username}.`);
    return redirect(reply, asked, { code: options.codes.give({ userId: user.id, clientId: asked.clientId, redirectUri: asked.redirectUri, challenge: asked.challenge }) });
  });
}

function readRequest(query: Readonly<Record<string, string | undefined>>): AuthorizeRequest | { readonly problem: string } {
  const { client_id: clientId = '', redirect_uri: redirectUri = '', response_type: type, state, code_challenge: challenge, code_challenge_method: method } = query;
  if (!isKnownClient(clientId)) return { problem: `The client ${clientId.slice(0, 80)} is not known to this org.` };
  if (!isLoopbackRedirect(redirectUri)) return { problem: 'redirect_uri must be an http address of this machine.' };
  if (type !== 'code') return { problem: `The response type ${String(type).slice(0, 40)} is not supported: only code is.` };
  // Salesforce's clients leave the method out; what they send is S256.
  if (method !== undefined && method !== 'S256') return { problem: 'code_challenge_method must be S256.' };
  return { clientId, redirectUri, state, challenge };
}

function isFromThisPage(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

function redirect(reply: FastifyReply, asked: AuthorizeRequest, answer: Readonly<Record<string, string>>): FastifyReply {
  const url = new URL(asked.redirectUri);
  for (const [name, value] of Object.entries({ ...answer, ...(asked.state === undefined ? {} : { state: asked.state }) })) url.searchParams.set(name, value);
  return reply.redirect(url.href);
}

function page(reply: FastifyReply, code: string, asked: AuthorizeRequest, username: string, problem?: string): FastifyReply {
  return html(reply, problem === undefined ? 200 : 400, `<h1>Allow access?</h1>
${problem === undefined ? '' : `<p role="alert" class="problem">${escapeHtml(problem)}</p>`}
<p><strong>${escapeHtml(asked.clientId)}</strong> on this machine asks to use this local org as the user you name.</p>
<form method="post" action="${PATH}">
<input type="hidden" name="page" value="${code}">
<label for="username">User name</label>
<input id="username" name="username" value="${escapeHtml(username)}" autocomplete="off" required>
<p><button name="answer" value="allow">Allow</button> <button name="answer" value="deny" formnovalidate>Deny</button></p>
</form>`);
}

const problemPage = (reply: FastifyReply, problem: string): FastifyReply => html(reply, 400, `<h1>This login cannot go on</h1><p role="alert">${escapeHtml(problem)}</p>`);

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:4rem auto;padding:0 1rem;color:#181818}h1{font-size:1.4rem}label{display:block;font-weight:600}input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}button{font:inherit;padding:.4rem 1.2rem}.problem{color:#b3261e}';

function html(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).headers({
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
    // No form-action: browsers apply it to the redirect back to the program that asked, too.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  }).send(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Log in to the local org</title><style>${STYLE}</style></head><body>${body}</body></html>`);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
