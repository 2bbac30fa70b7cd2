/** A gateway process: its parts put together, in the order in which they need each other. */
import type { FastifyInstance } from 'fastify';
import { registerOperations } from '../experience/operations/routes.ts';
import { newsFor, webhookHandler } from '../experience/web/webhooks.ts';
import { Dispatcher } from '../delivery/dispatcher.ts';
import { Operations } from '../delivery/operations.ts';
import type { WorkHandler } from '../delivery/work.ts';
import { registerHealth, runningFigures } from '../health/surface.ts';
import type { Clock } from '../shared/clock.ts';
import { messageOf, Refusal } from '../shared/failures.ts';
import { authoriseClients } from '../shared/http.ts';
import type { Log } from '../shared/log.ts';
import { factHandler } from '../system/salesforce/fact-handler.ts';
import { endpointOf, fixedEndpoint } from '../system/salesforce/pubsub/endpoints.ts';
import { Subscriptions } from '../system/salesforce/pubsub/subscriptions.ts';
import { releaseHandler } from '../system/salesforce/release-handler.ts';
import { snapshotHandler } from '../system/salesforce/snapshot-handler.ts';
import { TillNames } from '../system/salesforce/till-names.ts';
import type { ResolvedConfiguration } from './configuration.ts';
import { registerCallers } from './callers.ts';
import { openCore, type Core } from './core.ts';
import { keepPruning } from './pruning.ts';
import { reporterOf } from './reporting.ts';
import { sapPart } from './sap.ts';
import { createServer } from './server.ts';
import { shopsPart } from './shops.ts';

export interface RunningGateway {
  readonly url: string;
  /** Takes nothing more, ends what is in flight, and keeps everything else for the next start. */
  stop(): Promise<void>;
}

export interface GatewaySurroundings {
  /** Name of this process among those of its group, the same after a restart. */
  readonly owner: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Resolves when the gateway answers. An org that does not answer keeps nobody from starting: work waits. */
export async function startGateway(configuration: ResolvedConfiguration, surroundings: GatewaySurroundings): Promise<RunningGateway> {
  const live = { breakers: () => dispatcher.breakers(), subscriptions: () => subscriptions.figures() };
  const core = await openCore(configuration, surroundings, live);
  const { store, org, health, clock, log, figures, metrics } = core;
  const names = new TillNames({ org, store, clock, log });
  const sap = configuration.sap === undefined ? undefined : sapPart(core, configuration.sap);
  const subscriptions = subscriptionsOf(core);
  if (sap?.fulfilments !== undefined) subscriptions.onFulfilled(sap.fulfilments);
  const { webhooks = [] } = configuration;
  if (webhooks.length > 0) subscriptions.onAvailability(newsFor(webhooks));
  const shops = shopsPart(core);
  const resolve = (body: unknown) => (shops.isOfShop(body) ? shops.resolve(body) : names.resolve(body));
  const toOrg = [factHandler({ org, health, resolve }), snapshotHandler({ org, health }), releaseHandler({ org })];
  const toShops = webhooks.map((webhook) => webhookHandler(webhook, { clock, health }));
  const dispatcher = dispatcherOf(core, [...toOrg, ...(sap?.handlers ?? []), ...toShops]);
  const operations = new Operations({ store, clock, health });
  const work = {
    redrive: (workIds: readonly number[]) => operations.redrive({ workIds }), discard: (workIds: readonly number[]) => operations.discard({ workIds }),
    replay: (span: { readonly source: string; readonly fromMs: number; readonly toMs: number }) => operations.replay(span),
  };
  const reporter = reporterOf(core, { work, ...live, ...(sap === undefined ? {} : { drift: () => sap.drift.cases() }) });
  const server = createServer(log);
  const authorise = authoriseClients(configuration.clients ?? []);
  registerHealth(server, { work: store, metrics, clock, before: authorise('operations:read'), ...live, reportTakenAtMs: () => reporter.lastTakenAtMs });
  registerOperations(server, { store, work, authorise, clock, figures: () => runningFigures(figures, live.breakers(), live.subscriptions()) });
  registerCallers(server, core, { names, authorise, isFull: (kind) => dispatcher.isFull(kind) });
  sap?.addRoutes(server, authorise);

  const end = new AbortController();
  await names.start();
  dispatcher.start();
  shops.start(server, () => dispatcher.isFull('fact'));
  sap?.start();
  subscriptions.start();
  const loops = [names.run(end.signal), reporter.run(end.signal), keepPruning(core, operations, end.signal)];
  const stop = async (): Promise<void> => {
    await server.close();
    await shops.stop();
    await sap?.close();
    await subscriptions.stop();
    end.abort();
    await Promise.all(loops);
    await dispatcher.stop();
    await store.close();
    log.write('info', 'stopped');
  };
  const url = await listen(server, configuration.server, stop);
  log.write('info', 'started', { url, owner: surroundings.owner, group: configuration.group });
  return { url, stop };
}

/** @throws Refusal after everything that had begun was ended */
async function listen(server: FastifyInstance, { host, port }: ResolvedConfiguration['server'], stop: () => Promise<void>): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    await stop();
    throw new Refusal('GW-CONFIGURATION', `The gateway cannot listen on ${host}:${String(port)} (${messageOf(error)}). Choose another port (0 takes any free one), or end what holds it.`, { cause: error });
  }
}

/** Figures of what the org itself does stand under its own name. */
const ORG_SOURCE = 'HOLDFAST';

function subscriptionsOf({ configuration: { org: { pubsubEndpoint } }, owner, org, store, clock, log, health }: Core): Subscriptions {
  return new Subscriptions({ owner, org, store, clock, log, health, source: ORG_SOURCE, findEndpoint: pubsubEndpoint === undefined ? endpointOf(org) : fixedEndpoint(pubsubEndpoint) });
}

function dispatcherOf({ configuration: { delivery = {} }, owner, store, clock, log, health }: Core, handlers: readonly WorkHandler[]): Dispatcher {
  const { batchesAtOnce, mostWaiting } = delivery;
  return new Dispatcher({ store, handlers, clock, log, health }, { owner, ...(batchesAtOnce === undefined ? {} : { batchesAtOnce }), ...(mostWaiting === undefined ? {} : { mostWaiting }) });
}
