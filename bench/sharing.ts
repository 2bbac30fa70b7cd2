/**
 * What sharing costs where records are private: 200 stores with a queue, a role and ten associates each, ten stores a region, one head office; 200,000 records that the
 * queues own, one in a hundred shared with another store. The same statements by who sees one store, ten, all of them through 2,000 people, and without sharing.
 */
import { projectFiles, SharingOrg, SHARED_ONLY } from '../local-org/data/access/sharing-org.ts';
import { userSharing } from '../local-org/data/access/user-sharing.ts';
import type { DataSession } from '../local-org/data/session.ts';
import type { Access } from '../local-org/library/ports.ts';
import type { SharingRule } from '../local-org/schema/schema.ts';
import { parseSoql } from '../local-org/soql/parse.ts';
import { ApexList } from '../local-org/values/collections/list.ts';
import { STRING } from '../local-org/values/runtime-type.ts';
import { setSlot, type SObjectRecord } from '../local-org/values/sobject.ts';

const STORES = 200;
const ASSOCIATES_PER_STORE = 10;
const STORES_PER_REGION = 10;
const RECORDS_PER_STORE = 1_000;
const SHARED_ONE_IN = 100;
const CHUNK = 200;
const ROUNDS = 7;
/** A round of one statement lasts about as long. */
const ROUND_MS = 60;

const PRIVATE = { mode: 'system', sharing: true } as const;
const OPEN = { mode: 'system', sharing: false } as const;

interface Person {
  readonly name: string;
  readonly session: DataSession;
  readonly access: Access;
}

/** Concerns nobody measured: as on most orgs a rule is there for somebody else. */
const RULES: ReadonlyMap<string, readonly SharingRule[]> = new Map([['job__c', [
  { kind: 'criteria', name: 'Ulm', accessLevel: 'Read', sharedTo: { type: 'Queue', name: 'store0' }, criteria: parseSoql("SELECT Id FROM Job__c WHERE City__c = 'Ulm'").where! },
]]]);

export function reportSharing(tell: (text: string) => void): string {
  const org = new SharingOrg(projectFiles({ Job__c: 'Private' }), RULES);
  tell(`filling ${String(STORES)} queues, ${String(STORES * ASSOCIATES_PER_STORE)} users, ${String(STORES * RECORDS_PER_STORE)} private records`);
  const filled = fill(org);
  const people: readonly Person[] = [
    ...([['associate', filled.associate], ['region', filled.region], ['head office', filled.headOffice]] as const).map(([name, user]) => ({ name, session: org.session(user, SHARED_ONLY), access: PRIVATE })),
    { name: 'admin', session: { ...org.session(filled.associate), permissions: org.session(undefined).permissions }, access: PRIVATE },
    { name: 'without sharing', session: org.session(undefined), access: OPEN },
  ];
  const rows = [`| statement, us | ${people.map(({ name }) => name).join(' | ')} |`, `|---|${people.map(() => '---|').join('')}`];
  for (const [name, run] of statements(org, filled)) {
    tell(name);
    rows.push(`| ${name} | ${measure(org, people.map((person) => () => { run(person); })).map((time) => time.toFixed(0)).join(' | ')} |`);
  }
  const users = [filled.associate, filled.region, filled.headOffice];
  rows.push(`| who is it: roles and groups, once per user | ${measure(org, users.map((user) => () => { userSharing(org.store, org.schema, user).owners('job__c', 'read'); })).map((time) => time.toFixed(0)).join(' | ')} | - | - |`);
  return rows.join('\n');
}

interface Filled {
  readonly associate: string;
  readonly region: string;
  readonly headOffice: string;
  readonly queue: string;
  readonly ids: readonly string[];
}

function fill(org: SharingOrg): Filled {
  const top = org.role('Top');
  const headOffice = org.user('head', top);
  let [associate, region, queue] = ['', '', ''];
  let ids: readonly string[] = [];
  const queues: string[] = [];
  const people: string[] = [];
  for (let store = 0; store < STORES; store++) {
    if (store % STORES_PER_REGION === 0) region = org.role(`region${String(store)}`, top);
    const role = org.role(`store${String(store)}`, region);
    const members = Array.from({ length: ASSOCIATES_PER_STORE }, (_, number) => org.user(`s${String(store)}p${String(number)}`, role));
    queues.push(org.group(`store${String(store)}`, { members, queueFor: ['Job__c'] }));
    associate = members[0]!;
    people.push(associate);
  }
  const regionManager = org.user('region', region);
  for (const [store, owner] of queues.entries()) {
    const records = Array.from({ length: RECORDS_PER_STORE }, (_, number) => org.record('Job__c', { Name: `${String(store)}-${String(number)}`, City__c: number % 50 === 0 ? 'Ulm' : 'Bonn', OwnerId: owner }));
    const made: string[] = [];
    for (let at = 0; at < records.length; at += CHUNK) made.push(...insertAll(org, records.slice(at, at + CHUNK)));
    insertAll(org, made.filter((_, at) => at % SHARED_ONE_IN === 0).map((ParentId) => org.record('Job__Share', { ParentId, UserOrGroupId: people[(store + 1) % STORES]!, AccessLevel: 'Read', RowCause: 'Manual' })));
    ids = made;
    queue = owner;
  }
  return { associate, region: regionManager, headOffice, queue, ids };
}

function insertAll(org: SharingOrg, records: readonly SObjectRecord[]): string[] {
  const results = org.in(() => org.data.dml({ operation: 'insert', records, allOrNone: true, access: OPEN, externalId: undefined }, org.session(undefined)));
  return results.map((result) => {
    if (!result.success) throw new Error(JSON.stringify(result.errors));
    return result.id!;
  });
}

function statements(org: SharingOrg, { queue, ids }: Filled): readonly (readonly [string, (person: Person) => void])[] {
  const query = (text: string, ...binds: unknown[]) => {
    const parsed = parseSoql(text);
    return ({ session, access }: Person): void => { org.data.query({ query: parsed, binds, access }, session); };
  };
  const write = (operation: 'insert' | 'update', records: readonly SObjectRecord[]) => ({ session, access }: Person): void => {
    const results = org.data.dml({ operation, records, allOrNone: true, access, externalId: undefined }, session);
    if (results.some(({ success }) => !success)) throw new Error(JSON.stringify(results[0]));
  };
  const changed = (id: string): SObjectRecord => {
    const record = org.record('Job__c', { City__c: 'Bonn' });
    setSlot(record, '$id', id);
    return record;
  };
  return [
    ['SELECT 50 of the own queue', query('SELECT Id, City__c FROM Job__c WHERE OwnerId = :a LIMIT 50', queue)],
    ['SELECT one by Id', query('SELECT Id, City__c FROM Job__c WHERE Id = :a', ids[17])],
    ['SELECT 200 by Id', query('SELECT Id, City__c FROM Job__c WHERE Id IN :a', new ApexList(STRING, [...ids.slice(0, 200)]))],
    ['SELECT the first 50 there are', query('SELECT Id, City__c FROM Job__c LIMIT 50')],
    ['SELECT the newest 50 of all visible', query('SELECT Id, City__c FROM Job__c ORDER BY Id DESC LIMIT 50')],
    ['SELECT COUNT of all visible', ({ session, access }) => { org.data.count({ query: parseSoql('SELECT COUNT() FROM Job__c'), binds: [], access }, session); }],
    ['INSERT one into the own queue', (person) => { write('insert', [org.record('Job__c', { Name: 'new', OwnerId: queue })])(person); }],
    ['UPDATE one of the own queue', (person) => { write('update', [changed(ids[18]!)])(person); }],
    ['UPDATE 200 of the own queue', (person) => { write('update', ids.slice(0, 200).map(changed))(person); }],
  ];
}

/** Medians in microseconds of interleaved rounds; what a round writes is undone. */
function measure(org: SharingOrg, bodies: readonly (() => void)[]): number[] {
  const times: number[][] = bodies.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    bodies.forEach((body, at) => {
      org.in(() => {
        const savepoint = org.store.enterSavepoint();
        const started = performance.now();
        let runs = 0;
        do {
          body();
          runs++;
        } while (performance.now() - started < ROUND_MS);
        // The first round warms up.
        if (round > 0) times[at]!.push(((performance.now() - started) / runs) * 1_000);
        org.store.rollbackToSavepoint(savepoint);
        org.store.leaveSavepoint(savepoint);
      });
    });
  }
  return times.map((all) => all.sort((left, right) => left - right)[Math.floor(all.length / 2)]!);
}
