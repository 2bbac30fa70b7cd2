/**
 * What the data layer adds to SQLite for one reservation: lock a position, look for the request key, insert a reservation, a line and an entry, update the position.
 * The floor is the same work as prepared better-sqlite3 statements on the same tables, in the same run. Figures are CPU without COMMIT unless a row says otherwise.
 *
 *   node bench/data-floor.ts [reservations per round, default 5000] [--profile: engine rounds only]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SObjectRecord } from '../local-org/values/sobject.ts';
import { ApexList } from '../local-org/values/collections/list.ts';
import { Datetime } from '../local-org/values/datetime.ts';
import { Decimal } from '../local-org/values/decimal.ts';
import { STRING } from '../local-org/values/runtime-type.ts';
import { parseSoql } from '../local-org/soql/parse.ts';
import { Store } from '../local-org/data/store/store.ts';
import { NOW, TestOrg, field, objectSchema, systemFields } from '../local-org/data/test-support.ts';

const LOCATIONS = 200;
const SKUS = 500;
const ROUNDS = 5;
const perRound = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 5_000);
const isProfile = process.argv.includes('--profile');

const number = (name: string) => field(name, 'double', { precision: 16, scale: 3, defaultValue: 0 });
const key = (name: string) => field(name, 'string', { isUnique: true, isCaseSensitive: true, isExternalId: true, isNillable: false, length: 255 });
const POSITION = objectSchema('Stock_Position__c', 'a00', [
  ...systemFields(), key('Position_Key__c'), field('SKU__c', 'string'), field('Location_Code__c', 'string'), number('On_Hand__c'), number('Reserved__c'), number('Inspection__c'),
  number('Damaged__c'), number('In_Transit__c'), number('Safety__c'), number('Anchor_Quantity__c'), field('Anchor_At__c', 'datetime'), field('Version__c', 'double', { precision: 18 }),
]);
const RESERVATION = objectSchema('Stock_Reservation__c', 'a01', [
  ...systemFields(), key('Request_Key__c'), field('Request_Hash__c', 'string', { length: 64 }), field('Kind__c', 'picklist'), field('Channel__c', 'string'), field('State__c', 'picklist'),
  field('Expiry_Minute__c', 'double', { precision: 12, isExternalId: true }), field('Answer__c', 'longtextarea'), field('Order_Reference__c', 'string'),
]);
const LINE = objectSchema('Stock_Reservation_Line__c', 'a02', [
  ...systemFields(false), field('Reservation__c', 'reference', { to: ['Stock_Reservation__c'], relationship: 'Reservation__r', children: 'Lines__r', isMasterDetail: true, onDelete: 'cascade', isNillable: false }),
  field('Position_Key__c', 'string', { length: 255 }), number('Asked__c'), number('Granted__c'), field('Line__c', 'string'),
]);
const ENTRY = objectSchema('Stock_Entry__c', 'a03', [
  ...systemFields(), key('Entry_Key__c'), field('Position_Key__c', 'string', { length: 255 }), field('Intent__c', 'picklist'), number('Reserved_Change__c'), field('Occurred_At__c', 'datetime'),
  field('Received_At__c', 'datetime'), field('Applied_At__c', 'datetime'), field('Source__c', 'string'), field('Outcome__c', 'picklist'), field('Actor__c', 'string'), field('Payload_Hash__c', 'string', { length: 64 }),
]);

const LOCK = parseSoql('SELECT Id, Position_Key__c, On_Hand__c, Reserved__c, Inspection__c, Damaged__c, Safety__c, Version__c FROM Stock_Position__c WHERE Position_Key__c IN :keys FOR UPDATE');
const DEDUPE = parseSoql('SELECT Id, Request_Hash__c, Answer__c FROM Stock_Reservation__c WHERE Request_Key__c IN :keys');
const SYSTEM = { mode: 'system', sharing: false } as const;
const HASH = 'f'.repeat(64);
const ANSWER = JSON.stringify({ status: 'Reserved', lines: [{ line: '1', granted: 1, available: 41 }] });

const folder = mkdtempSync(join(tmpdir(), 'data-floor-'));
const store = Store.open(folder);
const org = new TestOrg([POSITION, RESERVATION, LINE, ENTRY], { store });
for (let sku = 0; sku < SKUS; sku++) {
  const positions = Array.from({ length: LOCATIONS }, (_, location) => org.record('Stock_Position__c', {
    Name: `S${sku}|L${location}`, Position_Key__c: positionKey(sku, location), SKU__c: `S${sku}`, Location_Code__c: `L${location}`, On_Hand__c: Decimal.fromInteger(1_000_000), Version__c: Decimal.fromInteger(1),
  }));
  org.dml('insert', positions);
}
store.flush();

function positionKey(sku: number, location: number): string {
  return `SKU-${String(sku).padStart(8, '0')}|LOC-${String(location).padStart(4, '0')}|0`;
}
function chosenKey(count: number): string {
  return positionKey((count * 7919) % SKUS, (count * 104_729) % LOCATIONS);
}

type Slots = SObjectRecord & Record<string, unknown>;
const sample = {
  reservation: org.record('Stock_Reservation__c').constructor as new () => Slots,
  line: org.record('Stock_Reservation_Line__c').constructor as new () => Slots,
  entry: org.record('Stock_Entry__c').constructor as new () => Slots,
};
const ONE = Decimal.fromInteger(1);

/** Records are filled by plain assignments, as emitted Apex does it. */
let engineCount = 0;
function engineReservation(): void {
  const count = engineCount++;
  const chosen = chosenKey(count);
  const [found] = org.data.query({ query: LOCK, binds: [ApexList.of(STRING, [chosen])], access: SYSTEM }, org.session);
  const position = found as Slots;
  org.data.query({ query: DEDUPE, binds: [ApexList.of(STRING, [`e-${count}`])], access: SYSTEM }, org.session);
  const reservation = new sample.reservation();
  reservation.$name = 'R';
  reservation.$request_key__c = `e-${count}`;
  reservation.$request_hash__c = HASH;
  reservation.$kind__c = 'Firm';
  reservation.$channel__c = 'WEB';
  reservation.$state__c = 'Reserved';
  reservation.$expiry_minute__c = Decimal.fromInteger(29_920_000);
  reservation.$answer__c = ANSWER;
  insert([reservation]);
  const line = new sample.line();
  line.$name = '1';
  line.$reservation__c = reservation.$id;
  line.$position_key__c = chosen;
  line.$asked__c = ONE;
  line.$granted__c = ONE;
  line.$line__c = '1';
  const entry = new sample.entry();
  entry.$name = 'E';
  entry.$entry_key__c = `e-${count}|1`;
  entry.$position_key__c = chosen;
  entry.$intent__c = 'Reserve';
  entry.$reserved_change__c = ONE;
  entry.$occurred_at__c = entry.$received_at__c = entry.$applied_at__c = new Datetime(NOW);
  entry.$source__c = 'WEB';
  entry.$outcome__c = 'Applied';
  entry.$actor__c = 'web';
  entry.$payload_hash__c = HASH;
  insert([line, entry]);
  position.$reserved__c = (position.$reserved__c as Decimal).add(ONE);
  position.$version__c = (position.$version__c as Decimal).add(ONE);
  org.data.dml({ operation: 'update', records: [position], allOrNone: true, access: SYSTEM, externalId: undefined }, org.session);
}
function insert(records: readonly SObjectRecord[]): void {
  org.data.dml({ operation: 'insert', records, allOrNone: true, access: SYSTEM, externalId: undefined }, org.session);
}

/** The same rows by hand: one statement per select and row, all prepared. */
function makeFloor(): () => void {
  const { connection } = store;
  const lock = connection.reader('SELECT "id", "position_key__c", "on_hand__c", "reserved__c", "inspection__c", "damaged__c", "safety__c", "version__c" FROM "stock_position__c" WHERE "position_key__c" = ? AND "isdeleted" = 0');
  const dedupe = connection.reader('SELECT "id", "request_hash__c", "answer__c" FROM "stock_reservation__c" WHERE "request_key__c" = ? AND "isdeleted" = 0');
  const into = (table: string, columns: readonly string[]) => connection.writer(`INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const audit = ['id', 'isdeleted', 'name', 'createddate', 'createdbyid', 'lastmodifieddate', 'lastmodifiedbyid', 'systemmodstamp'];
  const reservation = into('stock_reservation__c', [...audit, 'ownerid', 'request_key__c', 'request_hash__c', 'kind__c', 'channel__c', 'state__c', 'expiry_minute__c', 'answer__c']);
  const line = into('stock_reservation_line__c', [...audit, 'reservation__c', 'position_key__c', 'asked__c', 'granted__c', 'line__c']);
  const entry = into('stock_entry__c', [...audit, 'ownerid', 'entry_key__c', 'position_key__c', 'intent__c', 'reserved_change__c', 'occurred_at__c', 'received_at__c', 'applied_at__c', 'source__c', 'outcome__c', 'actor__c', 'payload_hash__c']);
  const update = connection.writer('UPDATE "stock_position__c" SET "reserved__c" = ?, "version__c" = ?, "lastmodifieddate" = ?, "lastmodifiedbyid" = ?, "systemmodstamp" = ? WHERE "id" = ?');
  const owner = '005Hf0000000001IAA';
  let count = 0;
  let next = 1_000_000_000;
  return () => {
    const mine = count++;
    const chosen = chosenKey(mine);
    const position = lock.get(chosen)!;
    dedupe.get(`f-${mine}`);
    const row = next++;
    const stamps = [0, 'R', NOW, 1, NOW, 1, NOW] as const;
    reservation.run(row, ...stamps, owner, `f-${mine}`, HASH, 'Firm', 'WEB', 'Reserved', 29_920_000, ANSWER);
    line.run(next++, ...stamps, row, chosen, 1000, 1000, '1');
    entry.run(next++, ...stamps, owner, `f-${mine}|1`, chosen, 'Reserve', 1000, NOW, NOW, NOW, 'WEB', 'Applied', 'web', HASH);
    update.run((position[3] as number) + 1000, (position[7] as number) + 1, NOW, 1, NOW, position[0]!);
  };
}

interface Figure {
  readonly name: string;
  readonly round: () => number;
  readonly values: number[];
}

const cpuMicroseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Microseconds of CPU per call of `body`, twenty to a transaction, COMMIT not counted. CPU time, because other work on the machine moves the clock. */
function inOneTransaction(body: () => void): () => number {
  return () => {
    let spent = 0;
    for (let done = 0; done < perRound; done += 20) {
      store.transaction(() => {
        const start = cpuMicroseconds();
        for (let index = 0; index < 20; index++) body();
        spent += cpuMicroseconds() - start;
      });
      store.flush();
    }
    return spent / perRound;
  };
}

/** Microseconds by the clock per call with a transaction each, committed in groups of `group`, COMMIT and sync counted. */
function inGroups(body: () => void, group: number): () => number {
  return () => {
    const start = process.hrtime.bigint();
    for (let index = 0; index < perRound; index++) {
      store.transaction(body);
      if (index % group === group - 1) store.flush();
    }
    store.flush();
    return Number(process.hrtime.bigint() - start) / 1_000 / perRound;
  };
}

function lockingSelect(size: number): () => void {
  let turn = 0;
  return () => {
    turn += 1;
    const keys = Array.from({ length: size }, (_, index) => chosenKey(turn * size + index));
    org.data.query({ query: LOCK, binds: [ApexList.of(STRING, keys)], access: SYSTEM }, org.session);
  };
}

const floor = makeFloor();
const figures: Figure[] = [
  { name: 'engine: one reservation', round: inOneTransaction(engineReservation), values: [] },
  ...(isProfile ? [] : [
    { name: 'floor: the same statements', round: inOneTransaction(floor), values: [] },
    { name: 'engine: with COMMIT, groups of 24', round: inGroups(engineReservation, 24), values: [] },
    { name: 'floor: with COMMIT, groups of 24', round: inGroups(floor, 24), values: [] },
    ...[1, 10, 50, 200].map((size) => ({ name: `engine: locking select of ${size} keys`, round: inOneTransaction(lockingSelect(size)), values: [] })),
  ]),
];

for (let round = 0; round < ROUNDS; round++) for (const figure of figures) figure.values.push(figure.round());
for (const { name, values } of figures) {
  const sorted = values.toSorted((left, right) => left - right);
  process.stdout.write(`${name.padEnd(40)} ${sorted[Math.floor(sorted.length / 2)]!.toFixed(1).padStart(9)} us  [${sorted[0]!.toFixed(1)}-${sorted.at(-1)!.toFixed(1)}]\n`);
}
store.close();
rmSync(folder, { recursive: true });
