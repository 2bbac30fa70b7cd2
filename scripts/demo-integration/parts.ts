/** The processes and servers of the demo: org and gateway in processes of their own, SAP, broker and tills in this one. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startOrg, type RunningOrg } from '../../e2e/support/running-org.ts';
import { furnishHome, secretOf, SIMULATED_SAP, TILL_NETWORK } from '../../gateway/cli/home.ts';
import { startPostgres, type Postgres } from '../../gateway/parts/postgres.ts';
import { seededRandom } from '../../gateway/simulator/random.ts';
import { serveSap, type SapServer } from '../../gateway/simulator/sap/server.ts';
import { SapSimulator } from '../../gateway/simulator/sap/simulator.ts';
import { amqpWire } from '../../gateway/simulator/sap/wires.ts';
import { ShopFloor } from '../../gateway/simulator/tills/shop-floor.ts';
import { systemClock } from '../../gateway/shared/clock.ts';
import { GatewayGroup } from '../gateway/gateway-group.ts';
import { GatewayProcess } from '../gateway/process.ts';
import { demoPlan } from '../seed/plan.ts';
import { progressTo } from '../seed/progress.ts';
import { seed } from '../seed/seed.ts';
import { PRODUCTS, STORES } from './plan.ts';
import { CONFIRMED_BY_SAP, projectWithModes } from '../gateway/settings.ts';
import { EmbeddedBroker, RabbitBroker, type DemoBroker } from './brokers.ts';
import type { Restartable } from './faults.ts';

export interface DemoParts {
  readonly org: OrgProcess;
  readonly gateways: GatewayGroup;
  readonly broker: DemoBroker;
  readonly sap: SapSimulator;
  readonly shopFloor: ShopFloor;
  readonly home: string;
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly seed: number;
  /** Debian's RabbitMQ and PostgreSQL, and two gateways. */
  readonly isReal: boolean;
  /** Hears of each step. */
  readonly tell: (line: string) => void;
}

export async function startParts({ seed: chance, isReal, tell }: PartsOptions): Promise<DemoParts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-integration-'));
  // Real servers run under accounts of their own and pass through it to their folders.
  chmodSync(folder, 0o711);
  const home = path.join(folder, 'gateway');
  tell('starting the org');
  const org = new OrgProcess({ dataFolder: path.join(folder, 'org'), project: projectWithModes(folder, CONFIRMED_BY_SAP) });
  await org.start();
  tell('seeding');
  await seed(org.address, demoPlan(), { isAnyway: false, progress: progressTo({ write: () => undefined }, '') });
  const shopFloor = new ShopFloor({
    tills: STORES.flatMap(({ location, registers }) => registers.map((register) => ({ network: TILL_NETWORK, secret: secretOf(home, 'till'), store: location, register }))),
    skus: PRODUCTS.map(({ sku }) => sku), clock: systemClock, random: seededRandom(chance),
  });
  tell(isReal ? 'starting RabbitMQ, PostgreSQL and SAP' : 'starting broker and SAP');
  const broker = isReal ? new RabbitBroker(folder) : new EmbeddedBroker(secretOf(home, 'brokerPassword'));
  await broker.start();
  const postgres = isReal ? await startPostgres({ folder: path.join(folder, 'postgres') }) : undefined;
  const { url, address, user, password } = broker;
  const sap = new SapSimulator({ seed: chance, wires: [amqpWire({ url, address, user, password })] });
  sap.keepRinging();
  const sapServer = await serveSap(sap, { user: SIMULATED_SAP.user, password: secretOf(home, 'sapPassword'), controlToken: secretOf(home, 'operations') });
  const config = configure({ home, org, sapServer, broker, postgres });
  const gateways = new GatewayGroup((isReal ? ['one', 'two'] : ['one']).map((name) => new GatewayProcess({ config, name })));
  return {
    org, gateways, broker, sap, shopFloor, home,
    close: async () => {
      await gateways.stop();
      await sap.close();
      await sapServer.close();
      await broker.stop();
      await postgres?.stop();
      await org.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Configured {
  readonly home: string;
  readonly org: OrgProcess;
  readonly sapServer: SapServer;
  readonly broker: DemoBroker;
  readonly postgres: Postgres | undefined;
}

function configure({ home, org, sapServer, broker: { url, address, user, password }, postgres }: Configured): string {
  return furnishHome({
    folder: home, port: 0, org: { url: org.url, dataFolder: org.dataFolder }, ...(postgres === undefined ? {} : { postgresUrl: postgres.url }),
    sap: { baseUrl: sapServer.url, user: SIMULATED_SAP.user, writesBack: true, doorbell: { url, address, user, password } },
  });
}

/** A local org that comes back on its port; its Pub/Sub API comes back on another, which the gateway asks for. */
export class OrgProcess implements Restartable {
  readonly dataFolder: string;
  readonly #project: string;
  #running: RunningOrg | undefined;
  #ports: readonly string[] = [];
  #url = '';
  #token = '';

  constructor({ dataFolder, project }: { readonly dataFolder: string; readonly project: string }) {
    this.dataFolder = dataFolder;
    this.#project = project;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get url(): string {
    return this.#url;
  }

  /** Of its administrator. */
  get address(): { readonly url: string; readonly token: string } {
    return { url: this.#url, token: this.#token };
  }

  async start(): Promise<void> {
    this.#running = await startOrg({ seed: false, dataFolder: this.dataFolder, project: this.#project, args: this.#ports });
    this.#url = this.#running.url;
    this.#ports = ['--port', new URL(this.#url).port];
    this.#token = await this.#running.token();
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }
}
