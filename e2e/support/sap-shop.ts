/** An org, a gateway as `npm run gateway` assembles it, a simulated ERP that rings over AMQP, and a till: what stands in a retailer, in one process but for the org. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAmqpBroker, type AmqpBroker } from '../../gateway/broker/amqp-broker.ts';
import { furnishHome, secretOf, TILL_NETWORK } from '../../gateway/cli/home.ts';
import { readConfiguration } from '../../gateway/host/configuration.ts';
import { startGateway, type RunningGateway } from '../../gateway/host/gateway.ts';
import { systemClock } from '../../gateway/shared/clock.ts';
import { jsonLog } from '../../gateway/shared/log.ts';
import { seededRandom } from '../../gateway/simulator/random.ts';
import { serveSap, type SapServer } from '../../gateway/simulator/sap/server.ts';
import { SapSimulator } from '../../gateway/simulator/sap/simulator.ts';
import { amqpWire } from '../../gateway/simulator/sap/wires.ts';
import { SimulatedTill } from '../../gateway/simulator/tills/till.ts';
import { readServerInfo } from '../../local-org/cli/server-info.ts';
import { create, query } from './ledger-check.ts';
import { call, startOrg, type RunningOrg } from './running-org.ts';

export interface ErpPlace {
  readonly location: string;
  readonly plant: string;
  readonly storageLocation: string;
}

export interface OrgPosition {
  readonly onHand: number;
  readonly book: number;
  readonly inTransit: number;
  readonly inspection: number;
  readonly damaged: number;
}

export class SapShop {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'holdfast-sap-shop-'));
  readonly dataFolder = path.join(this.folder, 'org');
  readonly home = path.join(this.folder, 'gateway');
  /** What the gateway wrote, line by line. */
  readonly log: string[] = [];
  readonly till: SimulatedTill;
  org!: RunningOrg;
  token = '';
  sap!: SapSimulator;
  #gateway!: RunningGateway;
  #broker!: AmqpBroker;
  #server!: SapServer;

  constructor(store: string) {
    this.till = new SimulatedTill({ network: TILL_NETWORK, secret: secretOf(this.home, 'till'), store, register: '1' }, { clock: systemClock, random: seededRandom(1) });
  }

  async open(places: readonly ErpPlace[], skus: readonly string[], prepare: (dataFolder: string) => Promise<void>): Promise<void> {
    this.org = await startOrg({ seed: false, dataFolder: this.dataFolder });
    this.token = await this.org.token();
    for (const { location, plant, storageLocation } of places) await create(this.org, this.token, 'Stock_Location__c', { Name: location, Code__c: location, Type__c: 'Store', Ship_From_Store__c: true, Till_Store_Code__c: location, ERP_Plant__c: plant, ERP_Storage_Location__c: storageLocation });
    for (const sku of skus) await create(this.org, this.token, 'Product2', { Name: sku, SKU__c: sku, IsActive: true });
    await prepare(this.dataFolder);
    const password = secretOf(this.home, 'brokerPassword');
    this.#broker = await startAmqpBroker({ user: 'holdfast', password });
    this.sap = new SapSimulator({ wires: [amqpWire({ url: this.#broker.url, address: 'documents', user: 'holdfast', password })] });
    this.sap.keepRinging();
    this.#server = await serveSap(this.sap, { user: 'HOLDFAST', password: secretOf(this.home, 'sapPassword'), controlToken: secretOf(this.home, 'operations') });
    await this.startGateway();
  }

  async startGateway(): Promise<void> {
    const { pubSub } = readServerInfo(this.dataFolder)!;
    const file = furnishHome({
      folder: this.home, port: 0, org: { url: this.org.url, dataFolder: this.dataFolder, pubsubEndpoint: pubSub.plain.replace(/^\w+:\/\//, '') },
      sap: { baseUrl: this.#server.url, user: 'HOLDFAST', writesBack: true, doorbell: { url: this.#broker.url, address: 'documents', user: 'holdfast' } },
    });
    this.#gateway = await startGateway(readConfiguration(file, {}), { owner: 'shop', clock: systemClock, log: jsonLog((line) => { this.log.push(line); }) });
  }

  async stopGateway(): Promise<void> {
    await this.#gateway.stop();
  }

  async close(): Promise<void> {
    await this.#gateway.stop();
    await this.sap.close();
    await this.#server.close();
    await this.#broker.close();
    await this.org.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Tells the gateway what the till journalled. */
  async upload(): Promise<void> {
    await this.till.upload(async (address, body, headers) => {
      const answer = await fetch(`${this.#gateway.url}${address}`, { method: 'POST', headers, body });
      return { status: answer.status, body: await answer.json() };
    });
  }

  /** Calls the gateway as its operators do. */
  async operate(method: 'GET' | 'POST', address: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
    const headers = { authorization: `Bearer ${secretOf(this.home, 'operations')}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(`${this.#gateway.url}${address}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: await answer.json() };
  }

  async callOrg(address: string, body: unknown): Promise<unknown> {
    const answer = await call(this.org, this.token, 'POST', address, body);
    if (answer.status !== 200) throw new Error(`${address}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async position(sku: string, location: string): Promise<OrgPosition> {
    const [row] = await query(this.org, this.token, `SELECT On_Hand__c, Book__c, In_Transit__c, Inspection__c, Damaged__c FROM Stock_Position__c WHERE Position_Key__c = '${sku}|${location}|0'`);
    const of = (field: string): number => Number(row?.[field] ?? 0);
    return { onHand: of('On_Hand__c'), book: of('Book__c'), inTransit: of('In_Transit__c'), inspection: of('Inspection__c'), damaged: of('Damaged__c') };
  }

  /** Sellable (unless a stock type is named) stock in the ERP's book, in units. */
  inErp(material: string, { plant, storageLocation }: Pick<ErpPlace, 'plant' | 'storageLocation'>, stockType = '01'): number {
    return this.sap.book.quantity({ material, plant, storageLocation, stockType }, Date.now()) / 1000;
  }
}
