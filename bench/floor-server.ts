/**
 * The floor of the benchmark: the same calls answered by hand-written code over the same SQLite settings, durable, grouped commits, no Apex, no checks beyond the guard.
 * It shows what the machine can do in this run; it is not a product. Takes what is stocked as JSON in its argument, prints its port.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { skuOf, STANDARD, type Universe } from './scenarios.ts';

const universe = process.argv[2] === undefined ? STANDARD : (JSON.parse(process.argv[2]) as Universe);
const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-floor-'));
const database = new Database(path.join(folder, 'floor.sqlite'));
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -65536', 'wal_autocheckpoint = 16000']) database.pragma(pragma);
database.exec(`
  CREATE TABLE position (id INTEGER PRIMARY KEY, key TEXT UNIQUE, sku TEXT, location TEXT, onHand INTEGER, reserved INTEGER, safety INTEGER, inspection INTEGER, damaged INTEGER, inTransit INTEGER, version INTEGER, changedAt INTEGER);
  CREATE INDEX positionBySku ON position (sku);
  CREATE TABLE reservation (id INTEGER PRIMARY KEY, requestKey TEXT UNIQUE, hash TEXT, channel TEXT, status TEXT, answer TEXT, createdAt INTEGER);
  CREATE TABLE line (id INTEGER PRIMARY KEY, reservation INTEGER, positionKey TEXT, requested INTEGER, granted INTEGER);
  CREATE TABLE entry (id INTEGER PRIMARY KEY, entryKey TEXT UNIQUE, positionKey TEXT, intent TEXT, onHandChange INTEGER, reservedChange INTEGER, occurredAt INTEGER, source TEXT);
  CREATE TABLE outbox (id INTEGER PRIMARY KEY, topic TEXT, payload TEXT)`);
const insertPosition = database.prepare('INSERT INTO position (key, sku, location, onHand, reserved, safety, inspection, damaged, inTransit, version, changedAt) VALUES (?, ?, ?, 100000000, 0, 0, 0, 0, 0, 1, 0)');
database.transaction(() => {
  for (const location of universe.locations) for (let sku = 0; sku < universe.skuCount; sku++) insertPosition.run(`${skuOf(sku)}|${location}|0`, skuOf(sku), location);
})();

const statements = {
  known: database.prepare('SELECT hash, answer FROM reservation WHERE requestKey = ?'),
  position: database.prepare('SELECT id, key, onHand, reserved, safety, version FROM position WHERE key = ?'),
  header: database.prepare('INSERT INTO reservation (requestKey, hash, channel, status, answer, createdAt) VALUES (?, ?, ?, ?, ?, ?)'),
  line: database.prepare('INSERT INTO line (reservation, positionKey, requested, granted) VALUES (?, ?, ?, ?)'),
  entryKnown: database.prepare('SELECT id FROM entry WHERE entryKey = ?'),
  entry: database.prepare('INSERT INTO entry (entryKey, positionKey, intent, onHandChange, reservedChange, occurredAt, source) VALUES (?, ?, ?, ?, ?, ?, ?)'),
  update: database.prepare('UPDATE position SET onHand = ?, reserved = ?, version = ?, changedAt = ? WHERE id = ?'),
  publish: database.prepare('INSERT INTO outbox (topic, payload) VALUES (?, ?)'),
  rows: database.prepare('SELECT sku, location, onHand, reserved, safety, inspection, damaged, inTransit, MAX(0, onHand - reserved - safety) AS available, version FROM position WHERE sku IN (SELECT value FROM json_each(?)) AND location IN (SELECT value FROM json_each(?)) ORDER BY key'),
  sums: database.prepare('SELECT sku, SUM(onHand) AS onHand, SUM(reserved) AS reserved, SUM(MAX(0, onHand - reserved - safety)) AS available FROM position WHERE sku IN (SELECT value FROM json_each(?)) AND location IN (SELECT value FROM json_each(?)) GROUP BY sku'),
  begin: database.prepare('BEGIN IMMEDIATE'),
  commit: database.prepare('COMMIT'),
};

interface PositionRow {
  readonly id: number;
  readonly key: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly safety: number;
  readonly version: number;
}
interface ReservationBody {
  readonly requestKey: string;
  readonly channel: string;
  readonly lines: readonly { readonly line: string; readonly sku: string; readonly location: string; readonly quantity: number }[];
}
interface CartBody {
  readonly skus: readonly string[];
  readonly locations: readonly string[];
  readonly sums?: boolean;
}
interface EventsBody {
  readonly events: readonly { readonly key: string; readonly intent: string; readonly sku: string; readonly location: string; readonly quantity: number; readonly occurredAt: string; readonly source: string }[];
}

let waiting: (() => void)[] = [];
let isOpen = false;

/** Runs the work in the open group and answers after its COMMIT. */
function grouped<T>(work: () => T): Promise<T> {
  if (!isOpen) {
    statements.begin.run();
    isOpen = true;
    setImmediate(commit);
  }
  const result = work();
  const done = new Promise<T>((resolve) => { waiting.push(() => { resolve(result); }); });
  if (waiting.length >= 64) commit();
  return done;
}

function commit(): void {
  if (!isOpen) return;
  statements.commit.run();
  isOpen = false;
  const answered = waiting;
  waiting = [];
  for (const answer of answered) answer();
}

function reserve(body: ReservationBody): string {
  const known = statements.known.get(body.requestKey) as { answer: string } | undefined;
  if (known !== undefined) return known.answer;
  const now = Date.now();
  const results = body.lines.map((line) => {
    const position = statements.position.get(`${line.sku}|${line.location}|0`) as PositionRow;
    const available = position.onHand - position.reserved - position.safety;
    const granted = line.quantity <= available ? line.quantity : 0;
    statements.update.run(position.onHand, position.reserved + granted, position.version + 1, now, position.id);
    statements.publish.run('Availability_Changed__e', JSON.stringify({ key: position.key, available: available - granted, version: position.version + 1 }));
    return { line: line.line, granted, available: available - granted, key: position.key };
  });
  const answer = JSON.stringify({ results: [{ requestKey: body.requestKey, status: 'Reserved', lines: results }] });
  const header = statements.header.run(body.requestKey, 'h', body.channel, 'Reserved', answer, now).lastInsertRowid;
  for (const result of results) {
    statements.line.run(header, result.key, result.granted, result.granted);
    statements.entry.run(`RES|${body.requestKey}|${result.line}|C`, result.key, 'ReservationCreated', 0, result.granted, now, 'RES');
  }
  return answer;
}

function apply(body: EventsBody): string {
  const now = Date.now();
  const results = body.events.map((event) => {
    const entryKey = `${event.source}|${event.key}|1|1`;
    if (statements.entryKnown.get(entryKey) !== undefined) return { key: event.key, effect: 'Duplicate' };
    const position = statements.position.get(`${event.sku}|${event.location}|0`) as PositionRow;
    statements.update.run(position.onHand - event.quantity, position.reserved, position.version + 1, now, position.id);
    statements.entry.run(entryKey, position.key, event.intent, -event.quantity, 0, Date.parse(event.occurredAt), event.source);
    return { key: event.key, effect: 'Applied' };
  });
  return JSON.stringify({ results });
}

function look({ skus, locations, sums }: CartBody): string {
  const items = statements[sums === true ? 'sums' : 'rows'].all(JSON.stringify(skus), JSON.stringify(locations));
  return JSON.stringify({ asOf: new Date().toISOString(), items, unknown: [] });
}

const server = Fastify({ forceCloseConnections: true });
server.post('/services/apexrest/holdfast/v1/reservations', async (request, reply) => reply.type('application/json').send(await grouped(() => reserve(request.body as ReservationBody))));
server.post('/services/apexrest/holdfast/v1/events', async (request, reply) => reply.type('application/json').send(await grouped(() => apply(request.body as EventsBody))));
server.post('/services/apexrest/holdfast/v1/availability/query', (request, reply) => reply.type('application/json').send(look(request.body as CartBody)));
await server.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${String((server.server.address() as { port: number }).port)}\n`);
process.on('SIGTERM', () => {
  void server.close().then(() => {
    database.close();
    rmSync(folder, { recursive: true });
    process.exit(0);
  });
});
