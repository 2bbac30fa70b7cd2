/** The Lightning console of the local org: pages, modules, Apex calls and the session that ties them to a user. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { consoleApp } from './apps.ts';
import type { ConsoleApp } from './apps.ts';
import { serveDirectory } from './assets.ts';
import { BundleCompiler, bundleSources } from './bundles.ts';
import type { BundleSource } from './bundles.ts';
import { closureOf, resolveInBundle } from './closure.ts';
import { contentSecurityPolicy, documentOf } from './document.ts';
import type { ConsoleHost } from './host.ts';
import type { PageConfig } from './page-config.ts';
import { ensurePrebuilt } from './prebuild.ts';
import type { Prebuilt } from './prebuild.ts';
import { scopedModule } from './scoped-modules.ts';
import { BrowserSessions } from './sessions.ts';

export interface ConsoleOptions {
  /** Where `node_modules` and `.cache` are. */
  readonly projectDirectory: string;
  /** Told about work that takes long, one line each. */
  readonly report: (line: string) => void;
}

/** State derived from a deployment; made anew when the version changes. */
interface Deployed {
  readonly version: string;
  readonly app: ConsoleApp;
  readonly sources: ReadonlyMap<string, BundleSource>;
}

interface Console {
  readonly host: ConsoleHost;
  readonly sessions: BrowserSessions;
  readonly prebuilt: Prebuilt;
  readonly compiler: BundleCompiler;
  readonly styleSheetUrl: string;
  deployed(): Deployed;
}

/** Adds the console to the server of an org. Bundles the base components first if that was never done (see `scripts/console-prebuild.ts`). */
export async function registerConsole(server: FastifyInstance, host: ConsoleHost, options: ConsoleOptions): Promise<void> {
  const prebuilt = await ensurePrebuilt(options.projectDirectory, options.report);
  const modulesDirectory = join(options.projectDirectory, 'node_modules');
  const console: Console = {
    host,
    sessions: new BrowserSessions(host),
    prebuilt,
    compiler: new BundleCompiler(join(options.projectDirectory, '.cache', 'console', 'bundles'), packageVersion(modulesDirectory, 'lwc')),
    styleSheetUrl: `/console/slds/${packageVersion(modulesDirectory, '@salesforce-ux/design-system-2')}/slds2.cosmos.css`,
    deployed: remember(host),
  };
  serveDirectory(server, `/console/base/${prebuilt.key}/`, prebuilt.directory);
  serveDirectory(server, console.styleSheetUrl.replace(/[^/]+$/, ''), join(modulesDirectory, '@salesforce-ux/design-system-2/dist/css/bundled'));
  serveDirectory(server, '/console/icons/', join(modulesDirectory, '@salesforce-ux/design-system/assets/icons'));
  serveDirectory(server, '/console/images/', join(import.meta.dirname, 'images'));
  registerPages(server, console);
  registerModules(server, console);
  registerApexCalls(server, console);
  translateCookie(server, console);
  server.addHook('onListen', () => {
    compileAhead(console).catch((error: unknown) => options.report(`console: components could not be compiled ahead: ${String(error)}`));
  });
}

/** So that the first page need not wait for the compiler. What does not compile is said by the page that needs it. */
async function compileAhead(console: Console): Promise<void> {
  for (const source of console.deployed().sources.values()) {
    await console.compiler.compile(source);
    // Requests go first.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function registerPages(server: FastifyInstance, console: Console): void {
  server.get('/', async (_request, reply) => {
    const first = console.deployed().app.tabs[0];
    return reply.redirect(first === undefined ? '/lightning/page/home' : `/lightning/n/${encodeURIComponent(first.name)}`);
  });
  server.get('/lightning/page/home', async (request, reply) => answerPage(console, request, reply, undefined));
  server.get<{ Params: { tab: string } }>('/lightning/n/:tab', async (request, reply) => answerPage(console, request, reply, request.params.tab));
  server.get<{ Querystring: { otp?: string; sid?: string; retURL?: string; startURL?: string } }>('/secur/frontdoor.jsp', async (request, reply) => {
    const { otp, sid } = request.query;
    const session = otp !== undefined ? console.host.redeem(otp) : sid === undefined ? undefined : console.host.session(sid);
    if (session === undefined) return answerNoSession(reply);
    console.sessions.keep(request, reply, session);
    const target = request.query.startURL ?? request.query.retURL ?? '/';
    // Only a path of this org: `//host` and `/\host` would leave it.
    return reply.redirect(/^\/(?![/\\])/.test(target) ? target : '/');
  });
  server.get('/secur/logout.jsp', async (request, reply) => {
    console.sessions.end(request, reply);
    return answerText(reply, 200, 'You have logged out.');
  });
  server.get('/console/ping', async (_request, reply) => reply.code(204).header('cache-control', 'no-store').send());
}

async function answerPage(console: Console, request: FastifyRequest, reply: FastifyReply, tabName: string | undefined): Promise<FastifyReply> {
  const known = console.sessions.find(request);
  const session = known ?? console.host.openSession();
  if (session === undefined) return answerNoSession(reply);
  if (known === undefined) console.sessions.keep(request, reply, session);

  const { app, sources, version } = console.deployed();
  const tab = app.tabs.find((candidate) => candidate.name === tabName);
  const closure = tab?.component === undefined ? undefined : await closureOf(tab.component, { sources, compiler: console.compiler, prebuilt: console.prebuilt, host: console.host, session });
  const problems = closure?.problems ?? [tabName === undefined ? 'This org has no app with a tab that the console can show.' : `There is no tab '${tabName}' that the console can show.`];
  const config: PageConfig = {
    appLabel: app.label,
    orgVersion: version,
    user: session.user,
    tabs: app.tabs.map(({ name, label }) => ({ name, label })),
    activeTab: tabName ?? '',
    component: problems.length === 0 ? `c/${tab?.component ?? ''}` : undefined,
    problems,
    requestToken: console.sessions.requestToken(session),
  };
  const nonce = randomBytes(16).toString('base64');
  const html = documentOf({ config, closure: problems.length === 0 ? closure : undefined, prebuilt: console.prebuilt, nonce, assetUrls: { styleSheet: console.styleSheetUrl, icon: '/console/images/mark.svg' } });
  return protectedReply(reply)
    .code(tab === undefined ? 404 : 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .send(html);
}

function registerModules(server: FastifyInstance, console: Console): void {
  server.get<{ Params: { hash: string; name: string; '*': string } }>('/console/c/:hash/:name/*', async (request, reply) => {
    const bundle = console.compiler.byHash(request.params.hash);
    const file = bundle?.name === request.params.name ? resolveInBundle(bundle.modules, request.params['*']) : undefined;
    const module = file === undefined ? undefined : bundle?.modules.get(file);
    if (module === undefined) return reply.callNotFound();
    return answerModule(reply, module.code, 'public, max-age=31536000, immutable');
  });
  server.get<{ Params: { '*': string } }>('/console/scoped/*', async (request, reply) => {
    const session = console.sessions.find(request);
    if (session === undefined) return reply.code(401).send();
    const module = scopedModule(request.params['*'], console.host, session);
    if ('problem' in module) return answerText(reply, 404, module.problem);
    return answerModule(reply, module.code, 'no-store');
  });
}

function registerApexCalls(server: FastifyInstance, console: Console): void {
  server.post<{ Params: { className: string; methodName: string } }>('/console/apex/:className/:methodName', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const session = console.sessions.find(request);
    if (session === undefined) return reply.code(401).send({ message: 'Session expired or invalid' });
    if (!console.sessions.isFromPage(request, session)) return reply.code(403).send({ message: 'This request was not made by a page of the console.' });
    const { className, methodName } = request.params;
    if (console.host.apexMethod(className, methodName) === undefined) return reply.code(404).send({ message: `Unable to find Apex action method referenced as '${className}.${methodName}'.` });
    const parameters = request.body ?? {};
    if (typeof parameters !== 'object' || Array.isArray(parameters)) return reply.code(400).send({ message: 'Parameters of an Apex method are an object, by parameter name.' });
    const outcome = await console.host.callApex(session, { className, methodName, parameters: parameters as Readonly<Record<string, unknown>> });
    return outcome.kind === 'returned' ? reply.send({ value: outcome.value }) : reply.code(outcome.status).send(outcome.error);
  });
}

/** Events and the user interface API take access tokens in the Authorization header. A page has none to give, so its cookie is translated, under the same checks as an Apex call. */
const SERVED_BY_COOKIE = /^\/(?:cometd|services\/data\/v\d+\.\d\/ui-api)\//;

function translateCookie(server: FastifyInstance, console: Console): void {
  server.addHook('onRequest', async (request) => {
    if (!SERVED_BY_COOKIE.test(request.url) || request.headers.authorization !== undefined) return;
    const session = console.sessions.find(request);
    if (session !== undefined && console.sessions.isFromPage(request, session)) request.headers.authorization = `Bearer ${session.accessToken}`;
  });
}

function remember(host: ConsoleHost): () => Deployed {
  let current: Deployed | undefined;
  return () => {
    const { version, files } = host.deployment();
    if (current?.version !== version) current = { version, app: consoleApp(files), sources: bundleSources(files) };
    return current;
  };
}

function answerModule(reply: FastifyReply, code: string, caching: string): FastifyReply {
  return protectedReply(reply).header('content-type', 'text/javascript; charset=utf-8').header('cache-control', caching).send(code);
}

function answerNoSession(reply: FastifyReply): FastifyReply {
  return answerText(reply, 401, 'You are not logged in, or the link you used is no longer valid.');
}

function answerText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return protectedReply(reply).code(status).header('content-type', 'text/plain; charset=utf-8').send(`${text}\n`);
}

function protectedReply(reply: FastifyReply): FastifyReply {
  if (reply.getHeader('cache-control') === undefined) void reply.header('cache-control', 'no-store');
  return reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer').header('cross-origin-resource-policy', 'same-origin');
}

function packageVersion(modulesDirectory: string, name: string): string {
  return (JSON.parse(readFileSync(join(modulesDirectory, name, 'package.json'), 'utf8')) as { version: string }).version;
}
