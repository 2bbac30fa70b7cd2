/** The processes and servers of the demo: org and gateway in processes of their own, SAP, broker and tills in this one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startOrg, type RunningOrg } from '../../e2e/support/running-org.ts';
import { startAmqpBroker, type AmqpBroker } from '../../gateway/broker/amqp-broker.ts';
import { furnishHome, secretOf, SIMULATED_SAP, TILL_NETWORK } from '../../gateway/cli/home.ts';
import { seededRandom } from '../../gateway/simulator/random.ts';
import { serveSap, type SapServer } from '../../gateway/simulator/sap/server.ts';
import { SapSimulator } from '../../gateway/simulator/sap/simulator.ts';
import { amqpWire } from '../../gateway/simulator/sap/wires.ts';
import { ShopFloor } from '../../gateway/simulator/tills/shop-floor.ts';
import { systemClock } from '../../gateway/shared/clock.ts';
import type { Restartable } from './faults.ts';
import { GatewayProcess } from '../gateway/process.ts';
import { demoPlan } from '../seed/plan.ts';
import { progressTo } from '../seed/progress.ts';
import { seed } from '../seed/seed.ts';
import { PRODUCTS, STORES } from './plan.ts';
import { CONFIRMED_BY_SAP, projectWithModes } from '../gateway/settings.ts';


export type AmqpQueueState = ReturnType<AmqpBroker['queue']>;

export interface DemoParts {
  readonly org: OrgProcess;
  readonly gateway: GatewayProcess;
  readonly broker: BrokerServer;
  readonly sap: SapSimulator;
  readonly shopFloor: ShopFloor;
  readonly home: string;
  close(): Promise<void>;
}

/** @param tell hears of each step */
export async function startParts({ seed: chance, tell }: { readonly seed: number; readonly tell: (line: string) => void }): Promise<DemoParts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-integration-'));
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
  tell('starting broker, SAP and gateway');
  const broker = new BrokerServer(secretOf(home, 'brokerPassword'));
  await broker.start();
  const sap = new SapSimulator({ seed: chance, wires: [amqpWire({ url: broker.url, address: SIMULATED_SAP.queue, user: SIMULATED_SAP.brokerUser, password: secretOf(home, 'brokerPassword') })] });
  sap.keepRinging();
  const sapServer = await serveSap(sap, { user: SIMULATED_SAP.user, password: secretOf(home, 'sapPassword'), controlToken: secretOf(home, 'operations') });
  const gateway = new GatewayProcess({ config: configure({ home, org, sapServer, broker }) });
  return {
    org, gateway, broker, sap, shopFloor, home,
    close: async () => {
      await gateway.stop();
      await sap.close();
      await sapServer.close();
      await broker.stop();
      await org.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configure({ home, org, sapServer, broker }: { readonly home: string; readonly org: OrgProcess; readonly sapServer: SapServer; readonly broker: BrokerServer }): string {
  return furnishHome({
    folder: home, port: 0, org: { url: org.url, dataFolder: org.dataFolder },
    sap: { baseUrl: sapServer.url, user: SIMULATED_SAP.user, writesBack: true, doorbell: { url: broker.url, address: SIMULATED_SAP.queue, user: SIMULATED_SAP.brokerUser } },
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

/** A broker that comes back on its port, without what it held: SAP rings again for what was not acknowledged, polling finds the rest. */
class BrokerServer implements Restartable {
  readonly #password: string;
  #broker: AmqpBroker | undefined;
  #port = 0;

  constructor(password: string) {
    this.#password = password;
  }

  get url(): string {
    return `amqp://127.0.0.1:${String(this.#port)}`;
  }

  /** `undefined` while it is down. */
  get queue(): AmqpQueueState | undefined {
    return this.#broker?.queue(SIMULATED_SAP.queue);
  }

  async start(): Promise<void> {
    this.#broker = await startAmqpBroker({ port: this.#port, user: SIMULATED_SAP.brokerUser, password: this.#password });
    this.#port = this.#broker.port;
  }

  async stop(): Promise<void> {
    const broker = this.#broker;
    this.#broker = undefined;
    await broker?.close();
  }
}
