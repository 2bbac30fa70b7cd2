/** Answers documents and, inside of a document, the pages after the first. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerNoSession, protectedReply } from './answers.ts';
import { chosenApp, rememberApp } from './chosen-apps.ts';
import { closureOf, type Closure } from './closure.ts';
import type { Console } from './console.ts';
import { contentSecurityPolicy, documentOf } from './document.ts';
import type { ConsoleSession } from './host.ts';
import type { AppModel } from './model/applications.ts';
import type { AppShell, PageConfig, PageDescription, PageNode } from './page-config.ts';
import { referenceOf, type PageReference } from './page-reference.ts';
import { appShell, appSummary, navigationItems } from './pages/app-shell.ts';
import { shellContext, type ShellContext } from './pages/context.ts';
import { describePage } from './pages/describe.ts';
import { nodesIn, withInner } from './pages/nodes-in.ts';
import { userI18n } from './user-i18n.ts';

export async function answerDocument(console: Console, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const known = console.sessions.find(request);
  const session = known ?? console.host.openSession();
  if (session === undefined) return answerNoSession(reply);
  if (known === undefined) console.sessions.keep(request, reply, session);
  const closures = new Closures(console, session);
  const context = contextOf(console, session, closures);
  const asked = referenceOf(request.url);
  const target = asked?.type === 'standard__app' ? (asked.attributes['appTarget'] ?? '').replace(/^c__/, '') : undefined;
  const app = appNamed(context, target) ?? appNamed(context, chosenApp(request, session.user.id)) ?? context.apps[0];
  const isAppChosen = target !== undefined && app?.name === target;
  if (app !== undefined && isAppChosen) rememberApp(request, reply, session.user.id, app.name);
  const address = isEntrance(request.url) || isAppChosen ? (startOf(asked) ?? firstAddress(app, context)) : request.url;
  const [page, shell] = await Promise.all([describePage(address, app, context), appShell(app, context)]);
  const config: PageConfig = {
    orgVersion: context.version,
    user: userOf(session),
    apps: context.apps.map(appSummary),
    app: shell,
    isAppChosen,
    page,
    i18n: userI18n(session.user),
    canSwitchUser: console.host.switchableUsers().length > 0,
    requestToken: console.sessions.requestToken(session),
  };
  return sendDocument(console, reply, config, await closures.of(shownAtOnce(page, shell)));
}

export async function describeFor(console: Console, session: ConsoleSession, address: string, appName: string | undefined): Promise<PageDescription> {
  const context = contextOf(console, session, new Closures(console, session));
  return describePage(address, appNamed(context, appName), context);
}

function sendDocument(console: Console, reply: FastifyReply, config: PageConfig, closures: readonly Closure[]): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  const { prebuilt, compiler } = console;
  const html = documentOf({ config, closures, sources: console.deployed().sources, compiler, prebuilt, nonce, assetUrls: { styleSheet: console.styleSheetUrl, icon: '/console/images/mark.svg' } });
  return protectedReply(reply).code(config.page.status).header('content-type', 'text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy(nonce)).send(html);
}

function contextOf(console: Console, session: ConsoleSession, closures: Closures): ShellContext {
  const { version, model, sources } = console.deployed();
  return shellContext({ version, model, sources, standardModules: console.prebuilt.modules, host: console.host, session, problemsOf: async (component) => (await closures.one(component)).problems });
}

function appNamed(context: ShellContext, name: string | undefined): AppModel | undefined {
  return context.apps.find((app) => app.name === name);
}

/** Where an app opens: at its first navigation item. */
function firstAddress(app: AppModel | undefined, context: ShellContext): string {
  const [first] = app === undefined ? [] : navigationItems(app, context);
  return first?.address ?? '/lightning/page/home';
}

/** The page that a window was at when it asked for its app again. */
function startOf(asked: PageReference | undefined): string | undefined {
  const start = asked?.state['startURL'];
  return start !== undefined && start.startsWith('/lightning/') && referenceOf(start) !== undefined ? start : undefined;
}

function isEntrance(url: string): boolean {
  return /^\/(?:lightning\/?)?(?:\?|$)/.test(url);
}

function userOf({ user }: ConsoleSession): PageConfig['user'] {
  return { id: user.id, name: user.name, username: user.username, locale: user.locale };
}

/** Deployed components that are there when the document has loaded: those of the page, and the utilities that start by themselves. */
function shownAtOnce(page: PageDescription, shell: AppShell): string[] {
  const utilities = [...shell.utilities.filter(({ isEager }) => isEager).map(({ node }) => node), ...shell.background];
  const nodes = [...nodesIn(page.rows), ...utilities.flatMap(withInner)];
  return nodes.filter((node): node is Extract<PageNode, { kind: 'component' }> => node.kind === 'component' && !node.isStandard && node.problems.length === 0).map(({ module }) => module.slice(2));
}

/** What components need, worked out once per answer. */
class Closures {
  readonly #found = new Map<string, Promise<Closure>>();
  readonly #console: Console;
  readonly #session: ConsoleSession;

  constructor(console: Console, session: ConsoleSession) {
    this.#console = console;
    this.#session = session;
  }

  one(component: string): Promise<Closure> {
    const found = this.#found.get(component) ?? this.#work(component);
    this.#found.set(component, found);
    return found;
  }

  of(components: readonly string[]): Promise<Closure[]> {
    return Promise.all([...new Set(components)].map((component) => this.one(component)));
  }

  #work(component: string): Promise<Closure> {
    const { compiler, prebuilt, host } = this.#console;
    return closureOf(component, { sources: this.#console.deployed().sources, compiler, prebuilt, host, session: this.#session });
  }
}
