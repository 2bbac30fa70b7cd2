import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { openFolder } from '../local-org/data/store/data-folder.ts';
import { root } from '../scripts/process.ts';
import { demoPlan } from '../scripts/seed/plan.ts';
import { LINES_PER_REQUEST, reserveUntil, type Burst } from './support/burst.ts';
import { localOrg, script } from './support/commands.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const temporary = mkdtempSync(path.join(tmpdir(), 'holdfast-start-'));
/** One data folder through all its fates: seeded, crashed, restarted, given a project that does not compile, reset. */
const folder = path.join(temporary, 'data');
after(() => { rmSync(temporary, { recursive: true, force: true }); });

let adminToken = '';
let burst: Burst;

async function query<T>(org: RunningOrg, soql: string): Promise<T[]> {
  const rows: T[] = [];
  let next: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
  while (next !== undefined) {
    const response = await fetch(`${org.url}${next}`, { headers: { authorization: `Bearer ${adminToken}` } });
    assert.equal(response.status, 200);
    const page = (await response.json()) as { records: T[]; nextRecordsUrl?: string };
    rows.push(...page.records);
    next = page.nextRecordsUrl;
  }
  return rows;
}

async function describeOf(org: RunningOrg, object: string): Promise<{ readonly fields: readonly { readonly name: string }[] }> {
  const response = await fetch(`${org.url}/services/data/v67.0/sobjects/${object}/describe`, { headers: { authorization: `Bearer ${adminToken}` } });
  assert.equal(response.status, 200);
  return (await response.json()) as { fields: { name: string }[] };
}

async function availabilityOf(org: RunningOrg, sku: string): Promise<unknown> {
  const { status, body } = await call(org, adminToken, 'GET', `/availability?sku=${sku}`);
  assert.equal(status, 200, JSON.stringify(body));
  return (body as { items: unknown }).items;
}

/** Every opening of the demo data is in the ledger, once, however often it was sent. */
async function assertSeededOnce(org: RunningOrg): Promise<void> {
  const [{ total } = { total: 0 }] = await query<{ total: number }>(org, "SELECT COUNT(Id) total FROM Stock_Entry__c WHERE Source__c = 'SEED'");
  assert.equal(total, demoPlan().openings.length);
}

describe('a first start', () => {
  let org: RunningOrg;
  before(async () => {
    org = await startOrg({ seed: true, dataFolder: folder });
    adminToken = await org.token();
  });
  after(() => org.stop());

  it('prints `ready <url>` and nothing else on standard output, its steps on standard error', async () => {
    assert.match(org.output(), /^ready http:\/\/127\.0\.0\.1:\d+\n$/);
    assert.match(org.log(), /deployed \d+ classes and triggers/);
    assert.match(org.log(), /seed: opening stock: \d+ applied/);
    assert.equal((await fetch(org.url)).ok, true);
  });

  it('keeps its folder to its user', () => {
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(folder, 'server.key')).mode & 0o777, 0o600);
  });

  it('is the only one on its folder: a second is refused, with the folder and who holds it', async () => {
    const second = await script('start', ['--port', '0', '--data', folder]);
    assert.deepEqual([second.exitCode, second.output], [1, '']);
    assert.match(second.errors, new RegExp(`^start: The data folder ${folder} is in use by another local org \\(process \\d+\\)\\. Stop that one or start with another folder \\(--data DIR\\)\\.\n$`));
  });

  it('cannot be reset while it runs', async () => {
    const reset = await localOrg(['reset', '--data', folder]);
    assert.equal(reset.exitCode, 1);
    assert.match(reset.errors, /is in use by another local org .* Nothing was deleted\.\n$/);
    assert.ok(Array.isArray(await availabilityOf(org, 'HF-1001')));
  });

  it('says which port is taken, before it compiles anything, and the way out', async () => {
    const { port } = new URL(org.url);
    const other = path.join(temporary, 'other');
    const second = await script('start', ['--port', port, '--data', other]);
    assert.deepEqual([second.exitCode, second.output], [1, '']);
    assert.equal(second.errors, `start: Port ${port} on 127.0.0.1 is taken. Stop what listens there, or choose another: --port N (0 for any free one).\n`);
    assert.equal(existsSync(path.join(other, 'deployed.json')), false);
  });

  it('gives tokens to the command line: the token and nothing else, for any user', async () => {
    for (const args of [[], ['--user', 'agent@holdfast.local'], ['--user', 'AGENT@holdfast.local'], ['--url', org.url], ['--url', `${org.url}/`]]) {
      const { exitCode, output, errors } = await localOrg(['token', '--data', folder, ...args]);
      assert.deepEqual([exitCode, errors], [0, ''], errors);
      assert.match(output, /^00D\w{12}![.\w]{80}\n$/);
    }
  });

  it('gives none to strangers, or with another folder’s key', async () => {
    const stranger = await localOrg(['token', '--data', folder, '--user', 'nobody@holdfast.local']);
    assert.deepEqual([stranger.exitCode, stranger.output], [1, '']);
    assert.match(stranger.errors, /no active user nobody@holdfast\.local/);
    const otherFolder = await localOrg(['token', '--url', org.url, '--data', temporary]);
    assert.equal(otherFolder.exitCode, 1);
    assert.match(otherFolder.errors, /server\.key cannot be read: name the data folder of the org with --data DIR/);
  });

  it('asked for a token at an address that is no org, says so', async () => {
    const web = createServer((_request, response) => { response.end('<html>'); });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = web.address();
    const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
    const page = await localOrg(['token', '--url', url, '--data', folder]);
    web.close();
    assert.deepEqual([page.exitCode, page.output], [1, '']);
    assert.match(page.errors, /is not an org/);
    const silent = await localOrg(['token', '--url', url, '--data', folder]);
    assert.equal(silent.exitCode, 1);
    assert.match(silent.errors, /does not answer\. Is the org running\?/);
  });

  it('answers queries of the command line: a JSON object a row, or the error with its code', async () => {
    const rows = await localOrg(['query', "SELECT SKU__c, Name FROM Product2 WHERE SKU__c IN ('HF-1001', 'HF-1002') ORDER BY SKU__c", '--data', folder]);
    assert.deepEqual([rows.exitCode, rows.errors], [0, '']);
    assert.deepEqual(rows.output.trim().split('\n').map((row) => JSON.parse(row) as unknown), [{ SKU__c: 'HF-1001', Name: 'Enamel mug, sage' }, { SKU__c: 'HF-1002', Name: 'Enamel mug, ink' }]);
    assert.equal((await localOrg(['query', 'SELECT COUNT() FROM Stock_Location__c', '--data', folder])).output, '15\n');
    const wrong = await localOrg(['query', 'SELECT Nope__c FROM Product2', '--data', folder]);
    assert.deepEqual([wrong.exitCode, wrong.output], [1, '']);
    assert.match(wrong.errors, /^INVALID_FIELD: /);
  });

  it('can be killed in the middle of a burst of reservations', async () => {
    burst = await reserveUntil(org, adminToken, { acknowledged: 60, then: () => org.kill() });
    assert.ok(burst.acknowledged.size >= 60 && burst.unanswered.length > 0, `${String(burst.acknowledged.size)} acknowledged, ${String(burst.unanswered.length)} without an answer`);
  });
});

describe('after the crash', () => {
  let org: RunningOrg;

  it('the command line finds no org, and says how to get one', async () => {
    for (const args of [['token'], ['query', 'SELECT Id FROM User']]) {
      const { exitCode, output, errors } = await localOrg([...args, '--data', folder]);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.equal(errors, `No local org is running on the data folder ${folder}. Start one with npm start, or name it with --url and --data.\n`);
    }
  });

  it('the org starts again on the same folder', async () => {
    org = await startOrg({ seed: true, dataFolder: folder });
    await assertSeededOnce(org);
  });

  it('a token given before is still good', async () => {
    assert.equal((await call(org, adminToken, 'GET', '/availability?sku=HF-1001')).status, 200);
  });

  it('every acknowledged reservation is there, word for word', async () => {
    for (const [key, { request, answer }] of burst.acknowledged) {
      const repeated = await call(org, adminToken, 'POST', '/reservations', request);
      assert.deepEqual(repeated.body, answer, key);
    }
  });

  it('none is half written: headers have their lines, lines their entries, positions the sums of both', async () => {
    await assertWhole(org);
  });

  it('the calls without an answer can be sent again: each counts once', async () => {
    for (const request of burst.unanswered) assert.equal((await call(org, adminToken, 'POST', '/reservations', request)).status, 200);
    const all = burst.acknowledged.size + burst.unanswered.length;
    const [{ total } = { total: 0 }] = await query<{ total: number }>(org, "SELECT COUNT(Id) total FROM Stock_Reservation__c WHERE Request_Key__c LIKE 'burst-%'");
    assert.equal(total, all);
    await assertWhole(org);
  });

  it('Ctrl-C ends it with 0, and it is gone', async () => {
    assert.equal(await org.stop(), 0);
    assert.match(org.output(), /^ready \S+\n$/);
    assert.equal(existsSync(path.join(folder, 'server.json')), false);
    await assert.rejects(fetch(org.url));
  });

  async function assertWhole(running: RunningOrg): Promise<void> {
    const headers = await query<{ Id: string; Status__c: string; Request_Key__c: string }>(running, "SELECT Id, Status__c, Request_Key__c FROM Stock_Reservation__c WHERE Request_Key__c LIKE 'burst-%'");
    const lines = await query<{ Reservation__c: string; Position_Key__c: string; Granted__c: number; Fulfilled__c: number; Released__c: number; Put_Away__c: number | null }>(running, 'SELECT Reservation__c, Position_Key__c, Granted__c, Fulfilled__c, Released__c, Put_Away__c FROM Stock_Reservation_Line__c');
    const linesOf = Map.groupBy(lines, (line) => line.Reservation__c);
    for (const { Id, Status__c, Request_Key__c } of headers) {
      const own = linesOf.get(Id) ?? [];
      assert.equal(own.length, LINES_PER_REQUEST, Request_Key__c);
      assert.equal(Status__c === 'Reserved', own.every((line) => line.Granted__c > 0), Request_Key__c);
    }
    assert.ok(headers.length >= burst.acknowledged.size);
    // What was picked and waits for its shelf is promised to nobody, and reserved still.
    const open = sums(lines, (line) => line.Granted__c - line.Fulfilled__c - line.Released__c + (line.Put_Away__c ?? 0));
    const entries = await query<{ Position_Key__c: string; On_Hand_Change__c: number | null; Reserved_Change__c: number | null }>(running, "SELECT Position_Key__c, On_Hand_Change__c, Reserved_Change__c FROM Stock_Entry__c WHERE Outcome__c = 'Applied'");
    const onHand = sums(entries, (entry) => entry.On_Hand_Change__c ?? 0);
    const reserved = sums(entries, (entry) => entry.Reserved_Change__c ?? 0);
    for (const position of await query<{ Position_Key__c: string; On_Hand__c: number; Reserved__c: number }>(running, 'SELECT Position_Key__c, On_Hand__c, Reserved__c FROM Stock_Position__c')) {
      const key = position.Position_Key__c;
      assert.deepEqual({ key, onHand: onHand.get(key) ?? 0, reserved: reserved.get(key) ?? 0, open: open.get(key) ?? 0 }, { key, onHand: position.On_Hand__c, reserved: position.Reserved__c, open: position.Reserved__c });
    }
  }

  function sums<T extends { readonly Position_Key__c: string }>(rows: readonly T[], amount: (row: T) => number): Map<string, number> {
    const totals = new Map<string, number>();
    for (const row of rows) totals.set(row.Position_Key__c, (totals.get(row.Position_Key__c) ?? 0) + amount(row));
    return totals;
  }
});

describe('a project that does not compile', () => {
  const project = path.join(temporary, 'project');
  const brokenClass = 'force-app/main/stock/classes/StockKeys.cls';
  const fresh = path.join(temporary, 'fresh');

  before(() => {
    mkdirSync(project);
    for (const name of ['sfdx-project.json', '.forceignore', 'force-app']) cpSync(path.join(root, name), path.join(project, name), { recursive: true });
    const file = path.join(project, brokenClass);
    const lines = readFileSync(file, 'utf8').split('\n');
    lines.splice(2, 0, '    public static Integer broken() { return nowhere + 1; }');
    writeFileSync(file, lines.join('\n'));
    // A field that must not arrive either.
    writeFileSync(path.join(project, 'force-app/main/stock/objects/Stock_Position__c/fields/Late__c.field-meta.xml'),
      '<?xml version="1.0" encoding="UTF-8"?>\n<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Late__c</fullName><label>Late</label><type>Checkbox</type><defaultValue>false</defaultValue></CustomField>\n');
  });

  /** Place, message, the line itself, and a caret under the name that does not exist. */
  function assertTold(text: string): void {
    const lines = text.split('\n').map((line) => line.replace(/^local-org: /, ''));
    const at = lines.findIndex((line) => line.startsWith(`${brokenClass}:3:45: `));
    assert.notEqual(at, -1, text);
    assert.match(lines[at]!, /: Variable does not exist: nowhere$/);
    assert.equal(lines[at + 1], '      public static Integer broken() { return nowhere + 1; }');
    assert.equal(lines[at + 2]?.indexOf('^'), lines[at + 1]?.indexOf('nowhere'));
  }

  it('is told with path, line, column and caret, and the version before keeps serving: same answers, same schema', async () => {
    const good = await startOrg({ seed: false, dataFolder: folder });
    const before = [await availabilityOf(good, 'HF-1001'), await describeOf(good, 'Stock_Position__c')];
    await good.stop();
    const org = await startOrg({ seed: false, dataFolder: folder, project });
    try {
      assertTold(org.log());
      assert.match(org.log(), /the project does not compile \(1 problems?\): the version deployed before keeps serving/);
      assert.match(org.output(), /^ready \S+\n$/);
      assert.deepEqual([await availabilityOf(org, 'HF-1001'), await describeOf(org, 'Stock_Position__c')], before);
      const request = { requestKey: 'after-broken', kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku: 'HF-1001', location: 'DC-DAVENTRY', quantity: 1 }] };
      assert.equal((await call(org, adminToken, 'POST', '/reservations', request)).status, 200);
    } finally {
      assert.equal(await org.stop(), 0);
    }
  });

  it('with nothing deployed before ends with 1 and serves nothing', async () => {
    const ended = await localOrg(['start', project, '--port', '0', '--data', fresh]);
    assert.deepEqual([ended.exitCode, ended.output], [1, '']);
    assertTold(ended.errors);
    assert.match(ended.errors, /does not compile \(1 problems?\) and nothing was deployed before/);
    assert.equal(existsSync(path.join(fresh, 'server.json')), false);
  });

  it('is listed by check, which ends with 1', async () => {
    const checked = await localOrg(['check', project]);
    assert.deepEqual([checked.exitCode, checked.errors], [1, '']);
    assertTold(checked.output);
    assert.match(checked.output, /1 mistakes?, 0 uses of what is not supported\n$/);
  });

  it('once repaired is what the next start serves, field and all, over the data there was', async () => {
    const file = path.join(project, brokenClass);
    writeFileSync(file, readFileSync(file, 'utf8').replace('nowhere + 1', '1'));
    const org = await startOrg({ seed: false, dataFolder: folder, project });
    try {
      assert.doesNotMatch(org.log(), /does not compile/);
      assert.ok((await describeOf(org, 'Stock_Position__c')).fields.some(({ name }) => name === 'Late__c'));
      assert.equal((await call(org, adminToken, 'GET', '/reservations/after-broken')).status, 200);
    } finally {
      assert.equal(await org.stop(), 0);
    }
  });

  it('leaves the folder fit for the next start, which Ctrl-C may end while the demo data is still on its way', async () => {
    const child = spawn(process.execPath, ['scripts/run.js', 'start', '--port', '0', '--data', fresh], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let log = '';
    let wasInterrupted = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (wasInterrupted || !log.includes('seed: Product_Barcode__c')) return;
      wasInterrupted = true;
      child.kill('SIGINT');
    });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    assert.deepEqual([exitCode, output], [0, ''], log);
    assert.doesNotMatch(log, /Error|failed/);
  });

  it('and the start after that completes the demo data', async () => {
    const org = await startOrg({ seed: true, dataFolder: fresh });
    try {
      adminToken = await org.token();
      await assertSeededOnce(org);
    } finally {
      await org.stop();
    }
  });
});

describe('check', () => {
  it('finds no mistakes in this repository', async () => {
    const checked = await localOrg(['check', root]);
    assert.deepEqual([checked.exitCode, checked.errors], [0, ''], checked.output);
    assert.match(checked.output, /^\d+ classes and triggers, \d+ objects: no mistakes\n$/);
  });
});

describe('reset', () => {
  it('refuses a folder that holds anything but an org, and deletes nothing', async () => {
    const mixed = path.join(temporary, 'mixed');
    mkdirSync(mixed);
    for (const name of ['org.sqlite', 'deployed.json', 'holiday.jpg']) writeFileSync(path.join(mixed, name), 'x');
    const { exitCode, errors } = await localOrg(['reset', '--data', mixed]);
    assert.equal(exitCode, 1);
    assert.match(errors, /holds files that are not an org's \(holiday\.jpg\)\. Nothing was deleted\.\n$/);
    assert.deepEqual(readdirSync(mixed).sort(), ['deployed.json', 'holiday.jpg', 'org.sqlite']);
  });

  it('empties the folder of a stopped org, killed or not', async () => {
    assert.ok(readdirSync(folder).includes('org.sqlite'));
    const { exitCode, output, errors } = await localOrg(['reset', '--data', folder]);
    assert.deepEqual([exitCode, output, errors], [0, '', '']);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('says when there is nothing, or a file', async () => {
    for (const [data, message] of [[path.join(temporary, 'nowhere'), /does not exist: there is nothing to reset/], [import.meta.filename, /is not a folder\. Nothing was deleted/]] as const) {
      const { exitCode, errors } = await localOrg(['reset', '--data', data]);
      assert.equal(exitCode, 1);
      assert.match(errors, message);
    }
    assert.ok(existsSync(import.meta.filename));
  });
});

describe('a data folder with something else in it', () => {
  const foreign: Readonly<Record<string, (file: string) => void>> = {
    'random bytes as org.sqlite': (file) => { writeFileSync(file, randomBytes(5000)); },
    'a short text as org.sqlite': (file) => { writeFileSync(file, 'todo: milk'); },
    'the database of another program as org.sqlite': (file) => {
      const database = new Database(file);
      database.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)');
      database.close();
    },
    'the database of another program that was killed, its journal beside it,': (file) => {
      const source = `${file}-source`;
      const database = new Database(source);
      database.pragma('journal_mode = WAL');
      database.exec('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)');
      copyFileSync(source, file);
      copyFileSync(`${source}-wal`, `${file}-wal`);
      database.close();
      rmSync(source);
    },
  };

  let number = 0;
  for (const [what, make] of Object.entries(foreign)) {
    it(`${what} is refused with path and way out, and stays as it is`, async () => {
      const place = path.join(temporary, `foreign-${String((number += 1))}`);
      mkdirSync(place);
      const file = path.join(place, 'org.sqlite');
      make(file);
      const contents = (): unknown => readdirSync(place).sort().map((name) => [name, readFileSync(path.join(place, name), 'hex')]);
      const before = contents();
      const { exitCode, output, errors } = await script('start', ['--port', '0', '--data', place]);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.ok(errors.startsWith(`start: ${file} is `), errors);
      assert.match(errors, /start with another folder \(--data DIR\)\.\n$/);
      assert.deepEqual(contents(), before);
    });
  }

  it('a database of an org that is damaged is refused with path and way out', async () => {
    const place = path.join(temporary, 'damaged');
    const file = path.join(place, 'org.sqlite');
    const { writer, close } = openFolder(place);
    writer.execute('CREATE TABLE rows AS WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 5000) SELECT n FROM number');
    close();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), randomBytes(bytes.length - 100)]));
    const { exitCode, output, errors } = await script('start', ['--port', '0', '--data', place]);
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /^start: .*org\.sqlite.*malformed.* start with another folder \(--data DIR\)\.\n$/);
  });

  it('a deployed.json that is broken is refused: ids could change', async () => {
    const place = path.join(temporary, 'broken-deployed');
    mkdirSync(place);
    writeFileSync(path.join(place, 'deployed.json'), '{"files": [');
    const { exitCode, errors } = await script('start', ['--port', '0', '--data', place]);
    assert.equal(exitCode, 1);
    assert.match(errors, /deployed\.json is broken\. Restore a copy of it, or start with another folder/);
  });

  it('a file where the folder should be is refused', async () => {
    const file = path.join(temporary, 'file');
    writeFileSync(file, 'mine');
    const { exitCode, errors } = await script('start', ['--port', '0', '--data', file]);
    assert.equal(exitCode, 1);
    assert.match(errors, /^start: ".*file" cannot be the data folder \(.*\)\. Name one that can be written to: --data DIR\.\n$/);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });
});

describe('arguments that cannot be understood', () => {
  const wrong: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['start', '--prot', '80'], /^Unknown option '--prot'\nusage: npx local-org start /],
    [['start', '--port', 'eighty'], /^--port must be a number from 0 to 65535, not eighty\.\n/],
    [['start', '--port', '70000'], /^--port must be a number from 0 to 65535, not 70000\.\n/],
    [['start', 'one', 'two'], /^Unexpected argument two\.\n/],
    [['token', '--user'], /^Option '--user <value>' argument missing\nusage: npx local-org token /],
    [['query'], /^Give one query, in quotes\.\n/],
    [['query', 'SELECT', 'Id'], /^Give one query, in quotes\.\n/],
    [['check'], /^Name one folder\.\n/],
    [['reset', 'please'], /^Unexpected argument please\.\n/],
    [['limits', '--stores', 'many'], /^--stores must be a whole number from 1, not many\.\nusage: npx local-org limits /],
    [['limits', '--edition', 'Big'], /^--edition must be one of Developer, scratch, Enterprise, not Big\.\n/],
    [['frobnicate'], /^There is no command frobnicate\.\nusage:\n/],
    [['constructor'], /^There is no command constructor\.\nusage:\n/],
    [[], /^usage:\n/],
  ];
  for (const [args, message] of wrong) {
    it(`local-org ${args.join(' ')}: 2, what is wrong, and the usage`, async () => {
      const { exitCode, output, errors } = await localOrg(args);
      assert.deepEqual([exitCode, output], [2, '']);
      assert.match(errors, message);
      assert.match(errors, /usage:/);
    });
  }

  it('npm start likewise', async () => {
    for (const [args, message] of [[['--prot', '80'], /^Unknown option '--prot'\n/], [['--port', '-1'], /--port/], [['somewhere'], /^Unexpected argument somewhere\.\n/]] as const) {
      const { exitCode, output, errors } = await script('start', args);
      assert.deepEqual([exitCode, output], [2, '']);
      assert.match(errors, message);
      assert.match(errors, /usage: npm start -- \[--port N\] \[--pubsub-port N\] \[--data DIR\] \[--no-seed\] \[--live \[SPEED\]\] \[--allow-password-grant\]\n$/);
    }
  });

  it('help is no mistake: 0, on standard output', async () => {
    for (const args of [['--help'], ['-h'], ['start', '--help']]) {
      const { exitCode, output, errors } = await localOrg(args);
      assert.deepEqual([exitCode, errors], [0, '']);
      assert.match(output, /^usage:\n {2}npx local-org start \[DIR\]/);
    }
    assert.match((await script('start', ['--help'])).output, /^usage: npm start/);
  });

  it('a script that does not exist: 2', async () => {
    for (const name of ['nothing', '', '../local-org/cli/main']) assert.deepEqual((await script(name, [])).exitCode, 2);
  });
});

describe('an old Node', () => {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => {
    const major = Number(/^v(\d+)/.exec(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? 24);
    return major < 24;
  });
  const skip = old === undefined ? 'no Node older than 24 is installed' : false;
  for (const [what, command] of [['npm start', () => script('start', [], { node: old! })], ['local-org', () => localOrg(['token'], { node: old! })]] as const) {
    it(`is told by ${what}, with what to do`, { skip }, async () => {
      const { exitCode, output, errors } = await command();
      assert.deepEqual([exitCode, output], [2, '']);
      assert.match(errors, /^Node \d+\.\d+\.\d+ is too old: Holdfast needs Node 24 or newer\.\nRun it through npm/);
    });
  }
});
