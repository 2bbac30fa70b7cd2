/** The APIs of those who tell and ask: tills, handhelds, web shops, systems that need no adapter. */
import type { FastifyInstance } from 'fastify';
import type { WorkKind } from '../delivery/work.ts';
import { registerPos } from '../experience/pos/pos-api.ts';
import { registerStoreOps } from '../experience/store-ops/store-ops-api.ts';
import { registerWeb } from '../experience/web/web-api.ts';
import { registerIntents } from '../process/inbox/intents-api.ts';
import type { Authorise } from '../shared/http.ts';
import { registerSalesforce } from '../system/salesforce/api.ts';
import { CommandCoalescer } from '../system/salesforce/coalescer.ts';
import type { TillNames } from '../system/salesforce/till-names.ts';
import type { Core } from './core.ts';

export interface CallersParts {
  readonly names: TillNames;
  readonly authorise: Authorise;
  readonly isFull: (kind: WorkKind) => boolean;
}

export function registerCallers(server: FastifyInstance, { configuration, store, org, health, clock }: Core, { names, authorise, isFull }: CallersParts): void {
  const coalescer = new CommandCoalescer({ org, clock, health });
  const reserve: CommandCoalescer['reserve'] = (request) => coalescer.reserve(request);
  const inbox = { store, names, health, clock, isFull: () => isFull('fact') };
  registerPos(server, { ...inbox, org, reserve, networks: configuration.tills ?? [] });
  registerStoreOps(server, { ...inbox, org, authorise });
  registerWeb(server, { org, store, reserve, authorise, clock, isFull: () => isFull('release') });
  registerIntents(server, { ...inbox, authorise });
  registerSalesforce(server, { org, reserve, authorise });
}
