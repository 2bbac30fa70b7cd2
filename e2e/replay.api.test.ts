import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { script, type Ended } from './support/commands.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

/** 213 lines in the columns of the UCI file: equal lines, cancellations, write-offs, postage and fees, quotes and commas, a country nobody mapped. */
const SAMPLE = path.join(import.meta.dirname, 'fixtures/retail.csv');
const NOT_GOODS = { 'bank charges': 1, 'discount': 1, 'gift voucher': 1, 'manual entry': 1, 'marketplace fee': 1 };
const MIDDLE = '2010-12-03';

const temporary = mkdtempSync(path.join(tmpdir(), 'holdfast-replay-'));
let org: RunningOrg;
let token: string;

before(async () => {
  org = await startOrg({ seed: false });
  token = await org.token();
});
after(async () => {
  await org.stop();
  rmSync(temporary, { recursive: true, force: true });
});

interface Summary {
  readonly lines: number;
  readonly facts: number;
  readonly notGoods: Readonly<Record<string, number>>;
  readonly effects: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly images: { readonly positions: number; readonly sha256: string };
}

const notGoodsFile = path.join(temporary, 'not-goods.json');
const replayEnded = (args: readonly string[]): Promise<Ended> => script('replay', [...args, '--data', org.dataFolder, '--not-goods', notGoodsFile]);
const verify = (args: readonly string[]): Promise<Ended> => script('replay-verify', [...args, '--data', org.dataFolder]);

/** Plays a file; standard output holds the summary and nothing else. */
async function replay(args: readonly string[]): Promise<Summary> {
  const { exitCode, output, errors } = await replayEnded(args);
  assert.equal(exitCode, 0, errors);
  return JSON.parse(output) as Summary;
}

async function query<T>(soql: string): Promise<T[]> {
  const response = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${token}` } });
  const { records, done } = (await response.json()) as { records: T[]; done: boolean };
  assert.equal(done, true);
  return records;
}

/** What the org says about every position of the file: the numbers, nothing that depends on when or in which order they came. */
async function images(isOurs: (sku: string) => boolean): Promise<Record<string, readonly number[]>> {
  const rows = await query<{ Position_Key__c: string; On_Hand__c: number; Reserved__c: number; Inspection__c: number; Damaged__c: number; In_Transit__c: number }>(
    'SELECT Position_Key__c, On_Hand__c, Reserved__c, Inspection__c, Damaged__c, In_Transit__c FROM Stock_Position__c ORDER BY Position_Key__c');
  const own = rows.filter((row) => isOurs(row.Position_Key__c));
  return Object.fromEntries(own.map((row) => [row.Position_Key__c, [row.On_Hand__c, row.Reserved__c, row.Inspection__c, row.Damaged__c, row.In_Transit__c]]));
}

const ofSample = (sku: string): boolean => /^(1\d{4}|DCGS)/.test(sku);
const countOf = async (object: string): Promise<number> => (await query<{ total: number }>(`SELECT COUNT(Id) total FROM ${object}`))[0]!.total;

function sampleLines(): { readonly header: string; readonly lines: string[] } {
  const [header = '', ...lines] = readFileSync(SAMPLE, 'utf8').trimEnd().split('\n');
  return { header, lines };
}

/** Writes a file beside the sample; answers its path. */
function variant(name: string, change: (lines: string[]) => string[], header = sampleLines().header): string {
  const file = path.join(temporary, name);
  writeFileSync(file, `${[header, ...change(sampleLines().lines)].join('\n')}\n`);
  return file;
}

/** Always the same order, unlike the file's. */
function shuffled<T>(items: readonly T[]): T[] {
  let state = 42;
  return items.map((item) => ({ item, place: (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) })).sort((a, b) => a.place - b.place).map(({ item }) => item);
}

describe('a file that cannot be played', () => {
  it('is refused with the columns that are missing, and nothing is sent', async () => {
    const { exitCode, output, errors } = await replayEnded([variant('columns.csv', (lines) => lines, 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country')]);
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /^replay: .*columns\.csv: The first line must name the columns InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country; it says Invoice,StockCode,/m);
    assert.doesNotMatch(errors, /\n\s+at /);
  });

  it('is refused with the number of the line that is none', async () => {
    const bad = variant('line.csv', (lines) => lines.with(99, '900001,10001,LANTERN,six,2010-12-01T08:43:00Z,1,1,France'));
    const { exitCode, output, errors } = await replayEnded([bad]);
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /line\.csv: Line 101 is not a retail line: 900001,10001,LANTERN,six,/);
  });

  it('is refused when it is not there, empty, or ends inside a quote', async () => {
    const empty = path.join(temporary, 'empty.csv');
    writeFileSync(empty, '');
    for (const [file, message] of [[path.join(temporary, 'none.csv'), /none\.csv cannot be read/], [empty, /it says nothing/], [variant('quote.csv', (lines) => [...lines, '1,2,"open']), /never closed/]] as const) {
      const { exitCode, output, errors } = await replayEnded([file]);
      assert.deepEqual([exitCode, output], [1, ''], errors);
      assert.match(errors, message);
    }
  });

  it('names the locations the org does not have', async () => {
    const { exitCode, output, errors } = await replayEnded([SAMPLE]);
    assert.deepEqual([exitCode, output], [1, '']);
    assert.match(errors, /^replay: The org has no location DC-DAVENTRY, DC-DUBLIN, DC-ROTTERDAM\. Seed it first \(npm run seed\), or map the countries to other locations in config\/replay\.json\.$/m);
  });

  it('has sent nothing', async () => {
    for (const object of ['Product2', 'Stock_Entry__c', 'Stock_Position__c']) assert.equal(await countOf(object), 0, object);
  });

  it('arguments that cannot be understood end with 2 and the usage', async () => {
    for (const args of [[], [SAMPLE, SAMPLE], [SAMPLE, '--speed', '0'], [SAMPLE, '--connections', '0'], [SAMPLE, '--shuffle', 'well'], [SAMPLE, '--shuffle', '1', '--speed', '9'], [SAMPLE, '--connections', 'many'], [SAMPLE, '--from', 'yesterday'], [SAMPLE, '--quick']]) {
      const { exitCode, output, errors } = await replayEnded(args);
      assert.deepEqual([exitCode, output], [2, ''], args.join(' '));
      assert.match(errors, /usage: npm run replay -- FILE/);
    }
    assert.equal((await verify([])).exitCode, 2);
  });

  it('an org that does not run, or another one’s token, end with 1', async () => {
    const none = await script('replay', [SAMPLE, '--data', temporary]);
    assert.equal(none.exitCode, 1);
    assert.match(none.errors, /^replay: No local org is running on the data folder/m);
    const stranger = await script('replay', [SAMPLE, '--url', org.url, '--token', '00D000000000000!nonsense', '--not-goods', notGoodsFile]);
    assert.equal(stranger.exitCode, 1);
    assert.match(stranger.errors, /^replay: .*Session expired or invalid$/m);
  });
});

describe('a file', () => {
  let whole: Record<string, readonly number[]>;

  before(async () => {
    const seeded = await script('seed', ['--data', org.dataFolder]);
    assert.equal(seeded.exitCode, 0, seeded.errors);
  });

  it('played in two parts gives all its facts, each once, and counts what is not goods by reason', async () => {
    const first = await replay([SAMPLE, '--to', MIDDLE]);
    const part = await verify([SAMPLE, '--to', MIDDLE]);
    assert.equal(part.exitCode, 0, part.output);
    const second = await replay([SAMPLE, '--from', MIDDLE]);
    assert.deepEqual([first.effects, second.effects], [{ Applied: first.facts }, { Applied: second.facts }]);
    assert.ok(first.facts > 0 && second.facts > 0);
    assert.equal(first.lines + second.lines, sampleLines().lines.length);
    const { postage, ...others } = sum(first.notGoods, second.notGoods);
    assert.deepEqual(others, NOT_GOODS);
    assert.equal(postage, sampleLines().lines.filter((line) => /,(POST|DOT),/.test(line)).length);
    assert.deepEqual(JSON.parse(readFileSync(notGoodsFile, 'utf8')), second.notGoods);
    whole = await images(ofSample);
  });

  it('leaves in the org what a second reader of the file says it must', async () => {
    const { exitCode, output } = await verify([SAMPLE]);
    assert.equal(exitCode, 0, output);
    assert.match(output, /^\d+ goods lines, 16 SKUs compared, 0 wrong, 0 of the file without opening stock\n$/);
  });

  it('keeps equal lines apart, reads quotes and commas, and sends an unknown country to the location for the rest', async () => {
    const lines = sampleLines().lines.filter((line) => line === sampleLines().lines[0]);
    assert.equal(lines.length, 3);
    const entries = await query<{ Quantity__c: number }>("SELECT Quantity__c FROM Stock_Entry__c WHERE Source__c = 'UCI' AND Reference__c = '900001' AND Position_Key__c LIKE '10001|%' AND Quantity__c = 1");
    assert.equal(entries.length, 1 + lines.length);
    const [product] = await query<{ Name: string }>("SELECT Name FROM Product2 WHERE SKU__c = '10004'");
    assert.equal(product?.Name, 'SIGN "KITCHEN"');
    assert.ok(Object.keys(whole).includes('10004|DC-ROTTERDAM|0'));
    const [writtenOff] = await query<{ On_Hand__c: number; Inspection__c: number }>("SELECT On_Hand__c, Inspection__c FROM Stock_Position__c WHERE SKU__c = '10099'");
    assert.deepEqual([writtenOff?.On_Hand__c, writtenOff?.Inspection__c], [9, 0]);
    assert.ok(whole['10010|DC-ROTTERDAM|0']![2]! >= 24, 'returns wait for inspection');
  });

  it('played again applies nothing, at the pace of its clock too, and changes no number', async () => {
    for (const pace of [[], ['--speed', '1000000', '--connections', '2']]) {
      const { facts, effects, lines } = await replay([SAMPLE, ...pace]);
      assert.deepEqual([effects, lines], [{ Duplicate: facts }, sampleLines().lines.length]);
    }
    assert.deepEqual(await images(ofSample), whole);
  });

  it('played shuffled, with line ends of another system and a byte order mark, changes no number either', async () => {
    const file = variant('shuffled.csv', shuffled);
    writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`);
    const { facts, effects } = await replay([file]);
    assert.deepEqual(effects, { Duplicate: facts });
    assert.deepEqual(await images(ofSample), whole);
  });

  it('played shuffled from the start, under other stock codes, ends in the same state', async () => {
    const renamed = variant('renamed.csv', (lines) => shuffled(lines.map((line) => line.replace(/^(\w+),(?=\d|dcgs)/i, '$1,Z'))));
    const { facts, effects } = await replay([renamed, '--connections', '8']);
    assert.deepEqual(effects, { Applied: facts });
    const others = await images((sku) => sku.startsWith('Z'));
    assert.deepEqual(Object.fromEntries(Object.entries(others).map(([key, image]) => [key.slice(1), image])), whole);
  });

  it('played with some facts twice and some late, in any order, gives another org the same state images', async () => {
    const inOrder = await replay([SAMPLE]);
    const other = await startOrg({ seed: true });
    try {
      const { exitCode, output, errors } = await script('replay', [SAMPLE, '--shuffle', '7', '--data', other.dataFolder, '--not-goods', notGoodsFile]);
      assert.equal(exitCode, 0, errors);
      const { images: shuffledImages, effects, facts } = JSON.parse(output) as Summary;
      assert.deepEqual(shuffledImages, inOrder.images);
      assert.equal(effects['Applied'], facts);
      assert.ok((effects['Duplicate'] ?? 0) > 0);
    } finally {
      await other.stop();
    }
  });

  it('is not confirmed by the verification when the org has one piece less', async () => {
    const fact = { key: 'theft-1', intent: 'StockAdjusted', sku: '10012', location: 'DC-DAVENTRY', quantity: -1, occurredAt: '2010-12-04T18:00:00Z', source: 'TEST', reason: 'stolen' };
    assert.equal((await call(org, token, 'POST', '/events', { events: [fact] })).status, 200);
    const { exitCode, output } = await verify([SAMPLE]);
    assert.equal(exitCode, 1);
    assert.match(output, /^10012: opening \d+, moved -\d+, expected (\d+), the org has \d+$/m);
  });

  function sum(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> {
    return Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].sort().map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
  }
});
