/** The ERP's part of a gateway: doorbells in, documents read and told, snapshots, movements out, and why the two differ. */
import type { FastifyInstance } from 'fastify';
import type { WorkHandler } from '../delivery/work.ts';
import { registerDrift } from '../process/drift/api.ts';
import { DriftCheck } from '../process/drift/drift-check.ts';
import type { DriftSources } from '../process/drift/sources.ts';
import { documentMapper } from '../process/intent/document-mapper.ts';
import { IntentRules } from '../process/intent/intent-rules.ts';
import { registerRuns } from '../process/reconciliation/api.ts';
import { movementHandler } from '../process/reconciliation/movement-handler.ts';
import { booksOf, knownSkusOf } from '../process/reconciliation/org-questions.ts';
import { Runs } from '../process/reconciliation/runs.ts';
import { SnapshotRun } from '../process/reconciliation/snapshot-run.ts';
import { WriteBack } from '../process/reconciliation/write-back.ts';
import type { Authorise } from '../shared/http.ts';
import type { FulfilmentListener } from '../system/salesforce/pubsub/fulfilments.ts';
import { AmqpDoorbells } from '../system/sap/amqp.ts';
import { registerDoorbell, registerSapStock } from '../system/sap/api.ts';
import { documentHandler, type DocumentMapper } from '../system/sap/document-handler.ts';
import { DocumentPoller } from '../system/sap/document-poller.ts';
import { DoorbellInlet } from '../system/sap/doorbell.ts';
import type { DoorbellListener } from '../system/sap/listener.ts';
import { MqttDoorbells } from '../system/sap/mqtt.ts';
import { sapOverOData } from '../system/sap/odata-client.ts';
import type { SapLogin } from '../system/sap/odata-http.ts';
import type { SapApi } from '../system/sap/sap-api.ts';
import type { DoorbellConfiguration, SapAccess, SapConfiguration } from './configuration.ts';
import type { Core } from './core.ts';

export interface SapPart {
  readonly handlers: readonly WorkHandler[];
  readonly drift: DriftCheck;
  /** Posts what was handed over; absent: the configuration does not want it. */
  readonly fulfilments?: FulfilmentListener;
  addRoutes(server: FastifyInstance, authorise: Authorise): void;
  start(): void;
  close(): Promise<void>;
}

export function sapPart(core: Core, configuration: SapConfiguration<string>): SapPart {
  const { org, store, health, clock, log } = core;
  const { source, baseUrl, timeZone, pollSeconds, lateCommitMinutes, snapshotMinutes, writeBack } = configuration;
  const sap = sapOverOData({ baseUrl, login: loginOf(configuration), clock, ...(timeZone === undefined ? {} : { timeZone }) });
  const rules = new IntentRules({ source, ...placeOptions(configuration) }, { org, store, clock, log });
  const mapper = documentMapper({ rules, store, sap });
  const inlet = new DoorbellInlet({ source, store, health, clock, log });
  const doorbells = configuration.doorbells.flatMap((doorbell): DoorbellListener[] => listenerOf(doorbell, { source, inlet, health, clock, log }));
  const poller = new DocumentPoller({ source, pollSeconds, ...(lateCommitMinutes === undefined ? {} : { lateCommitMinutes }) }, { sap, store, health, clock, log, plants: plantsOf(rules) });
  const drift = driftCheckOf(core, { source, sap, rules, mapper });
  const runs = runsOf(core, configuration, { sap, rules, mapper, drift });
  const movements = writeBack === undefined ? [] : [movementHandler({ source, ...writeBack }, { sap, rules, store, health, clock })];
  return {
    drift, handlers: [documentHandler({ source, sap, health, clock, mapper }), ...movements],
    ...(writeBack === undefined ? {} : { fulfilments: new WriteBack({ source, ...(writeBack.purposes === undefined ? {} : { purposes: writeBack.purposes }) }, clock) }),
    addRoutes: (server, authorise) => {
      registerSapStock(server, { sap, store, clock, authorise });
      registerRuns(server, { runs, authorise });
      registerDrift(server, { check: drift, authorise });
      const webhook = configuration.doorbells.find(({ kind }) => kind === 'webhook') as { readonly token: string } | undefined;
      if (webhook !== undefined) registerDoorbell(server, { inlet, token: webhook.token });
    },
    start: () => {
      for (const doorbell of doorbells) doorbell.start();
      poller.start();
      drift.start();
      if (snapshotMinutes !== undefined) runs.start(snapshotMinutes);
    },
    close: async () => { await Promise.all([...doorbells, poller, drift, runs].map((one) => one.close())); },
  };
}

interface SapParts {
  readonly sap: SapApi;
  readonly rules: IntentRules;
  readonly mapper: DocumentMapper;
}

function loginOf(access: SapAccess<string>): SapLogin {
  return access.oauth === undefined ? { kind: 'basic', user: access.user, password: access.password } : { kind: 'oauth', ...access.oauth };
}

function placeOptions({ plants, ignoredPlaces }: SapConfiguration<string>): { readonly plants?: readonly string[]; readonly ignoredPlaces?: readonly string[] } {
  return { ...(plants === undefined ? {} : { plants }), ...(ignoredPlaces === undefined ? {} : { ignoredPlaces }) };
}

const plantsOf = (rules: IntentRules) => async (): Promise<readonly string[]> => (await rules.current()).places.plants;

function driftCheckOf({ org, store, health, clock, log }: Core, { source, sap, rules, mapper }: SapParts & { readonly source: string }): DriftCheck {
  const placeOf: DriftSources['placeOf'] = async ({ material, plant, storageLocation }) => {
    const place = (await rules.current()).places.locationOf(plant, storageLocation);
    return 'location' in place ? { sku: material.toUpperCase(), location: place.location } : undefined;
  };
  return new DriftCheck({ sources: { erp: source, sap, org, store, map: (document) => mapper.map(document), placeOf, plants: plantsOf(rules) }, store, health, clock, log });
}

function runsOf({ org, store, health, clock, log }: Core, { source, lateCommitMinutes }: SapConfiguration<string>, { sap, rules, mapper, drift }: SapParts & { readonly drift: DriftCheck }): Runs {
  const options = { source, ...(lateCommitMinutes === undefined ? {} : { overlapMinutes: lateCommitMinutes }) };
  const snapshots = new SnapshotRun(options, { sap, rules, mapper, knownSkus: knownSkusOf(org), booksOf: booksOf(org), store, health, clock, log });
  return new Runs({ snapshots, rules, clock, log, done: async (differing) => { await drift.look(differing); } });
}

type ListenerParts = ConstructorParameters<typeof AmqpDoorbells>[1];

/** A webhook is a route, not a listener. */
function listenerOf(doorbell: DoorbellConfiguration<string>, parts: ListenerParts): DoorbellListener[] {
  if (doorbell.kind === 'webhook') return [];
  return [doorbell.kind === 'amqp' ? new AmqpDoorbells(doorbell, parts) : new MqttDoorbells(doorbell, parts)];
}
