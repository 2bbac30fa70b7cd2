/** The Lightning console of the local org: pages, modules, Apex calls and the session that ties them to a user. */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { answerDocument, describeFor } from './answer-page.ts';
import { answerNoSession, answerText, protectedReply, requirePageSession } from './answers.ts';
import { serveDirectory } from './assets.ts';
import { BundleCompiler, type CompiledBundle } from './bundles.ts';
import { resolveInBundle } from './closure.ts';
import { rememberDeployed, type Console } from './console.ts';
import type { ConsoleHost } from './host.ts';
import { ensurePrebuilt } from './prebuild.ts';
import { scopedModule } from './scoped-modules.ts';
import { BrowserSessions } from './sessions.ts';
import { registerStaticResources } from './static-resources.ts';
import { registerUserSwitch } from './switch-user.ts';

export interface ConsoleOptions {
  /** Where `node_modules` and `.cache` are. */
  readonly projectDirectory: string;
  /** Told about work that takes long, one line each. */
  readonly report: (line: string) => void;
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
    deployed: rememberDeployed(host),
  };
  serveDirectory(server, `/console/base/${prebuilt.key}/`, prebuilt.directory);
  serveDirectory(server, console.styleSheetUrl.replace(/[^/]+$/, ''), join(modulesDirectory, '@salesforce-ux/design-system-2/dist/css/bundled'));
  serveDirectory(server, '/console/icons/', join(modulesDirectory, '@salesforce-ux/design-system/assets/icons'));
  serveDirectory(server, '/console/images/', join(import.meta.dirname, 'images'));
  registerPages(server, console);
  registerModules(server, console);
  registerStaticResources(server, console);
  registerApexCalls(server, console);
  registerUserSwitch(server, console);
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
  server.get('/', async (request, reply) => answerDocument(console, request, reply));
  for (const path of ['/lightning', '/lightning/*']) server.get(path, async (request, reply) => answerDocument(console, request, reply));
  server.get<{ Querystring: { address?: string; app?: string } }>('/console/page', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const session = requirePageSession(console, request, reply);
    if (session === undefined) return reply;
    return reply.send(await describeFor(console, session, request.query.address ?? '/', request.query.app));
  });
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
  // Where "only new events" starts. The streaming API does not tell, and a window that changes streams before its first event must know.
  server.get('/console/newest-event', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    if (requirePageSession(console, request, reply) === undefined) return reply;
    return reply.send({ replayId: console.host.newestReplayId() });
  });
}

function registerModules(server: FastifyInstance, console: Console): void {
  server.get<{ Params: { hash: string; name: string; '*': string } }>('/console/c/:hash/:name/*', async (request, reply) => {
    const bundle = await bundleOf(console, request.params.hash, request.params.name);
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

/** Import maps name every bundle of a deployment; most are compiled when somebody asks. */
async function bundleOf({ compiler, deployed }: Console, hash: string, name: string): Promise<CompiledBundle | undefined> {
  const source = deployed().sources.get(name);
  return compiler.byHash(hash) ?? (source !== undefined && compiler.hashOf(source) === hash ? compiler.compile(source) : undefined);
}

function registerApexCalls(server: FastifyInstance, console: Console): void {
  server.post<{ Params: { className: string; methodName: string } }>('/console/apex/:className/:methodName', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const session = requirePageSession(console, request, reply);
    if (session === undefined) return reply;
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

function answerModule(reply: FastifyReply, code: string, caching: string): FastifyReply {
  return protectedReply(reply).header('content-type', 'text/javascript; charset=utf-8').header('cache-control', caching).send(code);
}

function packageVersion(modulesDirectory: string, name: string): string {
  return (JSON.parse(readFileSync(join(modulesDirectory, name, 'package.json'), 'utf8')) as { version: string }).version;
}
