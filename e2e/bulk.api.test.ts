/** Bulk API 2.0: what becomes of every row, whatever happens in between. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { makeLibrarian, makeLibraryProject } from './clients/support/library-project.ts';
import { errorOf, restClient, type RestAnswer, type RestCall } from './support/rest-client.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const project = makeLibraryProject();
const dataFolder = mkdtempSync(path.join(tmpdir(), 'holdfast-bulk-'));
let org: RunningOrg;
let call: RestCall;

async function start(): Promise<void> {
  org = await startOrg({ seed: false, project: project.path, dataFolder });
  call = restClient(org, await org.token());
}
before(async () => {
  await start();
  await makeLibrarian(call);
});
after(async () => {
  await org.stop();
  project.remove();
  rmSync(dataFolder, { recursive: true, force: true });
});

interface Info { readonly id: string; readonly state: string; readonly numberRecordsProcessed: number; readonly numberRecordsFailed: number; readonly errorMessage?: string }
const info = ({ body }: RestAnswer): Info => body as Info;
const count = async (soql: string): Promise<number> => ((await call('GET', `/query?q=${encodeURIComponent(soql)}`)).body as { totalSize: number }).totalSize;

async function begin(job: object, csv: string | undefined): Promise<string> {
  const created = await call('POST', '/jobs/ingest', job);
  assert.equal(created.status, 200, JSON.stringify(created.body));
  const { id } = info(created);
  if (csv !== undefined) {
    assert.equal((await call('PUT', `/jobs/ingest/${id}/batches`, csv, { 'content-type': 'text/csv' })).status, 201);
    assert.equal((await call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' })).status, 200);
  }
  return id;
}
async function ended(id: string, kind = 'ingest'): Promise<Info> {
  for (;;) {
    const found = info(await call('GET', `/jobs/${kind}/${id}`));
    if (['JobComplete', 'Failed', 'Aborted'].includes(found.state)) return found;
    await setTimeout(20);
  }
}
const ingest = async (job: object, csv: string): Promise<Info> => ended(await begin(job, csv));
const result = async (id: string, kind: string): Promise<string> => ((await call('GET', `/jobs/ingest/${id}/${kind}`)).body as string | undefined) ?? '';

describe('bulk ingest', () => {
  it('saves the good rows and tells why the others failed', async () => {
    const job = await ingest({ object: 'Book__c', operation: 'insert' }, 'Name,Isbn__c,Price__c,Summary__c\nGood,BULK-1,1.50,"two\nlines, ""quoted"""\nForbidden,BULK-2,2,\nBad price,BULK-3,cheap,\nToo few\nBig,BULK-4,3,#N/A\n');
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 5, 3]);
    assert.match(await result(job.id, 'successfulResults'), /^"sf__Id","sf__Created","Name","Isbn__c","Price__c","Summary__c"\n"a\w{17}","true","Good","BULK-1","1\.50","two\nlines, ""quoted"""\n"a\w{17}","true","Big","BULK-4","3","#N\/A"\n$/);
    const failed = await result(job.id, 'failedResults');
    assert.match(failed, /^"sf__Id","sf__Error","Name"/);
    assert.match(failed, /"","FIELD_CUSTOM_VALIDATION_EXCEPTION:This title is forbidden:Name --","Forbidden"/);
    assert.match(failed, /"","INVALID_TYPE_ON_FIELD_IN_RECORD:Price__c: value not of required type:Price__c --","Bad price"/);
    assert.match(failed, /"","MALFORMED_ROW:The row has 1 values, the header 4\.: --","Too few"/);
    assert.equal(await result(job.id, 'unprocessedrecords'), '"Name","Isbn__c","Price__c","Summary__c"\n');
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Isbn__c LIKE 'BULK-%'"), 2);
  });
  it('upserts by an external id and finds parents by theirs', async () => {
    await ingest({ object: 'Author__c', operation: 'insert' }, 'Name,Key__c,Active__c\nOne,UP-A,TRUE\n');
    const csv = 'Isbn__c,Name,Author__r.Key__c\nUP-1,First,UP-A\nUP-2,Second,UP-NONE\n';
    const first = await ingest({ object: 'Book__c', operation: 'upsert', externalIdFieldName: 'Isbn__c' }, csv);
    assert.deepEqual([first.numberRecordsProcessed, first.numberRecordsFailed], [2, 1]);
    assert.match(await result(first.id, 'successfulResults'), /"true","UP-1"/);
    assert.match(await result(first.id, 'failedResults'), /Foreign key external ID: UP-NONE not found/);
    const second = await ingest({ object: 'Book__c', operation: 'upsert', externalIdFieldName: 'Isbn__c' }, csv);
    assert.match(await result(second.id, 'successfulResults'), /"false","UP-1"/);
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Author__r.Key__c = 'UP-A'"), 1);
  });
  it('updates and deletes by id; empty leaves a field, #N/A clears it', async () => {
    await ingest({ object: 'Book__c', operation: 'insert' }, 'Name,Isbn__c,Pages__c,Price__c\nOld,ID-1,10,1\n');
    const { records } = (await call('GET', "/query?q=SELECT+Id+FROM+Book__c+WHERE+Isbn__c='ID-1'")).body as { records: { Id: string }[] };
    const id = records[0]!.Id;
    const updated = await ingest({ object: 'Book__c', operation: 'update' }, `Id,Name,Pages__c,Price__c\n${id},New,,#N/A\n,Nobody,,\nnonsense,Nobody,,\n`);
    assert.deepEqual([updated.numberRecordsProcessed, updated.numberRecordsFailed], [3, 2]);
    const { body } = await call('GET', `/sobjects/Book__c/${id}?fields=Name,Pages__c,Price__c`);
    assert.deepEqual([(body as Record<string, unknown>)['Name'], (body as Record<string, unknown>)['Pages__c'], (body as Record<string, unknown>)['Price__c']], ['New', 10, null]);
    assert.equal((await ingest({ object: 'Book__c', operation: 'delete' }, `Id\n${id}\n`)).numberRecordsFailed, 0);
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Isbn__c = 'ID-1'"), 0);
  });
  it('reads every delimiter, CRLF, a byte order mark and quotes', async () => {
    for (const [columnDelimiter, character] of [['TAB', '\t'], ['SEMICOLON', ';'], ['PIPE', '|'], ['CARET', '^'], ['BACKQUOTE', '`']] as const) {
      const job = await ingest({ object: 'Author__c', operation: 'insert', columnDelimiter, lineEnding: 'CRLF' }, `\uFEFFName${character}Key__c\r\n"a${character}b"${character}DEL-${columnDelimiter}\r\n`);
      assert.deepEqual([job.state, job.numberRecordsFailed], ['JobComplete', 0], columnDelimiter);
    }
    assert.equal(await count("SELECT COUNT() FROM Author__c WHERE Key__c LIKE 'DEL-%'"), 5);
  });
  it('fails as a whole for an unknown column, wrong line ends or quotes, and keeps the rows for who asks', async () => {
    const unknown = await ingest({ object: 'Author__c', operation: 'insert' }, 'Name,Nope__c\nx,y\n');
    assert.deepEqual([unknown.state, unknown.errorMessage], ['Failed', 'InvalidBatch : Field name not found : Nope__c']);
    assert.equal(await result(unknown.id, 'unprocessedrecords'), '"Name","Nope__c"\n"x","y"\n');
    assert.match((await ingest({ object: 'Author__c', operation: 'insert' }, 'Name\r\nx\r\n')).errorMessage ?? '', /LineEnding is invalid on user data/);
    assert.match((await ingest({ object: 'Author__c', operation: 'insert' }, 'Name\n"x\n')).errorMessage ?? '', /ClientInputError/);
    assert.equal((await ingest({ object: 'Author__c', operation: 'insert' }, '')).state, 'Failed');
  });
  it('takes a job with its content in one message', async () => {
    const form = new FormData();
    form.append('job', new Blob([JSON.stringify({ object: 'Author__c', operation: 'insert', contentType: 'CSV' })], { type: 'application/json' }));
    form.append('content', new Blob(['Name,Key__c\nMulti,MULTI-1\n'], { type: 'text/csv' }), 'content');
    const response = await fetch(`${org.url}/services/data/v67.0/jobs/ingest`, { method: 'POST', headers: { authorization: `Bearer ${await org.token()}` }, body: form });
    const created = (await response.json()) as Info;
    assert.deepEqual([response.status, created.state], [200, 'UploadComplete']);
    assert.equal((await ended(created.id)).numberRecordsProcessed, 1);
  });
  it('keeps to its states', async () => {
    const id = await begin({ object: 'Author__c', operation: 'insert' }, undefined);
    assert.deepEqual(errorOf(await call('GET', `/jobs/ingest/${id}/successfulResults`)), [400, 'INVALIDJOBSTATE']);
    assert.deepEqual(errorOf(await call('PATCH', `/jobs/ingest/${id}`, { state: 'UploadComplete' })), [400, 'INVALIDJOBSTATE']);
    assert.deepEqual(errorOf(await call('PATCH', `/jobs/ingest/${id}`, { state: 'JobComplete' })), [400, 'INVALIDJOBSTATE']);
    assert.deepEqual(errorOf(await call('DELETE', `/jobs/ingest/${id}`)), [400, 'INVALIDJOBSTATE']);
    assert.equal(info(await call('PATCH', `/jobs/ingest/${id}`, { state: 'Aborted' })).state, 'Aborted');
    assert.deepEqual(errorOf(await call('PUT', `/jobs/ingest/${id}/batches`, 'Name\nx\n', { 'content-type': 'text/csv' })), [400, 'INVALIDJOBSTATE']);
    assert.equal((await call('DELETE', `/jobs/ingest/${id}`)).status, 204);
    assert.deepEqual(errorOf(await call('GET', `/jobs/ingest/${id}`)), [404, 'NOT_FOUND']);
  });
  it('refuses jobs that make no sense, and other users', async () => {
    const refused = async (job: unknown) => errorOf(await call('POST', '/jobs/ingest', job))[1];
    assert.deepEqual([await refused({ object: 'Nope__c', operation: 'insert' }), await refused({ object: 'Book__c', operation: 'merge' }), await refused({ object: 'Book__c', operation: 'upsert' }), await refused({ object: 'Book__c', operation: 'hardDelete' })], ['INVALIDENTITY', 'INVALIDJOB', 'INVALIDJOB', 'FEATURENOTENABLED']);
    assert.deepEqual([await refused({ object: 'Book__c', operation: 'insert', columnDelimiter: ',' }), await refused({ object: 'Book__c', operation: 'insert', contentType: 'XML' }), await refused([]), await refused({ object: 'Organization', operation: 'insert' })], ['INVALIDJOB', 'INVALIDJOB', 'JSON_PARSER_ERROR', 'INVALIDENTITY']);
    const { id } = await ingest({ object: 'Author__c', operation: 'insert' }, 'Name\nMine\n');
    const stranger = restClient(org, await org.token('agent@holdfast.local'));
    assert.deepEqual(errorOf(await stranger('GET', `/jobs/ingest/${id}/successfulResults`)), [404, 'NOT_FOUND']);
    assert.deepEqual(errorOf(await stranger('DELETE', `/jobs/ingest/${id}`)), [404, 'NOT_FOUND']);
    const { records } = (await call('GET', '/jobs/ingest')).body as { records: Info[] };
    assert.ok(records.some((one) => one.id === id));
  });
  it('goes on after a crash where it was: every row exactly once', async () => {
    const rows = Array.from({ length: 6000 }, (_, index) => `Crash ${String(index)},CRASH-${String(index)}`);
    const id = await begin({ object: 'Book__c', operation: 'insert' }, `Name,Isbn__c\n${rows.join('\n')}\n`);
    while (info(await call('GET', `/jobs/ingest/${id}`)).numberRecordsProcessed === 0) await setTimeout(1);
    await org.kill();
    await start();
    const job = await ended(id);
    assert.deepEqual([job.state, job.numberRecordsProcessed, job.numberRecordsFailed], ['JobComplete', 6000, 0]);
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Isbn__c LIKE 'CRASH-%'"), 6000);
    assert.equal((await result(id, 'successfulResults')).trim().split('\n').length, 6001);
  });
});

describe('bulk query', () => {
  const query = async (soql: string, more: object = {}): Promise<Info> => ended(info(await call('POST', '/jobs/query', { operation: 'query', query: soql, ...more })).id, 'query');

  it('pages through its result by locators', async () => {
    const { id, numberRecordsProcessed } = await query("SELECT Isbn__c, author__r.name FROM Book__c WHERE Isbn__c LIKE 'CRASH-%'");
    assert.equal(numberRecordsProcessed, 6000);
    const seen = new Set<string>();
    let locator: string | null = '';
    do {
      const page = await call('GET', `/jobs/query/${id}/results?maxRecords=2500${locator === '' ? '' : `&locator=${locator ?? ''}`}`);
      const [header, ...lines] = (page.body as string).trim().split('\n');
      assert.equal(header, '"Isbn__c","Author__r.Name"');
      assert.equal(page.headers.get('sforce-numberofrecords'), String(lines.length));
      for (const line of lines) seen.add(line);
      locator = page.headers.get('sforce-locator');
    } while (locator !== 'null');
    assert.equal(seen.size, 6000);
  });
  it('sees deleted rows with queryAll only, in the asked format', async () => {
    const text = "SELECT Isbn__c, IsDeleted FROM Book__c WHERE Isbn__c = 'ID-1'";
    const plain = await query(text);
    assert.equal(plain.numberRecordsProcessed, 0);
    const all = await query(text, { operation: 'queryAll', columnDelimiter: 'PIPE', lineEnding: 'CRLF' });
    assert.equal((await call('GET', `/jobs/query/${all.id}/results`)).body, '"Isbn__c"|"IsDeleted"\r\n"ID-1"|"true"\r\n');
  });
  it('refuses at once what cannot work', async () => {
    const refused = async (body: object) => errorOf(await call('POST', '/jobs/query', { operation: 'query', ...body }))[1];
    assert.deepEqual([await refused({}), await refused({ query: 'SELECT' }), await refused({ query: 'SELECT Nope__c FROM Book__c' }), await refused({ query: 'SELECT Id FROM Nope__c' })], ['MALFORMED_QUERY', 'MALFORMED_QUERY', 'INVALID_FIELD', 'INVALID_TYPE']);
    assert.deepEqual([await refused({ query: 'SELECT COUNT() FROM Book__c' }), await refused({ query: 'SELECT Id, (SELECT Id FROM Books__r) FROM Author__c' }), await refused({ query: 'SELECT Id FROM Book__c', operation: 'x' })], ['API_ERROR', 'API_ERROR', 'INVALIDJOB']);
    const { id } = await query('SELECT Id FROM Organization');
    assert.deepEqual(errorOf(await call('GET', `/jobs/query/${id}/results?locator=zzz`)), [400, 'INVALID_QUERY_LOCATOR']);
    assert.deepEqual(errorOf(await call('GET', `/jobs/query/${id}/results?maxRecords=-1`)), [400, 'INVALIDJOB']);
    assert.deepEqual(errorOf(await call('POST', '/services/async/67.0/job', '<x/>', { 'content-type': 'application/xml' })), [400, 'UNSUPPORTED']);
  });
  it('logs nothing of all this as its own fault', () => {
    assert.doesNotMatch(org.log(), /internal error/);
  });
});
