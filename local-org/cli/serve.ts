/** Opens a data folder, deploys a project into it and serves it on loopback. */
import { mkdirSync } from 'node:fs';
import { createServer as createListener } from 'node:net';
import path from 'node:path';
import type { ApiHost } from '../api/host.ts';
import { OneTimeCodes } from '../api/oauth/one-time-codes.ts';
import { Sessions } from '../api/oauth/sessions.ts';
import type { PubSubAddresses } from '../api/pubsub/addresses.ts';
import type { PubSubOptions, RunningPubSub } from '../api/pubsub/server.ts';
import { createServer } from '../api/server.ts';
import { registerConsole } from '../console/index.ts';
import { StoreError } from '../data/store/errors.ts';
import { Store } from '../data/store/store.ts';
import type { ProjectFiles } from '../deploy/compile.ts';
import { LocalOrg } from '../deploy/local-org.ts';
import { MetadataService } from '../deploy/metadata-service.ts';
import { overlayProject } from '../deploy/overlay.ts';
import { formatProblem } from '../deploy/problems.ts';
import type { Tracer } from '../runtime/trace.ts';
import { apiHost } from './api-host.ts';
import { CommandFailure } from './command.ts';
import { consoleHost, DEFAULT_CONSOLE_USERNAME } from './console-host.ts';
import { readDeployed, writeDeployed } from './deployed-files.ts';
import { OrgClock } from './org-clock.ts';
import { clientSecretOf, publicKeyOf } from './keys.ts';
import { removeServerInfo, writeServerInfo } from './server-info.ts';
import { openBundleCache, openProjectCache, openProjectPrograms } from './syntax-cache.ts';

export interface ServeOptions {
  readonly dataFolder: string;
  readonly files: ProjectFiles;
  /** 0: any free port. */
  readonly port: number;
  /** Where node_modules is: the console takes the base components from there. */
  readonly projectFolder: string;
  readonly inlineSourceMaps: boolean;
  /** Where the files lie, for a debugger. */
  readonly sourceFolder?: string;
  /** Told of every step of every transaction. */
  readonly trace?: Tracer | undefined;
  /** Off unless asked for: a password in a request is easily written down somewhere. */
  readonly allowPasswordGrant?: boolean;
  /** Of the Pub/Sub API with TLS; absent: any free one. */
  readonly pubSubPort?: number | undefined;
  /** One line of progress or trouble. */
  tell(line: string): void;
}

export interface ServedOrg {
  readonly url: string;
  readonly pubSub: PubSubAddresses;
  readonly localOrg: LocalOrg;
  /** Has somebody asked it to end? What still talks to it then fails, and nobody needs to be told. */
  readonly isClosing: boolean;
  /** Once is enough; asked again it answers when the first is done. */
  close(): Promise<void>;
}

/** A link of `sf org open` is for now. */
const BROWSER_CODE_LIFETIME_MS = 60_000;

/** Tokens and codes are about the machine's time, whatever time it is in the org: a signed assertion must not be too old because somebody moved the clock. */
const wallClock = (): number => Date.now();

/** @throws CommandFailure with the way out: folder in use or broken, port taken, nothing that compiles */
export async function serve(options: ServeOptions): Promise<ServedOrg> {
  const { tell, dataFolder } = options;
  makeFolder(dataFolder);
  const deployed = readDeployed(dataFolder);
  const clock = new OrgClock(dataFolder);
  const store = openStore(dataFolder);
  let localOrg: LocalOrg | undefined;
  try {
    await requireFreePort(options.port);
    const cache = openProjectCache(tell);
    const started = new Set(options.files.keys());
    localOrg = new LocalOrg({
      store, clock, keyPrefixes: deployed?.keyPrefixes ?? new Map(), inlineSourceMaps: options.inlineSourceMaps, parse: (file) => cache.parse(file), examineBundle: openBundleCache(tell), programs: openProjectPrograms(tell), report: tell,
      ...(options.sourceFolder === undefined ? {} : { sourceFolder: options.sourceFolder }), ...(options.trace === undefined ? {} : { trace: options.trace }),
      persist: (compiled) => writeDeployed(dataFolder, compiled, started),
    });
    deploy(localOrg, deployed === undefined ? options.files : overlayProject(deployed.files, deployed.started, options.files), deployed?.files, tell);
    cache.forgetUnused();
    return await listen(localOrg, store, new MetadataService({ localOrg }), clock, options);
  } catch (error) {
    await closeAfterFailure(localOrg ?? store);
    throw storeFailure(error, dataFolder);
  }
}

/** The first failure is told, not what it then breaks in closing. */
async function closeAfterFailure(open: LocalOrg | Store): Promise<void> {
  try {
    await open.close();
  } catch {
    // What is left open ends with the process, which is about to.
  }
}

/** A full disk and a damaged file are the user's to mend; everything else is thrown on as it is. */
function storeFailure(error: unknown, dataFolder: string): unknown {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return error;
  return new CommandFailure(`${path.join(dataFolder, 'org.sqlite')}: ${causeOf(error)} (${code}). Make room, restore a copy of the file, or start with another folder (--data DIR).`);
}

function makeFolder(dataFolder: string): void {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CommandFailure(`"${dataFolder}" cannot be the data folder (${causeOf(error)}). Name one that can be written to: --data DIR.`);
  }
}

function openStore(dataFolder: string): Store {
  try {
    return Store.open(dataFolder);
  } catch (error) {
    if (error instanceof StoreError) throw new CommandFailure(error.message);
    throw error;
  }
}

/** A project that does not compile leaves the version deployed before it serving. */
function deploy(localOrg: LocalOrg, files: ProjectFiles, previous: ProjectFiles | undefined, tell: (line: string) => void): void {
  const started = performance.now();
  const problems = localOrg.deploy(files);
  if (problems.length === 0) {
    const { apex, objects, bundles } = localOrg.deployed.project;
    tell(`deployed ${String(apex.length)} classes and triggers, ${String(objects.length)} objects, ${String(bundles.length)} components in ${(performance.now() - started).toFixed(0)} ms`);
    return;
  }
  for (const problem of problems) tell(formatProblem(problem, files));
  if (previous === undefined) throw new CommandFailure(`The project does not compile (${String(problems.length)} problems) and nothing was deployed before.`);
  tell(`the project does not compile (${String(problems.length)} problems): the version deployed before keeps serving`);
  const earlier = localOrg.deploy(previous);
  if (earlier.length > 0) throw new CommandFailure(`The version deployed before does not compile with this local org either: ${formatProblem(earlier[0]!, previous)}`);
}

async function listen(localOrg: LocalOrg, store: Store, metadata: MetadataService, clock: OrgClock, options: ServeOptions): Promise<ServedOrg> {
  const { tell, dataFolder } = options;
  const publicKey = publicKeyOf(dataFolder);
  const sessions = openSessions(dataFolder);
  const cache = openProjectCache(tell);
  // It brings gRPC with it, which has time to load meanwhile.
  const pubSubModule = import('../api/pubsub/server.ts');
  const browserCodes = new OneTimeCodes<{ readonly userId: string }>(BROWSER_CODE_LIFETIME_MS, wallClock);
  const host = apiHost(localOrg, clock.now, metadata, (file) => cache.parse(file));
  let pubSub: RunningPubSub | undefined;
  const { server } = createServer({
    host, pubSubAddresses: () => pubSub?.addresses, sessions, publicKey, store, wallClock,
    clock: { clock, moved: () => { localOrg.timeMoved(); } },
    login: { clientSecret: clientSecretOf(dataFolder), allowPasswordGrant: options.allowPasswordGrant ?? false, username: DEFAULT_CONSOLE_USERNAME, browserCodes },
    reportInternalError: (error, request) => { tell(`internal error in ${request === undefined ? 'a bulk job' : `${request.method} ${request.url.split('?')[0] ?? ''}`}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`); },
  });
  await registerConsole(server, consoleHost(localOrg, { sessions, browserCodes, defaultUsername: DEFAULT_CONSOLE_USERNAME, report: tell }), { projectDirectory: options.projectFolder, report: tell });
  const end = async (): Promise<void> => {
    removeServerInfo(dataFolder);
    pubSub?.close();
    await server.close();
    await metadata.close();
    await localOrg.close();
    sessions.close();
  };
  let closing: Promise<void> | undefined;
  try {
    pubSub = await startPubSub((await pubSubModule).startPubSub, { host, sessions, tell, ...(options.pubSubPort === undefined ? {} : { port: options.pubSubPort }) });
    const url = await server.listen({ host: '127.0.0.1', port: options.port });
    writeServerInfo(dataFolder, { url, pid: process.pid, pubSub: pubSub.addresses });
    return { url, pubSub: pubSub.addresses, localOrg, get isClosing() { return closing !== undefined; }, close: () => (closing ??= end()) };
  } catch (error) {
    pubSub?.close();
    sessions.close();
    throw listenFailure(error, options.port);
  }
}

interface PubSubStart {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  readonly port?: number;
  tell(line: string): void;
}

async function startPubSub(start: (options: PubSubOptions) => Promise<RunningPubSub>, { tell, ...options }: PubSubStart): Promise<RunningPubSub> {
  let running: RunningPubSub;
  try {
    running = await start({ ...options, reportInternalError: (error) => { tell(`internal error in the Pub/Sub API: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`); } });
  } catch (error) {
    throw new CommandFailure(`The Pub/Sub API cannot listen on port ${String(options.port ?? 0)} of 127.0.0.1 (${causeOf(error)}). Choose another: --pubsub-port N (without: any free one).`);
  }
  tell(`Pub/Sub API on ${running.addresses.tls} (TLS, self-signed) and ${running.addresses.plain} (without)`);
  return running;
}

/** Looked at before the project is compiled: nobody should wait for that to learn that the port is taken. */
async function requireFreePort(port: number): Promise<void> {
  const probe = createListener();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => { reject(listenFailure(error, port)); });
    probe.listen({ host: '127.0.0.1', port }, () => { probe.close(() => { resolve(); }); });
  });
}

function listenFailure(error: unknown, port: number): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new CommandFailure(`Port ${String(port)} on 127.0.0.1 is taken. Stop what listens there, or choose another: --port N (0 for any free one).`);
  if (code === 'EACCES') return new CommandFailure(`Port ${String(port)} needs privileges. Choose another: --port N.`);
  return error instanceof Error ? error : new Error(String(error));
}

function openSessions(dataFolder: string): Sessions {
  const file = path.join(dataFolder, 'sessions.sqlite');
  try {
    return new Sessions(file, wallClock);
  } catch (error) {
    throw new CommandFailure(`${file} cannot be opened (${causeOf(error)}). Move it away: the tokens given out so far end, nothing else is lost.`);
  }
}

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
