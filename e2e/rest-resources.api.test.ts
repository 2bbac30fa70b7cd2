/** What lies around records: relationships, searches, spans of time, limits, and how the data API refuses. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeLibrarian, makeLibraryProject } from './clients/support/library-project.ts';
import { errorOf, restClient, type RestAnswer, type RestCall } from './support/rest-client.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const project = makeLibraryProject();
let org: RunningOrg;
let call: RestCall;
let authorId: string;
let bookId: string;

before(async () => {
  org = await startOrg({ seed: false, project: project.path });
  call = restClient(org, await org.token());
  await makeLibrarian(call);
  authorId = await made('Author__c', { Name: 'Ursula Le Guin', Key__c: 'LEGUIN', Active__c: true, Born__c: '1929-10-21' });
  bookId = await made('Book__c', { Name: 'The Left Hand of Darkness', Isbn__c: '9780441478125', Author__c: authorId, Price__c: 9.5, Summary__c: 'An envoy on the planet Winter' });
  await made('Book__c', { Name: 'The Dispossessed', Isbn__c: '9780061054884', Author__c: authorId });
});
after(async () => {
  await org.stop();
  project.remove();
});

async function made(object: string, body: object): Promise<string> {
  return ((await call('POST', `/sobjects/${object}`, body)).body as { id: string }).id;
}
const found = ({ body }: RestAnswer): unknown[] => (body as { searchRecords: { Name?: string; Id: string }[] }).searchRecords.map((record) => record.Name ?? record.Id);
const find = (sosl: string): Promise<RestAnswer> => call('GET', `/search?q=${encodeURIComponent(sosl)}`);

describe('relationship paths', () => {
  it('lead down to the children and up to the parent', async () => {
    const { body } = await call('GET', `/sobjects/Author__c/${authorId}/Books__r?fields=Name`);
    assert.deepEqual((body as { totalSize: number; records: { Name: string }[] }).records.map((book) => book.Name).sort(), ['The Dispossessed', 'The Left Hand of Darkness']);
    const up = await call('GET', `/sobjects/book__c/${bookId}/author__r`);
    assert.equal((up.body as { Name: string }).Name, 'Ursula Le Guin');
  });
  it('change the parent, and refuse to change a list', async () => {
    assert.equal((await call('PATCH', `/sobjects/Book__c/${bookId}/Author__r`, { Active__c: false })).status, 204);
    assert.equal(((await call('GET', `/sobjects/Author__c/${authorId}`)).body as { Active__c: boolean }).Active__c, false);
    assert.deepEqual(errorOf(await call('DELETE', `/sobjects/Author__c/${authorId}/Books__r`)), [405, 'METHOD_NOT_ALLOWED']);
    assert.deepEqual(errorOf(await call('GET', `/sobjects/Author__c/${authorId}/Nothing__r`)), [404, 'NOT_FOUND']);
  });
});

describe('searches', () => {
  it('find whole words in any text field, prefixes with an asterisk', async () => {
    assert.deepEqual(found(await find('FIND {darkness} RETURNING Book__c(Name)')), ['The Left Hand of Darkness']);
    assert.deepEqual(found(await find('FIND {dark} RETURNING Book__c(Name)')), []);
    assert.deepEqual(found(await find('FIND {dark*} IN NAME FIELDS RETURNING Book__c(Name), Author__c(Name)')), ['The Left Hand of Darkness']);
    assert.deepEqual(found(await find('FIND {winter} IN ALL FIELDS RETURNING Book__c(Name)')), ['The Left Hand of Darkness']);
    assert.deepEqual(found(await find('FIND {winter} IN NAME FIELDS RETURNING Book__c(Name)')), []);
  });
  it('understand phrases, AND, OR, NOT, conditions, order and limits', async () => {
    assert.deepEqual(found(await find('FIND {"left hand"} RETURNING Book__c(Name)')), ['The Left Hand of Darkness']);
    assert.deepEqual(found(await find('FIND {"hand left"} RETURNING Book__c(Name)')), []);
    assert.deepEqual(found(await find('FIND {darkness OR dispossessed} RETURNING Book__c(Name ORDER BY Name DESC)')), ['The Left Hand of Darkness', 'The Dispossessed']);
    assert.deepEqual(found(await find('FIND {the AND NOT darkness} RETURNING Book__c(Name)')), ['The Dispossessed']);
    assert.deepEqual(found(await find("FIND {the} RETURNING Book__c(Name WHERE Isbn__c LIKE '97804%' LIMIT 5) LIMIT 10")), ['The Left Hand of Darkness']);
  });
  it('answer ids of every object without RETURNING', async () => {
    assert.deepEqual(found(await find('FIND {Ursula}')), [authorId]);
  });
  it('are given by parameters too', async () => {
    assert.deepEqual(found(await call('GET', '/parameterizedSearch?q=darkness&sobject=Book__c&Book__c.fields=Id,Name')), ['The Left Hand of Darkness']);
    assert.deepEqual(found(await call('POST', '/parameterizedSearch', { q: 'left', sobjects: [{ name: 'Book__c', fields: ['Name'], limit: 1 }] })), ['The Left Hand of Darkness']);
  });
  it('say what they do not understand', async () => {
    for (const sosl of ['FIND darkness', 'FIND {} RETURNING Book__c', 'FIND {a} RETURNING Book__c', 'FIND {(open} RETURNING Book__c', 'FIND {x AND } RETURNING Book__c', 'FIND {left} RETURNING Book__c(Name', 'FIND {left} WITH SNIPPET', '']) {
      assert.deepEqual(errorOf(await find(sosl)), [400, 'MALFORMED_SEARCH'], sosl);
    }
    assert.deepEqual(errorOf(await find('FIND {left} RETURNING Nothing__c')), [400, 'INVALID_TYPE']);
    assert.deepEqual(errorOf(await find('FIND {left} RETURNING Book__c(Nope__c)')), [400, 'INVALID_FIELD']);
  });
});

describe('spans of time', () => {
  const span = () => `start=${encodeURIComponent(new Date(Date.now() - 60_000).toISOString())}&end=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`;
  it('list what changed and what was deleted', async () => {
    const gone = await made('Book__c', { Name: 'Gone' });
    await call('DELETE', `/sobjects/Book__c/${gone}`);
    const changed = (await call('GET', `/sobjects/Book__c/updated?${span()}`)).body as { ids: string[] };
    assert.ok(changed.ids.includes(bookId) && !changed.ids.includes(gone));
    const deleted = (await call('GET', `/sobjects/Book__c/deleted?${span()}`)).body as { deletedRecords: { id: string }[] };
    assert.deepEqual(deleted.deletedRecords.map((one) => one.id), [gone]);
  });
  it('are refused when they end before they begin or begin too long ago', async () => {
    assert.deepEqual(errorOf(await call('GET', '/sobjects/Book__c/updated?start=2026-01-02T00:00:00Z&end=2026-01-01T00:00:00Z')), [400, 'INVALID_REPLICATION_DATE']);
    assert.deepEqual(errorOf(await call('GET', '/sobjects/Book__c/updated?start=2001-01-02T00:00:00Z&end=2026-01-01T00:00:00Z')), [400, 'INVALID_REPLICATION_DATE']);
    assert.deepEqual(errorOf(await call('GET', '/sobjects/Book__c/updated?start=yesterday')), [400, 'INVALID_FIELD']);
  });
});

describe('the data API', () => {
  it('answers 304 for a record that has not changed, and refuses to overwrite a newer one', async () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    const earlier = new Date(Date.now() - 3_600_000).toUTCString();
    assert.equal((await call('GET', `/sobjects/Book__c/${bookId}`, undefined, { 'if-modified-since': later })).status, 304);
    assert.equal((await call('GET', `/sobjects/Book__c/${bookId}`, undefined, { 'if-modified-since': earlier })).status, 200);
    assert.deepEqual(errorOf(await call('PATCH', `/sobjects/Book__c/${bookId}`, { Pages__c: 1 }, { 'if-unmodified-since': earlier })), [412, 'PRECONDITION_FAILED']);
  });
  it('counts its own requests', async () => {
    const left = async () => ((await call('GET', '/limits')).body as { DailyApiRequests: { Max: number; Remaining: number } }).DailyApiRequests.Remaining;
    const before = await left();
    assert.equal(await left(), before - 1);
  });
  it('takes a PATCH that comes as POST', async () => {
    assert.equal((await call('POST', `/sobjects/Book__c/${bookId}?_HTTP_METHOD=PATCH`, { Pages__c: 300 })).status, 204);
  });
  it('tells a wrong method from a wrong address', async () => {
    assert.deepEqual(errorOf(await call('PUT', '/sobjects/Book__c')), [405, 'METHOD_NOT_ALLOWED']);
    assert.deepEqual(errorOf(await call('GET', '/nothing')), [404, 'NOT_FOUND']);
    assert.deepEqual(errorOf(await call('GET', '/services/data/v999.0/sobjects')), [404, 'NOT_FOUND']);
    assert.deepEqual(errorOf(await call('GET', '/services/data/vX/sobjects')), [404, 'NOT_FOUND']);
    assert.deepEqual(errorOf(await call('POST', '/graphql', { query: '{ a }' })), [400, 'UNSUPPORTED']);
  });
  it('survives whatever a client sends', async () => {
    const hostile: readonly [string, string, unknown?, Record<string, string>?][] = [
      ['POST', '/sobjects/Book__c', '{'], ['POST', '/sobjects/Book__c', '[]'], ['POST', '/sobjects/Book__c', '"x"'], ['POST', '/sobjects/Book__c', 'null'], ['POST', '/sobjects/Book__c', '{"__proto__":{"a":1}}'],
      ['POST', '/sobjects/Book__c', { Name: { a: 1 } }], ['POST', '/sobjects/Book__c', { Name: ['x'] }], ['POST', '/sobjects/Book__c', { Name: 'x'.repeat(100_000) }], ['POST', '/sobjects/Book__c', { constructor: 'x' }],
      ['POST', '/sobjects/Book__c', { Name: 'x', Price__c: 'many' }], ['POST', '/sobjects/Book__c', { Name: 'x', Price__c: 1e400 }], ['POST', '/sobjects/Book__c', { Name: 'x', Price__c: '1e99999' }], ['POST', '/sobjects/Book__c', { Name: 'x', Pages__c: 1e30 }],
      ['POST', '/sobjects/Book__c', { Name: 'x', Sold_At__c: '30.02.2026' }], ['POST', '/sobjects/Book__c', { Name: 'x', Sold_At__c: '2026-02-30T00:00:00Z' }], ['POST', '/sobjects/Author__c', { Name: 'x', Born__c: '2026-02-30' }],
      ['POST', '/sobjects/Book__c', { Name: 'x', Author__c: 'nonsense' }], ['POST', '/sobjects/Book__c', { Name: 'x', Author__c: bookId }], ['POST', '/sobjects/Book__c', { Name: 'x', Author__r: [] }], ['POST', '/sobjects/Book__c', { Name: 'x', Author__r: { Nope: 1 } }],
      ['POST', '/sobjects/Book__c', { Id: bookId, Name: 'x' }], ['POST', '/sobjects/Organization', { Name: 'x' }], ['DELETE', '/sobjects/Organization/00D000000000001AAA'], ['POST', '/sobjects/AggregateResult', {}],
      ['GET', '/sobjects/Book__c/nonsense'], ['GET', '/sobjects/Book__c/%00'], ['GET', '/sobjects/Book__c/%'], ['GET', `/sobjects/Author__c/${bookId}`], ['GET', `/sobjects/Book__c/${bookId}?fields=Id,(SELECT Id FROM Author__c)`],
      ['GET', `/sobjects/Book__c/Isbn__c/${encodeURIComponent("x' OR Name != '")}`], ['GET', `/sobjects/Book__c/Isbn__c/${'9'.repeat(2000)}`], ['PATCH', '/sobjects/Book__c/Name/x', { Pages__c: 1 }],
      ['GET', '/query'], ['GET', '/query?q='], ['GET', '/query?q=SELECT'], ['GET', `/query?q=${encodeURIComponent(`SELECT Id FROM Book__c WHERE Name = '${'('.repeat(5000)}`)}`], ['GET', `/query?q=${encodeURIComponent(`SELECT Id FROM Book__c WHERE ${'('.repeat(3000)}Name = 'x'${')'.repeat(3000)}`)}`],
      ['GET', '/query/01gnope-2000'], ['GET', '/query/01gnope'], ['GET', '/query/x-y-z'], ['GET', '/query?q=SELECT+Id+FROM+Book__c&q=SELECT+Name+FROM+Book__c', undefined, { 'sforce-query-options': 'batchSize=-5' }],
      ['POST', '/composite/sobjects', { records: [null] }], ['POST', '/composite/sobjects', { records: [[]] }], ['POST', '/composite/sobjects', { records: [{ attributes: null }] }], ['POST', '/composite/sobjects', { records: 'x' }], ['POST', '/composite/sobjects', { allOrNone: 'yes', records: [] }],
      ['PATCH', '/composite/sobjects', { records: [{ attributes: { type: 'Book__c' }, Name: 'no id' }] }], ['PATCH', '/composite/sobjects/Book__c/Nope__c', { records: [] }], ['DELETE', '/composite/sobjects'], ['DELETE', '/composite/sobjects?ids='],
      ['POST', '/composite/sobjects/Book__c', { ids: [null], fields: [null] }], ['POST', '/composite', []], ['POST', '/composite', { compositeRequest: [{ method: 'GET', url: '', referenceId: 'a' }] }], ['POST', '/composite/batch', { batchRequests: [null] }], ['POST', '/composite/graph', { graphs: [null] }],
      ['POST', '/composite/tree/Book__c', { records: [{ attributes: { type: 'Book__c', referenceId: 'a' }, Author__r: 5 }] }], ['POST', '/sobjects/Book__c', 'a=b', { 'content-type': 'text/plain' }], ['POST', '/sobjects/Book__c', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['GET', '/sobjects', undefined, { authorization: 'Bearer 00D000000000000!nope' }], ['GET', '/sobjects', undefined, { authorization: 'Basic eDp5' }], ['GET', '/sobjects', undefined, { authorization: '' }],
    ];
    for (const [method, path, body, headers] of hostile) {
      const answer = await call(method, path, body, headers);
      assert.ok(answer.status < 500, `${method} ${path.slice(0, 80)} ${JSON.stringify(body)?.slice(0, 80) ?? ''}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
      if (answer.status >= 400) assert.ok(Array.isArray(answer.body) || 'hasErrors' in (answer.body as object), `${method} ${path.slice(0, 80)}: ${JSON.stringify(answer.body)}`);
    }
    assert.doesNotMatch(org.log(), /internal error/);
  });
  it('shows nobody the rest of another user\'s query', async () => {
    for (let start = 0; start < 2; start++) await call('POST', '/composite/sobjects', { records: Array.from({ length: 200 }, (_, index) => ({ attributes: { type: 'Book__c' }, Name: `Page ${String(index)}` })) });
    const { nextRecordsUrl } = (await call('GET', '/query?q=SELECT+Id+FROM+Book__c', undefined, { 'sforce-query-options': 'batchSize=200' })).body as { nextRecordsUrl: string };
    const stranger = restClient(org, await org.token('agent@holdfast.local'));
    assert.deepEqual(errorOf(await stranger('GET', nextRecordsUrl)), [400, 'INVALID_QUERY_LOCATOR']);
    assert.equal((await call('GET', nextRecordsUrl)).status, 200);
  });
});
