/** An org, a gateway, a broker, SAP and tills, each where it can be killed, with a proxy between any two that talk. Real processes: the org and the gateway; SAP, broker and tills live in this one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { create } from '../../../e2e/support/ledger-check.ts';
import { call, startOrg, type RunningOrg } from '../../../e2e/support/running-org.ts';
import { startAmqpBroker, type AmqpBroker } from '../../../gateway/broker/amqp-broker.ts';
import { furnishHome, secretOf, SIMULATED_SAP, TILL_NETWORK } from '../../../gateway/cli/home.ts';
import { systemClock } from '../../../gateway/shared/clock.ts';
import { seededRandom, type Random } from '../../../gateway/simulator/random.ts';
import { NO_FAULTS } from '../../../gateway/simulator/sap/faults.ts';
import { serveSap, type SapServer } from '../../../gateway/simulator/sap/server.ts';
import { SapSimulator } from '../../../gateway/simulator/sap/simulator.ts';
import { amqpWire } from '../../../gateway/simulator/sap/wires.ts';
import { httpSend } from '../../../gateway/simulator/tills/shop-floor.ts';
import { NO_TILL_FAULTS, SimulatedTill, type Send } from '../../../gateway/simulator/tills/till.ts';
import { readServerInfo } from '../../../local-org/cli/server-info.ts';
import { Operations } from '../../gateway/operations.ts';
import { GatewayProcess } from '../../gateway/process.ts';
import { CONFIRMED_BY_SAP, projectWithModes } from '../../gateway/settings.ts';
import { HttpProxy, type Concerns } from './http-proxy.ts';
import { differences, LOCATION, SKUS, type HandedOver, type Happened } from './oracle.ts';
import { TcpProxy } from './tcp-proxy.ts';

const PLANT = 'LON1';
const STORAGE = '0001';
const POLL_SECONDS = 2;
const OPENING = 1_000;
export const READS: Concerns = (method, asked) => method === 'GET' && asked.includes('A_MaterialDocumentHeader');
export const POSTINGS: Concerns = (method, asked) => method === 'POST' && asked.includes('A_MaterialDocumentHeader');

export interface Counts {
  /** By source and what is counted: `TILL received`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Greatest p99 in milliseconds, by source and hop. */
  readonly slowest: ReadonlyMap<string, number>;
  readonly work: readonly { readonly kind: string; readonly state: string; readonly count: number }[];
  readonly openBreakers: number;
}

export class Stage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'holdfast-faults-'));
  readonly random: Random;
  readonly tills: readonly SimulatedTill[];
  readonly handedOver: HandedOver[] = [];
  org!: RunningOrg;
  token = '';
  broker!: AmqpBroker;
  sap!: SapSimulator;
  gateway!: GatewayProcess;
  /** Between tills and gateway, gateway and org, gateway and SAP. */
  tillProxy!: HttpProxy;
  orgProxy!: HttpProxy;
  sapProxy!: HttpProxy;
  /** Between broker and gateway, and between the org's events and the gateway. */
  brokerProxy!: TcpProxy;
  eventsProxy!: TcpProxy;
  /** How much SAP's clock is ahead. */
  sapSkewMs = 0;
  /** Starts of the gateway after its first. */
  restarts = 0;
  #sapServer!: SapServer;
  #orgPort: readonly string[] = [];
  #isComplete = false;

  readonly #project: string;

  private constructor(seed: number) {
    this.#project = projectWithModes(this.folder, CONFIRMED_BY_SAP);
    this.random = seededRandom(seed);
    this.tills = ['1', '2'].map((register) => new SimulatedTill({ network: TILL_NETWORK, secret: secretOf(this.home, 'till'), store: LOCATION, register }, { clock: systemClock, random: this.random }));
  }

  get home(): string {
    return path.join(this.folder, 'gateway');
  }

  static async open(seed: number, tell: (line: string) => void): Promise<Stage> {
    const stage = new Stage(seed);
    tell('starting org, broker, SAP and gateway');
    await stage.startOrg();
    await stage.#furnishOrg();
    await stage.#startOthers(seed);
    for (const sku of SKUS) stage.post('561', sku, OPENING);
    await stage.settle();
    return stage;
  }

  async startOrg(): Promise<void> {
    this.org = await startOrg({ seed: false, dataFolder: path.join(this.folder, 'org'), args: this.#orgPort, project: this.#project });
    this.#orgPort = ['--port', new URL(this.org.url).port];
    if (this.#isComplete) this.eventsProxy.target = this.#eventsAddress();
    this.token = await this.org.token();
  }

  async #furnishOrg(): Promise<void> {
    await create(this.org, this.token, 'Stock_Location__c', { Name: LOCATION, Code__c: LOCATION, Type__c: 'Store', ERP_Plant__c: PLANT, ERP_Storage_Location__c: STORAGE, Till_Store_Code__c: LOCATION, Pickup__c: true });
    for (const sku of SKUS) await create(this.org, this.token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
  }

  async #startOthers(seed: number): Promise<void> {
    this.broker = await this.#startBroker(0);
    const address = (port: number): string => `amqp://127.0.0.1:${String(port)}`;
    this.sap = new SapSimulator({ seed, clock: { now: () => Date.now() + this.sapSkewMs, sleep: systemClock.sleep }, wires: [amqpWire({ url: address(this.broker.port), address: SIMULATED_SAP.queue, user: SIMULATED_SAP.brokerUser, password: secretOf(this.home, 'brokerPassword') })] });
    this.sap.keepRinging();
    this.#sapServer = await serveSap(this.sap, { user: SIMULATED_SAP.user, password: secretOf(this.home, 'sapPassword'), controlToken: secretOf(this.home, 'operations') });
    this.orgProxy = await HttpProxy.listen(this.org.url, (method, asked) => method === 'POST' && asked.endsWith('/events'));
    this.sapProxy = await HttpProxy.listen(this.#sapServer.url, READS);
    this.brokerProxy = await TcpProxy.listen({ host: '127.0.0.1', port: this.broker.port });
    this.eventsProxy = await TcpProxy.listen(this.#eventsAddress());
    const file = furnishHome({
      folder: this.home, port: 0, org: { url: this.orgProxy.url, dataFolder: this.org.dataFolder, pubsubEndpoint: `127.0.0.1:${String(this.eventsProxy.port)}` },
      sap: { baseUrl: this.sapProxy.url, user: SIMULATED_SAP.user, writesBack: true, doorbell: { url: address(this.brokerProxy.port), address: SIMULATED_SAP.queue, user: SIMULATED_SAP.brokerUser } },
    });
    this.#adjust(file);
    this.gateway = new GatewayProcess({ config: file });
    await this.gateway.start();
    this.tillProxy = await HttpProxy.listen(this.gateway.url, (method) => method === 'POST');
    this.#isComplete = true;
  }

  #eventsAddress(): { readonly host: string; readonly port: number } {
    const [host = '', port = ''] = readServerInfo(this.org.dataFolder)!.pubSub.plain.replace(/^\w+:\/\//, '').split(':');
    return { host, port: Number(port) };
  }

  /** Assertions are for the org behind the proxy; what rang is looked for more often; SAP is read, not compared. */
  #adjust(file: string): void {
    const configuration = JSON.parse(readFileSync(file, 'utf8')) as { org: Record<string, unknown>; sap: Record<string, unknown> };
    delete configuration.sap['snapshotMinutes'];
    writeFileSync(file, JSON.stringify({ ...configuration, org: { ...configuration.org, audience: 'https://login.salesforce.com' }, sap: { ...configuration.sap, pollSeconds: POLL_SECONDS } }));
  }

  #startBroker(port: number): Promise<AmqpBroker> {
    return startAmqpBroker({ port, user: SIMULATED_SAP.brokerUser, password: secretOf(this.home, 'brokerPassword') });
  }

  /** As a restart does: its connections break, and what it held is gone. */
  async restartBroker(): Promise<void> {
    const { port } = this.broker;
    await this.broker.close();
    await wait(300);
    this.broker = await this.#startBroker(port);
  }

  async restartOrg(): Promise<void> {
    await this.org.kill();
    await wait(300);
    await this.startOrg();
  }

  async killGateway(): Promise<void> {
    await this.gateway.kill();
  }

  async restartGateway(): Promise<void> {
    // Two at once would share the doorbells, and each would know half of what happened.
    if (this.gateway.isRunning) throw new Error('The gateway is still running.');
    await this.gateway.start();
    this.restarts += 1;
    this.tillProxy.target = this.gateway.url;
  }

  /** @param quantity whole pieces */
  post(movementType: string, sku: string, quantity: number, more: { readonly reference?: string } = {}): void {
    this.sap.post({ movementType, ...more, items: [{ material: sku, plant: PLANT, storageLocation: STORAGE, quantityThousandths: quantity * 1_000 }] });
  }

  /** A customer collects: reserved and handed over in the org. */
  async handOver(sku: string, quantity: number): Promise<void> {
    const requestKey = `fault-${String(this.handedOver.length + 1)}`;
    await this.#callOrg('/reservations', { requestKey, kind: 'Firm', purpose: 'Pickup', channel: 'WEB', orderRef: requestKey, allOrNothing: true, lines: [{ line: 1, sku, location: LOCATION, quantity }] });
    await this.#callOrg(`/reservations/${requestKey}/fulfil`, {});
    this.handedOver.push({ requestKey, sku, quantity });
  }

  async #callOrg(address: string, body: object): Promise<void> {
    const { status, body: told } = await call(this.org, this.token, 'POST', address, body);
    if (status !== 200 || JSON.stringify(told).includes('Refused')) throw new Error(`POST ${address} was answered ${String(status)}: ${JSON.stringify(told)}`);
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random.next() * values.length)]!;
  }

  /** Through the proxy, as tills do; failures are told to nobody: the till sends again. */
  readonly send: Send = (...args) => httpSend(() => this.tillProxy.url)(...args);

  async upload(): Promise<void> {
    await Promise.all(this.tills.map((till) => till.upload(this.send).catch(() => undefined)));
  }

  async figures(): Promise<Counts> {
    const { sources, work, breakers } = await new Operations(() => [this.gateway.url], secretOf(this.home, 'operations')).figures();
    return {
      work, openBreakers: breakers.filter(({ state }) => state !== 'Closed').length,
      counts: new Map(sources.flatMap(({ source, counts }) => Object.entries(counts).map(([what, count]) => [`${source} ${what}`, count]))),
      slowest: new Map(sources.flatMap(({ source, hops }) => hops.map(({ hop, p99Ms }) => [`${source} ${hop}`, p99Ms]))),
    };
  }

  get happened(): Happened {
    return { transactions: this.tills.flatMap(({ journal }) => journal), documents: this.sap.book.documents(Date.now() + 3_600_000), handedOver: this.handedOver };
  }

  /** Ends every fault. */
  heal(): void {
    for (const proxy of [this.tillProxy, this.orgProxy, this.sapProxy]) {
      proxy.planned.length = 0;
      proxy.watch = () => undefined;
    }
    this.sapProxy.concerns = READS;
    for (const proxy of [this.brokerProxy, this.eventsProxy]) {
      proxy.delayMs = 0;
      proxy.isRefusing = false;
      proxy.watch = () => undefined;
    }
    this.sap.setFaults(NO_FAULTS);
    for (const till of this.tills) till.faults = NO_TILL_FAULTS;
  }

  /** Waits until everything told has arrived. Answers what is wrong when it does not. */
  async settle(withinMs = 120_000): Promise<readonly string[]> {
    const until = Date.now() + withinMs;
    let wrong: readonly string[] = [];
    while (Date.now() < until) {
      if (this.gateway.isRunning) {
        await this.upload();
        wrong = await this.#notSettled();
        if (wrong.length === 0) return [];
      }
      await wait(250);
    }
    return wrong;
  }

  async #notSettled(): Promise<readonly string[]> {
    const waiting = this.tills.reduce((sum, till) => sum + till.waiting, 0);
    if (waiting > 0) return [`${String(waiting)} transactions wait at the tills`];
    const { work } = await this.figures();
    const held = work.filter(({ state }) => state === 'Waiting' || state === 'Dead').map(({ kind, state, count }) => `${String(count)} ${kind} ${state}`);
    return held.length > 0 ? held : differences({ url: this.org.url, token: this.token }, this.happened);
  }

  async close(): Promise<void> {
    await this.gateway.stop();
    await this.sap.close();
    await this.#sapServer.close();
    await this.broker.close();
    for (const proxy of [this.tillProxy, this.orgProxy, this.sapProxy, this.brokerProxy, this.eventsProxy]) await proxy.close();
    await this.org.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
