/** Every API that somebody calls to tell or to ask, on one server. */
import type { ContractName } from '../../contracts/document.ts';
import { registerIntents } from '../../process/inbox/intents-api.ts';
import { registerSalesforce } from '../../system/salesforce/api.ts';
import { registerPos } from '../pos/pos-api.ts';
import { registerStoreOps } from '../store-ops/store-ops-api.ts';
import { registerWeb } from '../web/web-api.ts';
import { NETWORK } from './till.ts';
import { World } from './world.ts';

/** Prefixes by contract. */
export const CALLED = { 'pos-ingest': '/pos/v1', 'store-ops': '/store-ops/v1', 'web-availability': '/web/v1', 'inventory-intent': '/inventory-intent/v1', salesforce: '/salesforce/v1' } as const satisfies Partial<Record<ContractName, string>>;

export async function openCalled(): Promise<World> {
  const world = await World.open();
  // What comes as far as the org finds nothing there.
  world.orgAnswers = (method, path) => (method === 'POST' && path === '/reservations' ? { status: 400, body: [{ errorCode: 'HF-BAD-FIELD', message: 'Bent.' }] } : undefined);
  const { server, store, names, org, reserve, authorise, health, clock } = world;
  const inbox = { store, names, health, clock, isFull: () => world.isFull };
  registerPos(server, { ...inbox, org, reserve, networks: [NETWORK] });
  registerStoreOps(server, { ...inbox, org, authorise });
  registerWeb(server, { org, store, reserve, authorise, clock, isFull: inbox.isFull });
  registerIntents(server, { ...inbox, authorise });
  registerSalesforce(server, { org, reserve, authorise });
  return world;
}
