/** `sf data …`, `sf sobject …`, `sf api request …` with the unmodified CLI. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { restClient, type RestCall } from '../support/rest-client.ts';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { loginWithJwt, makeCli, resultOf, succeeded, type Cli } from './support/cli.ts';
import { makeLibrarian, makeLibraryProject } from './support/library-project.ts';

const project = makeLibraryProject();
let org: RunningOrg;
let sf: Cli;
let call: RestCall;

before(async () => {
  org = await startOrg({ seed: false, project: project.path });
  call = restClient(org, await org.token());
  await makeLibrarian(call);
  sf = makeCli();
  await loginWithJwt(sf, org);
});
after(async () => {
  await org.stop();
  sf.remove();
  project.remove();
});

/** Runs in the project folder: the import and export commands need one. */
const inProject = (...args: readonly string[]) => sf(args, { cwd: project.path });
const count = async (soql: string): Promise<number> => ((await call('GET', `/query?q=${encodeURIComponent(soql)}`)).body as { totalSize: number }).totalSize;
function file(name: string, content: string): string {
  const target = path.join(sf.home, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}
const CSV_END = '\n';

describe('sf data, one record', () => {
  it('create, get, update, upsert by where, delete', async () => {
    const { id } = await resultOf<{ id: string }>(sf(['data', 'create', 'record', '-s', 'Author__c', '-v', "Name='Iain Banks' Key__c=BANKS Active__c=true", '--json']));
    const read = await resultOf<Record<string, unknown>>(sf(['data', 'get', 'record', '-s', 'Author__c', '-i', id, '--json']));
    assert.deepEqual([read['Name'], read['Active__c']], ['Iain Banks', true]);
    succeeded(await sf(['data', 'update', 'record', '-s', 'Author__c', '-w', 'Key__c=BANKS', '-v', "Name='Iain M. Banks'", '--json']));
    const again = await resultOf<Record<string, unknown>>(sf(['data', 'get', 'record', '-s', 'Author__c', '-w', "Name='Iain M. Banks'", '--json']));
    assert.equal(again['Id'], id);
    succeeded(await sf(['data', 'delete', 'record', '-s', 'Author__c', '-i', id, '--json']));
    assert.equal(await count("SELECT COUNT() FROM Author__c WHERE Key__c = 'BANKS'"), 0);
  });
  it('says why a record was refused', async () => {
    const ended = await sf(['data', 'create', 'record', '-s', 'Book__c', '-v', 'Name=Forbidden', '--json']);
    assert.equal(ended.exitCode, 1);
    assert.match(ended.json.message ?? '', /This title is forbidden/);
  });
});

describe('sf data, trees', () => {
  const tree = JSON.stringify({ records: [{ attributes: { type: 'Author__c', referenceId: 'a1' }, Name: 'Octavia Butler', Key__c: 'BUTLER', Books__r: { records: [{ attributes: { type: 'Book__c', referenceId: 'b1' }, Name: 'Kindred' }, { attributes: { type: 'Book__c', referenceId: 'b2' }, Name: 'Dawn' }] } }] });
  it('import tree with files', async () => {
    succeeded(await inProject('data', 'import', 'tree', '--files', file('author.json', tree), '--json'));
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Author__r.Key__c = 'BUTLER'"), 2);
  });
  it('import tree with a plan', async () => {
    file('plan/authors.json', JSON.stringify({ records: [{ attributes: { type: 'Author__c', referenceId: 'aRef1' }, Name: 'Vernor Vinge', Key__c: 'VINGE' }] }));
    file('plan/books.json', JSON.stringify({ records: [{ attributes: { type: 'Book__c', referenceId: 'bRef1' }, Name: 'A Deepness in the Sky', Author__c: '@aRef1' }] }));
    const plan = file('plan/plan.json', JSON.stringify([{ sobject: 'Author__c', saveRefs: true, files: ['authors.json'] }, { sobject: 'Book__c', resolveRefs: true, files: ['books.json'] }]));
    succeeded(await inProject('data', 'import', 'tree', '--plan', plan, '--json'));
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Author__r.Key__c = 'VINGE'"), 1);
  });
  it('export tree with a plan', async () => {
    const folder = path.join(sf.home, 'exported');
    succeeded(await inProject('data', 'export', 'tree', '--plan', '--output-dir', folder, '-q', "SELECT Name, Key__c, (SELECT Name FROM Books__r) FROM Author__c WHERE Key__c = 'BUTLER'", '--json'));
    const names = readdirSync(folder);
    assert.ok(names.some((name) => name.includes('plan')), names.join());
    assert.match(readFileSync(path.join(folder, names.find((name) => name.startsWith('Book__c'))!), 'utf8'), /Kindred/);
  });
});

describe('sf data query', () => {
  const SOQL = "SELECT Name, Key__c, (SELECT Name FROM Books__r ORDER BY Name) FROM Author__c WHERE Key__c = 'BUTLER'";
  it('json with children', async () => {
    const { records } = await resultOf<{ records: { Name: string; Books__r: { records: { Name: string }[] } }[] }>(sf(['data', 'query', '-q', SOQL, '--json']));
    assert.deepEqual(records[0]?.Books__r.records.map((book) => book.Name), ['Dawn', 'Kindred']);
  });
  it('human, with parents and children', async () => {
    const { stdout } = succeeded(await sf(['data', 'query', '-q', 'SELECT Name, Author__r.Name FROM Book__c ORDER BY Name']));
    assert.match(stdout, /Kindred\s+│?\s*Octavia Butler/);
    assert.match(succeeded(await sf(['data', 'query', '-q', SOQL])).stdout, /Kindred/);
  });
  it('csv, with aggregates', async () => {
    const { stdout } = succeeded(await sf(['data', 'query', '-q', 'SELECT Author__r.Name, COUNT(Id) books FROM Book__c GROUP BY Author__r.Name ORDER BY COUNT(Id) DESC', '-r', 'csv']));
    assert.match(stdout, /Octavia Butler,2/);
  });
  it('a mistake is named', async () => {
    const ended = await sf(['data', 'query', '-q', 'SELECT Nope__c FROM Author__c', '--json']);
    assert.equal(ended.exitCode, 1);
    assert.match(`${ended.json.name ?? ''} ${ended.json.message ?? ''}`, /INVALID_FIELD|No such column/);
  });
  it('search', async () => {
    const result = await resultOf<{ searchRecords: { Name: string }[] }>(sf(['data', 'search', '-q', 'FIND {Kindred} IN NAME FIELDS RETURNING Book__c(Name)', '--json']));
    assert.deepEqual(result.searchRecords.map((one) => one.Name), ['Kindred']);
  });
});

describe('sf data, bulk', () => {
  const rows = Array.from({ length: 300 }, (_, index) => `Bulk ${String(index)},SFBULK-${String(index)}`).join(CSV_END);
  it('import bulk', async () => {
    const { processedRecords } = await resultOf<{ processedRecords: number }>(sf(['data', 'import', 'bulk', '-s', 'Book__c', '--file', file('books.csv', `Name,Isbn__c${CSV_END}${rows}${CSV_END}`), '--line-ending', 'LF', '--wait', '5', '--json']));
    assert.equal(processedRecords, 300);
  });
  it('upsert bulk', async () => {
    succeeded(await sf(['data', 'upsert', 'bulk', '-s', 'Book__c', '-i', 'Isbn__c', '--file', file('upsert.csv', `Isbn__c,Pages__c${CSV_END}SFBULK-0,10${CSV_END}SFBULK-1,20${CSV_END}`), '--line-ending', 'LF', '--wait', '5', '--json']));
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Isbn__c LIKE 'SFBULK-%' AND Pages__c > 0"), 2);
  });
  it('update bulk', async () => {
    const { records } = (await call('GET', `/query?q=${encodeURIComponent("SELECT Id FROM Book__c WHERE Isbn__c = 'SFBULK-5'")}`)).body as { records: { Id: string }[] };
    succeeded(await sf(['data', 'update', 'bulk', '-s', 'Book__c', '--file', file('update.csv', `Id,Pages__c${CSV_END}${records[0]!.Id},5${CSV_END}`), '--line-ending', 'LF', '--wait', '5', '--json']));
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Isbn__c = 'SFBULK-5' AND Pages__c = 5"), 1);
  });
  it('export bulk', async () => {
    const output = path.join(sf.home, 'out.csv');
    succeeded(await sf(['data', 'export', 'bulk', '-q', "SELECT Id FROM Book__c WHERE Isbn__c LIKE 'SFBULK-%'", '--output-file', output, '--result-format', 'csv', '--wait', '5', '--json']));
    assert.equal(readFileSync(output, 'utf8').trim().split(/\r?\n/).length, 301);
  });
  it('delete bulk', async () => {
    const { records } = (await call('GET', `/query?q=${encodeURIComponent("SELECT Id FROM Book__c WHERE Isbn__c LIKE 'SFBULK-%'")}`)).body as { records: { Id: string }[] };
    succeeded(await sf(['data', 'delete', 'bulk', '-s', 'Book__c', '--file', file('delete.csv', `Id${CSV_END}${records.map((one) => one.Id).join(CSV_END)}${CSV_END}`), '--line-ending', 'LF', '--wait', '5', '--json']));
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Isbn__c LIKE 'SFBULK-%'"), 0);
  });
});

describe('sf sobject, sf api request', () => {
  it('sobject describe, list', async () => {
    const { name, fields } = await resultOf<{ name: string; fields: { name: string }[] }>(sf(['sobject', 'describe', '-s', 'Author__c', '--json']));
    assert.ok(name === 'Author__c' && fields.some((field) => field.name === 'Key__c'));
    const names = await resultOf<string[]>(sf(['sobject', 'list', '-s', 'custom', '--json']));
    assert.ok(names.includes('Author__c') && !names.includes('Account'));
  });
  it('api request rest', async () => {
    const { stdout } = succeeded(await sf(['api', 'request', 'rest', '/services/data/v67.0/limits']));
    assert.match(stdout, /DailyApiRequests/);
  });
  it('api request graphql is refused by name', async () => {
    const ended = await sf(['api', 'request', 'graphql', '--body', '{ uiapi { query { Author__c { edges { node { Id } } } } } }']);
    assert.match(`${ended.stdout}${ended.stderr}`, /does not offer .*graphql/);
  });
});
