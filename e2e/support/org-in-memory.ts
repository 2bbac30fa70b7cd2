/**
 * The app in a local org inside this process: rows in memory, time as the test says, calls without a network. A call enters the Apex REST classes as the
 * HTTP surface does, so what a test sees here is what a client would be answered.
 */
import path from 'node:path';
import { insertRecord } from '../../local-org/api/rest/records.ts';
import type { ApiHost } from '../../local-org/api/host.ts';
import { apiHost } from '../../local-org/cli/api-host.ts';
import { readProjectFiles } from '../../local-org/cli/read-project.ts';
import { openBundleCache, openProjectCache, openProjectPrograms } from '../../local-org/cli/syntax-cache.ts';
import { Store } from '../../local-org/data/store/store.ts';
import { ADMIN_USERNAME } from '../../local-org/deploy/demo-users.ts';
import type { ProjectFiles } from '../../local-org/deploy/compile.ts';
import { LocalOrg } from '../../local-org/deploy/local-org.ts';
import { formatProblem } from '../../local-org/deploy/problems.ts';
import { context, type LimitName, type LimitPort, type RestExchange, type UserContext } from '../../local-org/library/ports.ts';
import { root } from '../../scripts/process.ts';
import { TableFingerprints } from './table-fingerprints.ts';

const ADDRESS = '/holdfast/v1';
/** What stock is made of; a test begins with these empty. Lines before reservations, as references demand. */
export const STOCK_OBJECTS = ['Expected_Supply__c', 'Store_Task_Line__c', 'Store_Task__c', 'Stock_Exception__c', 'Stock_Entry__c', 'Stock_Pending__c', 'Stock_Position__c', 'Stock_Reservation_Line__c', 'Stock_Reservation__c'] as const;
export type StockObject = (typeof STOCK_OBJECTS)[number];

export interface Answer {
  readonly status: number;
  /** As sent, for comparison character by character. */
  readonly text: string;
  readonly body: unknown;
}

export class OrgInMemory {
  readonly localOrg: LocalOrg;
  /** Milliseconds since the epoch. */
  now: number;
  /** What the last call that ran to its end used of the limits of its transaction. */
  used: (name: LimitName) => number = () => 0;
  readonly #host: ApiHost;
  readonly #store: Store;
  readonly #troubles: string[] = [];
  #fingerprints: TableFingerprints | undefined;

  private constructor(startsAt: number, changed: (files: ProjectFiles) => ProjectFiles) {
    this.now = startsAt;
    this.#store = Store.inMemory();
    const now = (): number => this.now;
    const report = (line: string): void => { this.#troubles.push(line); };
    const trees = openProjectCache(report);
    this.localOrg = new LocalOrg({ store: this.#store, clock: { now }, parse: (file) => trees.parse(file), examineBundle: openBundleCache(report), programs: openProjectPrograms(report), report });
    const files = changed(readProjectFiles(path.join(root, 'force-app')));
    const problems = this.localOrg.deploy(files);
    if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem, files)).join('\n'));
    this.#host = apiHost(this.localOrg, now, undefined, (file) => trees.parse(file));
  }

  /** @param changed gives the app something more or less than is deployed */
  static start(startsAt: number, changed: (files: ProjectFiles) => ProjectFiles = (files) => files): OrgInMemory {
    return new OrgInMemory(startsAt, changed);
  }

  /** Inserts a record as the administrator, triggers included. */
  async create(objectName: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const object = this.localOrg.org.schema.objects.get(objectName.toLowerCase());
    if (object === undefined) throw new Error(`The app has no object ${objectName}.`);
    await this.#host.run({ user: this.#user(ADMIN_USERNAME), kind: 'REST' }, () => insertRecord(object, values));
  }

  /** A call below the app's public surface. An exception that leaves Apex is answered 500 with its text, as over HTTP. */
  async call(method: string, pathAndQuery: string, body?: string, username = ADMIN_USERNAME): Promise<Answer> {
    const [address = '', queryText = ''] = pathAndQuery.split('?');
    const requestUri = `${ADDRESS}${address}`;
    const { target } = this.#host.findApexRest(method, requestUri);
    if (target === undefined) throw new Error(`The app has no ${method} ${requestUri}.`);
    const exchange: RestExchange = {
      method, requestUri, resourcePath: `/services/apexrest${target.resourcePath}`, parameters: new Map(new URLSearchParams(queryText)), headers: new Map(),
      body: body === undefined ? null : Buffer.from(body), remoteAddress: '127.0.0.1', response: { statusCode: null, headers: new Map(), body: null },
    };
    try {
      await this.#host.run({ user: this.#user(username), kind: 'APEX_REST', rest: exchange }, () => {
        target.invoke();
        this.used = counted(context().limits);
      });
    } catch (error) {
      return { status: 500, text: error instanceof Error ? error.message : String(error), body: undefined };
    }
    const text = Buffer.from(exchange.response.body ?? []).toString();
    return { status: exchange.response.statusCode ?? 200, text, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Runs anonymous Apex and answers its debug output; whatever it did is kept. Throws when it does not compile or fails. */
  async anonymous(text: string, username = ADMIN_USERNAME): Promise<readonly string[]> {
    const output: string[] = [];
    const result = await this.#host.apex.executeAnonymous({ user: this.#user(username), text, trace: (event) => { if (event.kind === 'debug') output.push(event.text); } });
    if (!result.success) throw new Error(`${result.compileProblem ?? result.exceptionMessage ?? 'It failed.'} (line ${String(result.line)})\n${result.exceptionStackTrace ?? ''}`);
    return output;
  }

  /** Rows of an object that are not deleted, by the API names of fields, in the order they were inserted. Numbers with decimals come as thousandths. */
  rows(objectName: StockObject, fields: readonly string[]): Readonly<Record<string, string | number | null>>[] {
    const columns = fields.map((field) => `"${field.toLowerCase()}"`).join(', ');
    return this.#store.reader(`SELECT ${columns} FROM "${objectName.toLowerCase()}" WHERE isdeleted = 0 ORDER BY id`).all()
      .map((row) => Object.fromEntries(row.map((value, index) => [fields[index]!, typeof value === 'bigint' ? Number(value) : (value as string | number | null)])));
  }

  /** Payloads of the events of an object on the bus, oldest first; from one of them on. */
  events(objectName: string, from = 0): Readonly<Record<string, unknown>>[] {
    return this.#store.reader('SELECT payload FROM "$event" WHERE objectName = ? ORDER BY replayId').all(objectName).slice(from)
      .map(([payload]) => JSON.parse(String(payload)) as Readonly<Record<string, unknown>>);
  }

  /** Fingerprint of every row of every table, the events on the bus included, once they are delivered and the jobs they begin have run: equal exactly when nothing was changed. */
  async fingerprint(): Promise<string> {
    await this.#becomeQuiet();
    this.#fingerprints ??= new TableFingerprints(this.#store, [...this.#store.layouts()].map(({ name }) => name).concat('"$event"', '"$event_position"').sort());
    return this.#fingerprints.now();
  }

  /** Takes all stock away, past every rule of the app: the next run begins as in a new org. */
  clearStock(): void {
    this.#store.transaction(() => {
      for (const table of [...STOCK_OBJECTS.map((name) => name.toLowerCase()), '$event']) this.#store.writer(`DELETE FROM "${table}"`).run();
    });
    this.#store.flush();
  }

  /** Lets every write of this kind fail below the app, as a broken disk would, until {@link letWritesPass}. */
  failWrites(objectName: StockObject, operation: 'INSERT' | 'UPDATE'): void {
    this.#store.connection.execute(`CREATE TEMP TRIGGER failing_write BEFORE ${operation} ON main."${objectName.toLowerCase()}" BEGIN SELECT RAISE(ABORT, 'the write was made to fail'); END`);
  }

  /**
   * Lets somebody else record an entry under this key just when the app opens the position: after its look for duplicates, before it writes its own entry.
   * Until {@link letWritesPass}.
   */
  raceForEntry(positionKey: string, entryKey: string): void {
    const columns = this.#store.requireLayout('stock_entry__c').columns.map(({ name, storage }) => ({ name, value: storage === 'row' ? '999999999' : name === '"entry_key__c"' ? `'${entryKey}'` : '0' }));
    this.#store.connection.execute(`CREATE TEMP TRIGGER failing_write AFTER INSERT ON main.stock_position__c WHEN new.position_key__c = '${positionKey}' BEGIN
      INSERT INTO stock_entry__c (${columns.map(({ name }) => name).join(', ')}) VALUES (${columns.map(({ value }) => value).join(', ')}); END`);
  }

  letWritesPass(): void {
    this.#store.connection.execute('DROP TRIGGER IF EXISTS failing_write');
  }

  /** Lets time pass, and everything happen that comes due by then: schedules, jobs, events. */
  async passTime(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    this.localOrg.timeMoved();
    await this.#becomeQuiet();
  }

  /** Events begin jobs, jobs publish events: quiet is when neither did. */
  async #becomeQuiet(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await this.localOrg.jobRunner.idle();
      await this.deliverEvents();
    }
  }

  /** Resolves when every event on the bus has been delivered. Throws with what went wrong on the way. */
  async deliverEvents(): Promise<void> {
    await this.localOrg.subscribers.idle();
    if (this.#troubles.length > 0) throw new Error(this.#troubles.splice(0).join('\n'));
  }

  close(): Promise<void> {
    return this.localOrg.close();
  }

  #user(username: string): UserContext {
    const user = this.#host.users.byUsername(username);
    if (user === undefined) throw new Error(`There is no active user ${username}.`);
    return user;
  }
}

/** The counters as they stand; the transaction they belong to goes on. */
function counted(limits: LimitPort): (name: LimitName) => number {
  const names: readonly LimitName[] = ['queries', 'queryRows', 'dmlStatements', 'dmlRows', 'cpuMilliseconds'];
  const counts = new Map(names.map((name) => [name, limits.used(name)]));
  return (name) => counts.get(name) ?? 0;
}
