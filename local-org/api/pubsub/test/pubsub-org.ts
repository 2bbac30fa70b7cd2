/** A small org in memory with an event type, a captured object and a user without rights, its Pub/Sub API, and a plain gRPC client for it. */
import { type Client, credentials, loadPackageDefinition, Metadata, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import avro, { type Type } from 'avsc';
import path from 'node:path';
import { apiHost } from '../../../cli/api-host.ts';
import { Store } from '../../../data/store/store.ts';
import { ADMIN_USERNAME } from '../../../deploy/demo-users.ts';
import { LocalOrg } from '../../../deploy/local-org.ts';
import { makeId } from '../../../values/id.ts';
import { setSlot } from '../../../values/sobject.ts';
import { Sessions } from '../../oauth/sessions.ts';
import { dml, recordClassOf } from '../../rest/data.ts';
import { recordFromJson } from '../../rest/record-json.ts';
import type { PubSubTimes } from '../parts.ts';
import { startPubSub, type RunningPubSub } from '../server.ts';

const metadata = (root: string, inner: string): string => `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${root}>`;
const object = (label: string, rest: string): string => metadata('CustomObject', `<label>${label}</label><pluralLabel>${label}s</pluralLabel><deploymentStatus>Deployed</deploymentStatus>${rest}`);
export const field = (name: string, type: string, rest = ''): string => metadata('CustomField', `<fullName>${name}</fullName><label>${name}</label><type>${type}</type>${rest}`);

export const FILES: Readonly<Record<string, string>> = {
  'objects/Note__e/Note__e.object-meta.xml': object('Note', '<eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>'),
  'objects/Note__e/fields/Text__c.field-meta.xml': field('Text__c', 'Text', '<length>40</length>'),
  'objects/Note__e/fields/Amount__c.field-meta.xml': field('Amount__c', 'Number', '<precision>10</precision><scale>2</scale>'),
  'objects/Note__e/fields/When__c.field-meta.xml': field('When__c', 'DateTime'),
  'objects/Note__e/fields/Urgent__c.field-meta.xml': field('Urgent__c', 'Checkbox', '<defaultValue>false</defaultValue>'),
  'objects/Shelf__c/Shelf__c.object-meta.xml': object('Shelf', '<nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>'),
  'objects/Shelf__c/fields/Code__c.field-meta.xml': field('Code__c', 'Text', '<length>20</length>'),
  'objects/Shelf__c/fields/Level__c.field-meta.xml': field('Level__c', 'Number', '<precision>10</precision><scale>1</scale>'),
  'objects/Shelf__c/fields/Checked_On__c.field-meta.xml': field('Checked_On__c', 'Date'),
  'platformEventChannelMembers/Shelf.platformEventChannelMember-meta.xml': metadata('PlatformEventChannelMember', '<eventChannel>ChangeEvents</eventChannel><selectedEntity>Shelf__ChangeEvent</selectedEntity>'),
  'permissionsets/Holdfast_Associate.permissionset-meta.xml': metadata('PermissionSet', '<label>Reader</label><objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Note__e</object><viewAllRecords>false</viewAllRecords></objectPermissions>'),
  'permissionsets/Holdfast_Admin.permissionset-meta.xml': metadata('PermissionSet', `${['Checked_On__c', 'Code__c', 'Level__c'].map((name) => `<fieldPermissions><editable>true</editable><field>Shelf__c.${name}</field><readable>true</readable></fieldPermissions>`).join('')}<label>Admin</label>`),
  // Sees all shelves, but not their level.
  'permissionsets/Holdfast_Manager.permissionset-meta.xml': metadata('PermissionSet', '<fieldPermissions><editable>false</editable><field>Shelf__c.Code__c</field><readable>true</readable></fieldPermissions><label>Viewer</label><objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Shelf__c</object><viewAllRecords>true</viewAllRecords></objectPermissions>'),
};

export interface Fetched {
  readonly events: readonly { readonly event: { readonly id: string; readonly schemaId: string; readonly payload: Buffer }; readonly replayId: Buffer }[];
  readonly latestReplayId: Buffer;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
}

export class PubSubOrg {
  readonly localOrg: LocalOrg;
  readonly sessions: Sessions;
  readonly running: RunningPubSub;
  readonly client: PubSubClient;
  readonly clock: { now: number };

  private constructor(localOrg: LocalOrg, sessions: Sessions, running: RunningPubSub, clock: { now: number }) {
    this.localOrg = localOrg;
    this.sessions = sessions;
    this.running = running;
    this.clock = clock;
    this.client = makeClient(running.addresses.plain);
  }

  static async start(times: Partial<PubSubTimes> = {}): Promise<PubSubOrg> {
    const clock = { now: Date.UTC(2026, 10, 22, 9) };
    const localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => clock.now }, report: () => undefined });
    const problems = localOrg.deploy(new Map(Object.entries(FILES)));
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
    const sessions = new Sessions(':memory:', () => Date.now());
    const running = await startPubSub({ host: apiHost(localOrg, () => clock.now), sessions, times, reportInternalError: (error) => { throw error; } });
    return new PubSubOrg(localOrg, sessions, running, clock);
  }

  async close(): Promise<void> {
    this.client.close();
    this.running.close();
    await this.localOrg.close();
    this.sessions.close();
  }

  headers(username = ADMIN_USERNAME, token = this.token(username)): Metadata {
    const headers = new Metadata();
    headers.set('accesstoken', token);
    headers.set('instanceurl', 'https://127.0.0.1');
    headers.set('tenantid', this.localOrg.users.organization.id);
    return headers;
  }

  token(username = ADMIN_USERNAME): string {
    const user = this.localOrg.users.byUsername(username);
    if (user === undefined) throw new Error(`There is no user ${username}.`);
    return this.sessions.issue(user.organizationId, user.id);
  }

  /** Publishes by DML, as code of the org does. */
  publish(...payloads: Readonly<Record<string, unknown>>[]): Promise<void> {
    return this.#insert('Note__e', payloads);
  }

  insertShelves(...shelves: Readonly<Record<string, unknown>>[]): Promise<void> {
    return this.#insert('Shelf__c', shelves);
  }

  async updateShelves(values: Readonly<Record<string, unknown>>): Promise<void> {
    const object = this.localOrg.org.schema.objects.get('shelf__c')!;
    await this.#run(() => {
      const ids = this.localOrg.org.installed.data.store.reader('SELECT "id" FROM "shelf__c" WHERE "isdeleted" = 0').all();
      dml('update', ids.map(([row]) => {
        const record = recordFromJson(recordClassOf('Shelf__c'), object, values);
        setSlot(record, '$id', makeId(object.keyPrefix, row as number));
        return record;
      }));
    });
  }

  #insert(objectName: string, bodies: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    const object = this.localOrg.org.schema.objects.get(objectName.toLowerCase())!;
    return this.#run(() => {
      for (const { success, errors } of dml('insert', bodies.map((body) => recordFromJson(recordClassOf(objectName), object, body)))) if (!success) throw new Error(JSON.stringify(errors));
    });
  }

  #run(body: () => void): Promise<void> {
    return this.localOrg.org.run({ user: this.localOrg.users.byUsername(ADMIN_USERNAME)!, kind: 'REST' }, body);
  }
}

type Unary = (request: object, metadata: Metadata, callback: (error: ServiceError | null, answer: Record<string, unknown>) => void) => void;
type Duplex<Answer> = (metadata: Metadata) => ClientDuplexStream<object, Answer>;

export type PubSubClient = Client & { GetTopic: Unary; GetSchema: Unary; Publish: Unary; Subscribe: Duplex<Fetched>; PublishStream: Duplex<Record<string, unknown>>; ManagedSubscribe: Duplex<unknown> };

export function makeClient(address: string): PubSubClient {
  const loaded = loadPackageDefinition(loadSync(path.join(import.meta.dirname, '../../../../config/pubsub_api.proto'), { defaults: true, arrays: true, enums: String })) as unknown as { eventbus: { v1: { PubSub: new (address: string, credentials: unknown) => PubSubClient } } };
  return new loaded.eventbus.v1.PubSub(address, credentials.createInsecure());
}

export function ask(unary: Unary, client: PubSubClient, request: object, headers: Metadata): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    unary.call(client, request, headers, (error, answer) => { if (error === null) resolve(answer); else reject(error); });
  });
}

/** Reads what a stream brings, one answer after the other. */
export class Listener<Answer> {
  readonly stream: ClientDuplexStream<object, Answer>;
  readonly #answers: Answer[] = [];
  #failure: ServiceError | undefined;
  #isOver = false;
  #wake: (() => void) | undefined;

  constructor(stream: ClientDuplexStream<object, Answer>) {
    this.stream = stream;
    stream.on('data', (answer: Answer) => { this.#answers.push(answer); this.#wake?.(); });
    stream.on('error', (error: ServiceError) => { this.#failure = error; this.#wake?.(); });
    stream.on('end', () => { this.#isOver = true; this.#wake?.(); });
  }

  /** The next answer; `undefined` when the stream has ended. @throws the error it ended with */
  async next(): Promise<Answer | undefined> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isOver) {
        // The status follows the end.
        await new Promise((resolve) => { setTimeout(resolve, 20); });
        if (this.#failure === undefined) return undefined;
        continue;
      }
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  /** What has come and nobody has read yet. */
  get waiting(): number {
    return this.#answers.length;
  }
}

export async function avroType(org: PubSubOrg, schemaId: string): Promise<Type> {
  const { schemaJson } = await ask(org.client.GetSchema, org.client, { schemaId }, org.headers());
  return avro.Type.forSchema(JSON.parse(String(schemaJson)) as never, { wrapUnions: 'never' } as never);
}
