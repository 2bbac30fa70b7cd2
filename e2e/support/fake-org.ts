/**
 * An org with stock in memory instead of Apex and a database, for tests of the console itself: failures, refusals, lost connections and
 * slow answers can be arranged at will. Pages, modules, sessions and the streaming endpoint are the real ones.
 */
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { accessToken } from '../../local-org/api/authentication.ts';
import { invalidSession } from '../../local-org/api/errors.ts';
import type { ApiHost, EventSource, EventType, StoredEvent } from '../../local-org/api/host.ts';
import { registerStreaming } from '../../local-org/api/streaming/register.ts';
import { registerConsole } from '../../local-org/console/index.ts';
import type { ApexOutcome, ConsoleHost, ConsoleSession } from '../../local-org/console/index.ts';
import { buildBundles } from '../../scripts/lwc/build.ts';

export const PROJECT = resolve(import.meta.dirname, '../..');
const TOPIC = '/event/Availability_Changed__e';
const TOPICS = [TOPIC, '/event/Stock_Signal__e'];

interface Position {
  readonly location: string;
  readonly locationName: string;
  readonly town: string;
  onHand: number;
  reserved: number;
  readonly safety: number;
  version: number;
}

export interface FakeOrgOptions {
  readonly customPermissions?: readonly string[];
  /** Deployed files that replace or join those of the project. */
  readonly files?: Readonly<Record<string, string>>;
  readonly openSession?: boolean;
  /** Apex methods beside those of AvailabilityController, by `Class.method`. */
  readonly methods?: Readonly<Record<string, FakeMethod>>;
}

/** Stands in for an Apex method. */
export interface FakeMethod {
  readonly isCacheable?: boolean;
  answer(parameters: Readonly<Record<string, unknown>>): unknown;
}

export class FakeOrg {
  readonly server: FastifyInstance = Fastify({ forceCloseConnections: true });
  readonly calls: { readonly method: string; readonly parameters: Readonly<Record<string, unknown>> }[] = [];
  /** Answers a call in place of the org when it returns something. */
  intercept: (method: string, parameters: Readonly<Record<string, unknown>>) => ApexOutcome | Promise<ApexOutcome> | undefined = () => undefined;
  readonly products = [
    { sku: 'MUG-BLUE', name: 'Stoneware mug, blue', imageUrl: null, gtin: '4006381333931' },
    { sku: 'MUG-SAND', name: 'Stoneware mug, sand', imageUrl: null, gtin: '4006381333948' },
    { sku: 'LAMP-ARC', name: 'Arc floor lamp', imageUrl: null, gtin: '4006381333955' },
    { sku: 'SOFA-OAK', name: 'Oak frame sofa', imageUrl: null, gtin: '4006381333962' },
  ];
  readonly positions: Position[] = [
    { location: 'DC-NORTH', locationName: 'Distribution Centre North', town: 'Bremen', onHand: 140, reserved: 22, safety: 10, version: 41 },
    { location: 'S-HAM', locationName: 'Hamburg Jungfernstieg', town: 'Hamburg', onHand: 24, reserved: 3, safety: 2, version: 17 },
    { location: 'S-CGN', locationName: 'Köln Schildergasse', town: 'Köln', onHand: 12, reserved: 5, safety: 2, version: 9 },
    { location: 'S-BER', locationName: 'Berlin Alexanderplatz', town: 'Berlin', onHand: 9, reserved: 1, safety: 2, version: 23 },
    { location: 'S-MUC', locationName: 'München Marienplatz', town: 'München', onHand: 3, reserved: 0, safety: 2, version: 5 },
    { location: 'S-LEJ', locationName: 'Leipzig Markt', town: 'Leipzig', onHand: 2, reserved: 0, safety: 2, version: 12 },
  ];
  readonly #events = new FakeEvents();
  readonly #sessions = new Map<string, ConsoleSession>();
  readonly #reservations = new Map<string, { readonly location: string; quantity: number }>();
  readonly #options: FakeOrgOptions;
  #port = 0;
  deploymentVersion = '1';
  files: ReadonlyMap<string, string>;

  private constructor(options: FakeOrgOptions) {
    this.#options = options;
    this.files = new Map([...projectFiles(), ...Object.entries(options.files ?? {})]);
  }

  static async start(options: FakeOrgOptions = {}): Promise<FakeOrg> {
    await buildBundles(PROJECT);
    const org = new FakeOrg(options);
    await registerConsole(org.server, org.host, { projectDirectory: PROJECT, report: (line) => console.error(line) });
    registerStreaming(org.server, { events: org.#events, now: () => Date.now() } as unknown as ApiHost, (request) => {
      const session = org.#sessions.get(accessToken(request) ?? '');
      if (session === undefined) throw invalidSession();
      return { id: session.user.id } as ReturnType<Parameters<typeof registerStreaming>[2]>;
    });
    await org.server.listen({ host: '127.0.0.1', port: 0 });
    return org;
  }

  get url(): string {
    const address = this.server.server.address();
    if (address === null || typeof address === 'string') throw new Error('The fake org is not listening.');
    return `http://127.0.0.1:${address.port}`;
  }

  get openReservations(): number {
    return [...this.#reservations.values()].filter((reservation) => reservation.quantity > 0).length;
  }

  /** Another window or a till has sold. */
  sell(location: string, quantity: number): void {
    const position = this.#position(location);
    position.onHand -= quantity;
    this.#publish(position);
  }

  /** Drops every connection and takes no new one. */
  async cut(): Promise<void> {
    this.#port = Number(new URL(this.url).port);
    const closed = new Promise((resolve) => this.server.server.close(resolve));
    this.server.server.closeAllConnections();
    await closed;
  }

  /** Listens again where it did before. */
  async mend(): Promise<void> {
    await new Promise<void>((resolve) => this.server.server.listen(this.#port, '127.0.0.1', resolve));
  }

  /** An event of the org. */
  publish(topic: string, payload: Readonly<Record<string, unknown>>): void {
    this.#events.publish(payload, topic);
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  newSession(): ConsoleSession {
    const session = { accessToken: randomUUID(), user: { id: '005000000000001AAA', name: 'Ada Palmer', username: 'ada@store.example', locale: 'en-GB', timeZone: 'Europe/Berlin', profileName: 'Standard Platform User' } };
    this.#sessions.set(session.accessToken, session);
    return session;
  }

  async stop(): Promise<void> {
    await this.server.close();
  }

  readonly host: ConsoleHost = {
    deployment: () => ({ version: this.deploymentVersion, files: this.files }),
    session: (token) => this.#sessions.get(token),
    openSession: () => (this.#options.openSession === false ? undefined : this.newSession()),
    redeem: () => undefined,
    closeSession: (token) => {
      this.#sessions.delete(token);
    },
    apexMethod: (className, methodName) => {
      const method = this.#options.methods?.[`${className}.${methodName}`];
      if (method !== undefined) return { isCacheable: method.isCacheable === true };
      const isKnown = ['AvailabilityController', 'ReservationController'].includes(className) && Object.hasOwn(this.#methods, methodName);
      return isKnown ? { isCacheable: ['findProducts', 'getPlaces', 'getGroups', 'alternativesOf'].includes(methodName) } : undefined;
    },
    callApex: async (_session, { className, methodName, parameters }) => {
      this.calls.push({ method: methodName, parameters });
      const intercepted = await this.intercept(methodName, parameters);
      if (intercepted !== undefined) return intercepted;
      const method = this.#options.methods?.[`${className}.${methodName}`];
      return { kind: 'returned', value: method === undefined ? this.#methods[methodName]?.(parameters) : method.answer(parameters) };
    },
    label: () => undefined,
    customPermission: (_session, name) => {
      const granted = this.#options.customPermissions ?? ['View_Availability', 'Reserve_Stock', 'Release_Stock'];
      return granted.includes(name);
    },
    userPermission: () => false,
    staticResource: () => undefined,
    permissionSets: () => ['Holdfast_Associate'],
    object: () => undefined,
    canReadObject: () => false,
    record: () => Promise.resolve(undefined),
    newestReplayId: () => this.#events.latest(),
    switchableUsers: () => [],
    sessionAs: () => undefined,
  };

  readonly #methods: Readonly<Record<string, (parameters: Readonly<Record<string, unknown>>) => unknown>> = {
    findProducts: ({ term }) => {
      const wanted = String(term).toLowerCase();
      return this.products
        .filter(({ sku, name, gtin }) => sku.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted) || gtin === String(term))
        .map(({ sku, name, imageUrl }) => ({ sku, name, imageUrl }));
    },
    availabilityFor: ({ sku }) => {
      const product = this.products.find((candidate) => candidate.sku === sku);
      const items = sku === 'SOFA-OAK' ? [] : this.positions.map((position) => ({ ...position, available: availableOf(position) }));
      return { asOf: new Date().toISOString(), product: { sku, name: product?.name ?? sku }, items };
    },
    reserve: ({ input }) => {
      const { requestKey, location, quantity } = input as { requestKey: string; location: string; quantity: number };
      const position = this.#position(location);
      const granted = Math.min(quantity, availableOf(position));
      const status = granted === quantity ? 'Reserved' : granted > 0 ? 'Partial' : 'Refused';
      if (granted > 0 && !this.#reservations.has(requestKey)) {
        this.#reservations.set(requestKey, { location, quantity: granted });
        position.reserved += granted;
        this.#publish(position);
      }
      return { requestKey, status, granted, available: availableOf(position), reason: status === 'Reserved' ? null : `Only ${granted} left at ${position.locationName}.` };
    },
    getPlaces: () => this.positions.map(({ location, locationName }) => ({ code: location, name: locationName, hasCoordinates: false })),
    getGroups: () => [{ code: 'NORTH', name: 'North', kind: 'Region' }],
    alternativesOf: () => [],
    release: (parameters) => {
      const { requestKey } = parameters as { requestKey: string };
      const reservation = this.#reservations.get(requestKey);
      if (reservation !== undefined && reservation.quantity > 0) {
        const position = this.#position(reservation.location);
        position.reserved -= reservation.quantity;
        reservation.quantity = 0;
        this.#publish(position);
      }
      return { requestKey, status: 'Released' };
    },
  };

  #position(location: string): Position {
    const position = this.positions.find((candidate) => candidate.location === location);
    if (position === undefined) throw new Error(`The fake org has no location ${location}`);
    return position;
  }

  #publish(position: Position): void {
    position.version += 1;
    this.#events.publish({
      Position_Key__c: `MUG-BLUE|${position.location}|0`,
      SKU__c: 'MUG-BLUE',
      Location_Code__c: position.location,
      Available__c: availableOf(position),
      On_Hand__c: position.onHand,
      Reserved__c: position.reserved,
      Version__c: position.version,
    });
  }
}

class FakeEvents implements EventSource {
  readonly #stored: StoredEvent[] = [];
  readonly #listeners = new Set<(events: readonly StoredEvent[]) => void>();

  topic(name: string): string | undefined {
    return TOPICS.find((topic) => topic.toLowerCase() === name.toLowerCase());
  }
  read(topic: string, afterReplayId: number, limit: number): readonly StoredEvent[] {
    return this.#stored.filter((event) => event.topic === topic && event.replayId > afterReplayId).slice(0, limit);
  }
  types(topic: string): readonly EventType[] {
    return [{ objectName: topic.slice(topic.lastIndexOf('/') + 1), schemaId: 'fake' }];
  }
  latest(): number {
    return this.#stored.at(-1)?.replayId ?? 0;
  }
  oldest(): number | undefined {
    return this.#stored[0]?.replayId;
  }
  onPublished(listener: (events: readonly StoredEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  publish(payload: Readonly<Record<string, unknown>>, topic: string = TOPIC): void {
    const event: StoredEvent = { replayId: this.latest() + 1, topic, objectName: topic.slice(topic.lastIndexOf('/') + 1), payload, schemaId: 'fake' };
    this.#stored.push(event);
    for (const listener of this.#listeners) listener([event]);
  }
}

function availableOf(position: Position): number {
  return Math.max(0, position.onHand - position.reserved - position.safety);
}

/** The console's part of the project, as a deploy would hand it over. */
function projectFiles(): [string, string][] {
  const paths = globSync(['force-app/**/lwc/*/*.{js,html,css,js-meta.xml}', 'force-app/**/{tabs,applications,flexipages,permissionsets}/*.xml'], { cwd: PROJECT });
  return paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(PROJECT, path), 'utf8')]);
}
