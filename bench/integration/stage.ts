/** An org, a gateway and tills, each in a process as in life (the tills in this one). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunningOrg } from '../../e2e/support/running-org.ts';
import { furnishHome, secretOf } from '../../gateway/cli/home.ts';
import { systemClock } from '../../gateway/shared/clock.ts';
import { httpSend } from '../../gateway/simulator/tills/shop-floor.ts';
import type { Send } from '../../gateway/simulator/tills/till.ts';
import { OrgClient } from '../../gateway/system/salesforce/org-client.ts';
import { Operations } from '../../scripts/gateway/operations.ts';
import { GatewayProcess } from '../../scripts/gateway/process.ts';
import { Inspector, LISTENING } from '../inspector.ts';
import { startStocked } from '../stocked-org.ts';
import { nameStores, SHOP, Shop } from './shop.ts';

export interface Stage {
  readonly org: RunningOrg;
  readonly client: OrgClient;
  readonly shop: Shop;
  readonly send: Send;
  /** Facts in the gateway's outbox. */
  waiting(): Promise<number>;
  /** Facts that ended otherwise than applied. */
  failed(): Promise<number>;
  /** Microseconds of processor time so far. */
  processorTime(): Promise<{ readonly gateway: number; readonly org: number }>;
  close(): Promise<void>;
}

export async function setUp(tell: (text: string) => void): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-bench-integration-'));
  const dataFolder = path.join(folder, 'org');
  tell(`stocking ${String(SHOP.skuCount * SHOP.locations.length)} positions`);
  const org = await startStocked(dataFolder, SHOP, LISTENING);
  await nameStores(org.url, await org.token());
  const home = path.join(folder, 'gateway');
  const gateway = new GatewayProcess({ config: furnishHome({ folder: home, org: { url: org.url, dataFolder }, port: 0 }), environment: LISTENING });
  const url = await gateway.start();
  const inspectors = { gateway: await Inspector.attach(gateway.log), org: await Inspector.attach(org.log()) };
  const operations = new Operations(() => [url], secretOf(home, 'operations'));
  const facts = async (isCounted: (figure: { readonly state: string; readonly effect?: string }) => boolean): Promise<number> => {
    const { work } = await operations.figures();
    return work.filter((figure) => figure.kind === 'fact' && isCounted(figure)).reduce((sum, { count }) => sum + count, 0);
  };
  return {
    org, send: httpSend(() => url), shop: new Shop(secretOf(home, 'till')),
    client: new OrgClient({ login: { url: org.url, token: await org.token('integration@holdfast.local') }, clock: systemClock }),
    waiting: () => facts(({ state }) => state === 'Waiting'),
    failed: () => facts(({ state, effect }) => state === 'Dead' || (state === 'Done' && effect !== 'Applied')),
    processorTime: async () => ({ gateway: (await inspectors.gateway.processorTime()).wholeProcess, org: (await inspectors.org.processorTime()).wholeProcess }),
    close: async () => {
      for (const inspector of Object.values(inspectors)) inspector.detach();
      await gateway.stop();
      await org.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
