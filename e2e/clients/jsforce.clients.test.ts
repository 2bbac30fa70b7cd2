/** What jsforce does with an org, case by case, through the installed jsforce. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import jsforce from 'jsforce';
import { StreamingExtension } from 'jsforce/lib/api/streaming.js';
import { restClient } from '../support/rest-client.ts';
import { startOrg, type RunningOrg } from '../support/running-org.ts';
import { clickAllow } from './support/browser-click.ts';
import { makeLibrarian, makeLibraryProject } from './support/library-project.ts';

const project = makeLibraryProject();
const ADMIN = 'admin@holdfast.local';
const CLIENT = 'holdfast-local-org';
const PASSWORD = 'jsforce-2026';
const REDIRECT = 'http://localhost:1717/OauthRedirect';
const VERSION = '67.0';
let org: RunningOrg;
let connection: jsforce.Connection;
let clientSecret: string;

before(async () => {
  org = await startOrg({ seed: false, project: project.path, args: ['--allow-password-grant'] });
  clientSecret = readFileSync(path.join(org.dataFolder, 'client-secret'), 'utf8');
  const accessToken = await org.token();
  await makeLibrarian(restClient(org, accessToken));
  connection = new jsforce.Connection({ instanceUrl: org.url, accessToken, version: VERSION });
  const { user_id: userId } = await connection.identity();
  await (connection.soap as unknown as { setPassword(userId: string, password: string): Promise<unknown> }).setPassword(userId, PASSWORD);
});
after(async () => {
  await org.stop();
  project.remove();
});

const oauth2 = (): { loginUrl: string; clientId: string; clientSecret: string; redirectUri: string } => ({ loginUrl: org.url, clientId: CLIENT, clientSecret, redirectUri: REDIRECT });
const author = (key: string) => ({ Name: `Author ${key}`, Key__c: key });
const books = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => ({ Name: `${prefix} ${String(index)}`, Isbn__c: `${prefix}-${String(index)}` }));
const countOf = async (soql: string): Promise<number> => (await connection.query(soql)).totalSize;

async function refreshTokens(): Promise<{ accessToken: string; refreshToken: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({ response_type: 'code', client_id: CLIENT, redirect_uri: REDIRECT, code_challenge: createHash('sha256').update(verifier).digest('base64url') });
  const target = await clickAllow(`${org.url}/services/oauth2/authorize?${query.toString()}`, ADMIN);
  const flow = new jsforce.OAuth2(oauth2());
  const answer = await flow.requestToken(target.searchParams.get('code')!, { code_verifier: verifier });
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token! };
}

describe('jsforce logins', () => {
  it('login(user, password)', async () => {
    const fresh = new jsforce.Connection({ loginUrl: org.url, version: VERSION });
    const info = await fresh.login(ADMIN, PASSWORD);
    assert.match(info.organizationId, /^00D\w{15}$/);
    assert.equal(fresh.instanceUrl, org.url);
    assert.equal((await fresh.query('SELECT Id FROM Organization')).totalSize, 1);
  });
  it('login with a wrong password fails as INVALID_LOGIN', async () => {
    await assert.rejects(new jsforce.Connection({ loginUrl: org.url, version: VERSION }).login(ADMIN, 'wrong'), /INVALID_LOGIN/);
  });
  it('authorize by password grant', async () => {
    const fresh = new jsforce.Connection({ oauth2: oauth2(), version: VERSION });
    const info = await fresh.login(ADMIN, PASSWORD);
    assert.match(info.id, /^005/);
  });
  it('authorize by client credentials', async () => {
    const fresh = new jsforce.Connection({ oauth2: oauth2(), loginUrl: org.url, instanceUrl: org.url, version: VERSION });
    const info = await fresh.authorize({ grant_type: 'client_credentials' });
    assert.match(info.organizationId, /^00D/);
  });
  it('authorize by code', async () => {
    assert.match((await refreshTokens()).accessToken, /^00D/);
  });
  it('a 401 refreshes and repeats, and emits refresh', async () => {
    const { refreshToken } = await refreshTokens();
    const fresh = new jsforce.Connection({ oauth2: oauth2(), instanceUrl: org.url, accessToken: '00D000000000000!expired', refreshToken, version: VERSION });
    const refreshed: string[] = [];
    fresh.on('refresh', (token: string) => { refreshed.push(token); });
    assert.equal((await fresh.query('SELECT Id FROM Organization')).totalSize, 1);
    assert.equal(refreshed.length, 1);
  });
  it('a 401 without a refresh token says INVALID_SESSION_ID', async () => {
    const fresh = new jsforce.Connection({ instanceUrl: org.url, accessToken: '00D000000000000!expired', version: VERSION });
    await assert.rejects(async () => fresh.query('SELECT Id FROM Organization'), { errorCode: 'INVALID_SESSION_ID' });
  });
  it('logout revokes', async () => {
    const { accessToken, refreshToken } = await refreshTokens();
    const fresh = new jsforce.Connection({ oauth2: oauth2(), instanceUrl: org.url, accessToken, refreshToken, version: VERSION });
    await fresh.logout(true);
    await assert.rejects(async () => new jsforce.Connection({ instanceUrl: org.url, accessToken, version: VERSION }).query('SELECT Id FROM Organization'), { errorCode: 'INVALID_SESSION_ID' });
  });
  it('identity', async () => {
    assert.equal((await connection.identity()).username, ADMIN);
  });
  it('limitInfo, limits', async () => {
    const limits = (await connection.limits()) as unknown as Record<string, { Max: number; Remaining: number }>;
    assert.ok(limits['DailyApiRequests']!.Remaining < limits['DailyApiRequests']!.Max);
  });
});

describe('jsforce records', () => {
  it('create, retrieve, update, destroy one', async () => {
    const { id } = await connection.sobject('Author__c').create(author('ONE')) as { id: string };
    await connection.sobject('Author__c').update({ Id: id, Name: 'Renamed' });
    assert.equal((await connection.sobject('Author__c').retrieve(id))['Name'], 'Renamed');
    await connection.sobject('Author__c').destroy(id);
    await assert.rejects(connection.sobject('Author__c').retrieve(id), { errorCode: 'NOT_FOUND' });
  });
  it('upsert one: created, then updated', async () => {
    const upsert = async () => ((await connection.sobject('Author__c').upsert(author('UP'), 'Key__c')) as { created?: boolean }).created;
    assert.deepEqual([await upsert(), await upsert()], [true, false]);
  });
  it('create many', async () => {
    const answers = await connection.sobject('Book__c').create([...books('MANY', 2), { Name: 'Forbidden' }]);
    assert.deepEqual(answers.map((one) => one.success), [true, true, false]);
  });
  it('create more than one call takes (allowRecursive)', async () => {
    const answers = await connection.sobject('Book__c').create(books('LOTS', 450), { allowRecursive: true });
    assert.equal(answers.filter((one) => one.success).length, 450);
  });
  it('update many, retrieve many, destroy many', async () => {
    const made = await connection.sobject('Book__c').create(books('SET', 3));
    const ids = made.map((one) => one.id!);
    const updated = await connection.sobject('Book__c').update(ids.map((Id) => ({ Id, Pages__c: 7 })));
    assert.ok(updated.every((one) => one.success));
    const read = await connection.sobject('Book__c').retrieve(ids);
    assert.deepEqual(read.map((one): unknown => one['Pages__c']), [7, 7, 7]);
    const gone = await connection.sobject('Book__c').destroy(ids);
    assert.ok(gone.every((one) => one.success));
  });
  it('upsert many', async () => {
    const upsert = async () => (await connection.sobject('Book__c').upsert(books('UPS', 2), 'Isbn__c')).map((one) => (one as { created?: boolean }).created);
    assert.deepEqual([await upsert(), await upsert()], [[true, true], [false, false]]);
  });
  it('allOrNone undoes the call', async () => {
    const answers = await connection.sobject('Book__c').create([...books('NONE', 2), { Name: 'Forbidden' }], { allOrNone: true });
    assert.ok(answers.every((one) => !one.success));
    assert.equal(await countOf("SELECT COUNT() FROM Book__c WHERE Isbn__c LIKE 'NONE-%'"), 0);
  });
});

describe('jsforce queries', () => {
  it('query and queryMore', async () => {
    const first = await connection.query("SELECT Id FROM Book__c WHERE Isbn__c LIKE 'LOTS-%'", { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
    assert.deepEqual([first.totalSize, first.done, first.records.length], [450, false, 200]);
    const second = await connection.queryMore(first.nextRecordsUrl!);
    assert.equal(second.records.length, 200);
  });
  it('query with autoFetch', async () => {
    const { records } = await connection.query("SELECT Id FROM Book__c WHERE Isbn__c LIKE 'LOTS-%'", { autoFetch: true, maxFetch: 1000, headers: { 'Sforce-Query-Options': 'batchSize=200' } });
    assert.equal(records.length, 450);
  });
  it('queryAll sees deleted rows', async () => {
    const { id } = await connection.sobject('Author__c').create(author('GONE')) as { id: string };
    await connection.sobject('Author__c').destroy(id);
    assert.equal((await connection.query("SELECT Id FROM Author__c WHERE Key__c = 'GONE'", { scanAll: true })).totalSize, 1);
  });
  it('find() describes first', async () => {
    const found = await connection.sobject('Author__c').find({ Key__c: 'UP' });
    assert.equal(found[0]?.['Name'], 'Author UP');
  });
  it('find() with conditions, sort and limit; count()', async () => {
    const found = await connection.sobject('Book__c').find({ Isbn__c: { $like: 'LOTS-%' } }, ['Isbn__c']).sort('Isbn__c').limit(2);
    assert.deepEqual(found.map((one) => one['Isbn__c']), ['LOTS-0', 'LOTS-1']);
    assert.equal(await connection.sobject('Book__c').count({ Isbn__c: { $like: 'LOTS-%' } }), 450);
  });
  it('find().update() and find().destroy()', async () => {
    await connection.sobject('Book__c').create(books('BATCH', 3));
    const updated = await connection.sobject('Book__c').find({ Isbn__c: { $like: 'BATCH-%' } }, ['Id']).update({ Pages__c: 5 });
    assert.ok(updated.every((one) => one.success));
    const gone = await connection.sobject('Book__c').find({ Isbn__c: { $like: 'BATCH-%' }, Pages__c: 5 }, ['Id']).destroy();
    assert.equal(gone.filter((one) => one.success).length, 3);
  });
  it('search', async () => {
    const { searchRecords } = await connection.search('FIND {Author} IN NAME FIELDS RETURNING Author__c(Id, Name)');
    assert.ok(searchRecords.length > 0);
  });
  it('describe, describe$, describeGlobal, describeGlobal$', async () => {
    assert.equal((await connection.describe('Author__c')).name, 'Author__c');
    const first = await connection.describe$('Author__c');
    const again = await connection.describe$('Author__c');
    assert.equal(again, first);
    assert.ok((await connection.describeGlobal()).sobjects.some((one) => one.name === 'Book__c'));
    assert.ok((await connection.describeGlobal$()).sobjects.some((one) => one.name === 'Book__c'));
  });
  it('recent, updated, deleted', async () => {
    assert.ok(Array.isArray(await connection.recent()));
    const span: [Date, Date] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 60_000)];
    assert.ok((await connection.updated('Author__c', ...span)).ids.length > 0);
    assert.ok((await connection.deleted('Author__c', ...span)).deletedRecords.length > 0);
  });
  it('requestPost to composite', async () => {
    const answer = await connection.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(`/services/data/v${VERSION}/composite`, { compositeRequest: [{ method: 'GET', url: `/services/data/v${VERSION}/sobjects/Author__c/Key__c/UP`, referenceId: 'a' }] });
    assert.deepEqual(answer.compositeResponse.map((one) => one.httpStatusCode), [200]);
  });
});

describe('jsforce bulk2', () => {
  it('loadAndWaitForResults: insert', async () => {
    const results = await connection.bulk2.loadAndWaitForResults({ object: 'Book__c', operation: 'insert', input: [...books('BULK', 3), { Name: 'Forbidden', Isbn__c: 'BULK-F' }], pollInterval: 50, pollTimeout: 60_000 });
    assert.deepEqual([results.successfulResults.length, results.failedResults.length, results.unprocessedRecords.length], [3, 1, 0]);
    assert.match(String(results.failedResults[0]!['sf__Error']), /FIELD_CUSTOM_VALIDATION_EXCEPTION/);
  });
  it('loadAndWaitForResults: upsert', async () => {
    const results = await connection.bulk2.loadAndWaitForResults({ object: 'Book__c', operation: 'upsert', externalIdFieldName: 'Isbn__c', input: books('BULK', 5), pollInterval: 50, pollTimeout: 60_000 });
    assert.deepEqual(results.successfulResults.map((one) => String(one['sf__Created'])).sort(), ['false', 'false', 'false', 'true', 'true']);
  });
  it('query', async () => {
    const stream = await connection.bulk2.query("SELECT Id, Name FROM Book__c WHERE Isbn__c LIKE 'BULK-%'", { pollInterval: 50 });
    const rows = await stream.toArray();
    assert.equal(rows.length, 5);
  });
});

describe('jsforce Apex REST', () => {
  it('get and post', async () => {
    assert.ok((await connection.apex.get<number>('/books/')) > 0);
    assert.equal(await connection.apex.post<string>('/books/', { text: 'hello' }), 'hello');
    await assert.rejects(connection.apex.post('/books/', { txt: 'hello' }), { errorCode: 'JSON_PARSER_ERROR' });
    await assert.rejects(connection.apex.post('/books/', ['hello']), { errorCode: 'JSON_PARSER_ERROR' });
  });
  it('an unknown address is NOT_FOUND', async () => {
    await assert.rejects(connection.apex.get('/nothing/'), { errorCode: 'NOT_FOUND' });
  });
});

describe('jsforce streaming', () => {
  interface Received { readonly payload: { readonly Text__c: string } }
  const publish = (text: string) => connection.sobject('Note__e').create({ Text__c: text });
  /** Disconnects before it answers: a client whose goodbye is not answered before the org ends goes on trying for ever. */
  function subscribe(replay: number, count: number): { ready: Promise<void>; texts: Promise<string[]> } {
    const client = connection.streaming.createClient([new StreamingExtension.Replay('/event/Note__e', replay)]);
    const seen: string[] = [];
    let ready!: Promise<void>;
    const texts = new Promise<string[]>((resolve) => {
      const subscription = client.subscribe('/event/Note__e', (event: Received) => {
        seen.push(event.payload.Text__c);
        if (seen.length === count) void (client as unknown as { disconnect(): PromiseLike<void> }).disconnect().then(() => { resolve(seen); });
      });
      ready = new Promise((done) => { void subscription.then(() => { done(); }); });
    });
    return { ready, texts };
  }
  it('publishes a platform event as a record', async () => {
    assert.equal((await publish('first')).success, true);
  });
  it('receives what is published from now on (-1)', async () => {
    const { ready, texts } = subscribe(-1, 1);
    await ready;
    await publish('second');
    assert.deepEqual(await texts, ['second']);
  });
  it('replays what is retained (-2)', async () => {
    assert.deepEqual(await subscribe(-2, 2).texts, ['first', 'second']);
  });
});

describe('jsforce metadata and tooling', () => {
  it('metadata.describe', async () => {
    const { metadataObjects } = await connection.metadata.describe(VERSION);
    assert.ok(metadataObjects.some((one) => one.xmlName === 'CustomObject'));
  });
  it('metadata.list', async () => {
    const found = await connection.metadata.list({ type: 'ApexClass' }, VERSION);
    assert.deepEqual(found.map((one) => one.fullName).sort(), ['BookService', 'BookServiceTest']);
  });
  it('metadata.read', async () => {
    const object = await connection.metadata.read('CustomObject', 'Author__c');
    assert.equal(object.fullName, 'Author__c');
  });
  it('metadata.retrieve', async () => {
    const { id } = await connection.metadata.retrieve({ apiVersion: VERSION, unpackaged: { types: [{ members: ['BookService'], name: 'ApexClass' }], version: VERSION } } as never);
    let status = await connection.metadata.checkRetrieveStatus(id);
    while (!status.done) status = await connection.metadata.checkRetrieveStatus(id);
    assert.ok(status.zipFile.length > 0);
  });
  it('tooling.query', async () => {
    const { records } = await connection.tooling.query<{ Name: string; Body: string; ApiVersion: number }>("SELECT Name, Body, ApiVersion FROM ApexClass WHERE Name = 'BookService'");
    assert.deepEqual(records.map(({ Name, ApiVersion }) => [Name, ApiVersion]), [['BookService', 67]]);
    assert.match(records[0]!.Body, /RestResource/);
  });
  it('tooling.executeAnonymous', async () => {
    const result = await connection.tooling.executeAnonymous("insert new Author__c(Name = 'Anonymous');");
    assert.deepEqual([result.compiled, result.success], [true, true]);
    assert.equal(await countOf("SELECT COUNT() FROM Author__c WHERE Name = 'Anonymous'"), 1);
  });
});
