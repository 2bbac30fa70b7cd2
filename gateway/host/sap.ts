/** The ERP's part of a gateway: doorbells in, documents read and told. */
import type { FastifyInstance } from 'fastify';
import type { WorkHandler } from '../delivery/work.ts';
import { documentMapper } from '../process/intent/document-mapper.ts';
import { IntentRules } from '../process/intent/intent-rules.ts';
import { movementHandler } from '../process/reconciliation/movement-handler.ts';
import { WriteBack } from '../process/reconciliation/write-back.ts';
import type { Authorise } from '../shared/http.ts';
import type { FulfilmentListener } from '../system/salesforce/pubsub/fulfilments.ts';
import { AmqpDoorbells } from '../system/sap/amqp.ts';
import { registerDoorbell, registerSapStock } from '../system/sap/api.ts';
import { documentHandler } from '../system/sap/document-handler.ts';
import { DocumentPoller } from '../system/sap/document-poller.ts';
import { DoorbellInlet } from '../system/sap/doorbell.ts';
import type { DoorbellListener } from '../system/sap/listener.ts';
import { MqttDoorbells } from '../system/sap/mqtt.ts';
import { sapOverOData } from '../system/sap/odata-client.ts';
import type { SapApi } from '../system/sap/sap-api.ts';
import type { DoorbellConfiguration, SapConfiguration } from './configuration.ts';
import type { Core } from './core.ts';

export interface SapPart {
  readonly sap: SapApi;
  readonly rules: IntentRules;
  readonly handlers: readonly WorkHandler[];
  /** Posts what was handed over; absent: the configuration does not want it. */
  readonly fulfilments?: FulfilmentListener;
  addRoutes(server: FastifyInstance, authorise: Authorise): void;
  start(): void;
  close(): Promise<void>;
}

export function sapPart(core: Core, configuration: SapConfiguration<string>): SapPart {
  const { org, store, health, clock, log } = core;
  const { source, baseUrl, user, password, pollSeconds } = configuration;
  const sap = sapOverOData({ baseUrl, login: { kind: 'basic', user, password }, clock });
  const rules = new IntentRules({ source }, { org, store, clock, log });
  const inlet = new DoorbellInlet({ source, store, health, clock, log });
  const doorbells = configuration.doorbells.flatMap((doorbell): DoorbellListener[] => listenerOf(doorbell, { source, inlet, health, clock, log }));
  const poller = new DocumentPoller({ source, pollSeconds }, { sap, store, health, clock, log, plants: async () => (await rules.current()).places.plants });
  const mapper = documentMapper({ rules, store });
  const { writeBack } = configuration;
  return {
    sap, rules, handlers: [
      documentHandler({ source, sap, health, clock, mapper }),
      ...(writeBack === undefined ? [] : [movementHandler({ source, ...writeBack }, { sap, rules, health, clock })]),
    ],
    ...(writeBack === undefined ? {} : { fulfilments: new WriteBack({ source, ...(writeBack.purposes === undefined ? {} : { purposes: writeBack.purposes }) }, clock) }),
    addRoutes: (server, authorise) => {
      registerSapStock(server, { sap, authorise });
      const webhook = configuration.doorbells.find(({ kind }) => kind === 'webhook') as { readonly token: string } | undefined;
      if (webhook !== undefined) registerDoorbell(server, { inlet, token: webhook.token });
    },
    start: () => {
      for (const doorbell of doorbells) doorbell.start();
      poller.start();
    },
    close: async () => { await Promise.all([...doorbells, poller].map((one) => one.close())); },
  };
}

type ListenerParts = ConstructorParameters<typeof AmqpDoorbells>[1];

/** A webhook is a route, not a listener. */
function listenerOf(doorbell: DoorbellConfiguration<string>, parts: ListenerParts): DoorbellListener[] {
  if (doorbell.kind === 'webhook') return [];
  return [doorbell.kind === 'amqp' ? new AmqpDoorbells(doorbell, parts) : new MqttDoorbells(doorbell, parts)];
}
