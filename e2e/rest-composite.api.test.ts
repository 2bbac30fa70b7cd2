/** Several requests in one: composite, graph, batch, tree, collections. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeLibrarian, makeLibraryProject } from './clients/support/library-project.ts';
import { errorOf, restClient, type RestAnswer, type RestCall } from './support/rest-client.ts';
import { startOrg, type RunningOrg } from './support/running-org.ts';

const project = makeLibraryProject();
let org: RunningOrg;
let call: RestCall;

before(async () => {
  org = await startOrg({ seed: false, project: project.path });
  call = restClient(org, await org.token());
  await makeLibrarian(call);
});
after(async () => {
  await org.stop();
  project.remove();
});

const V = '/services/data/v67.0';
const author = (key: string, more: object = {}) => ({ Name: `Author ${key}`, Key__c: key, ...more });
const count = async (soql: string): Promise<number> => ((await call('GET', `/query?q=${encodeURIComponent(soql)}`)).body as { totalSize: number }).totalSize;
const authors = (prefix: string): Promise<number> => count(`SELECT COUNT() FROM Author__c WHERE Key__c LIKE '${prefix}%'`);
interface Sub { readonly httpStatusCode: number; readonly referenceId: string; readonly body: unknown; readonly httpHeaders: Record<string, string> }
const subs = ({ body }: RestAnswer): Sub[] => (body as { compositeResponse: Sub[] }).compositeResponse;
const post = (referenceId: string, object: string, body: object) => ({ method: 'POST', url: `${V}/sobjects/${object}`, referenceId, body });

describe('composite', () => {
  it('passes values of earlier answers into addresses and bodies', async () => {
    const answer = await call('POST', '/composite', { allOrNone: true, compositeRequest: [
      post('one', 'Author__c', author('REF-1')),
      post('book', 'Book__c', { Name: 'About @{one.id}', Isbn__c: 'REF-1', Author__c: '@{one.id}' }),
      { method: 'GET', url: `${V}/query?q=SELECT+Id,Name,Author__r.Key__c+FROM+Book__c+WHERE+Id='@{book.id}'`, referenceId: 'found' },
      { method: 'PATCH', url: `${V}/sobjects/Author__c/@{one.id}`, referenceId: 'changed', body: { Name: '@{found.records[0].Author__r.Key__c}' } },
    ] });
    assert.deepEqual(subs(answer).map((sub) => sub.httpStatusCode), [201, 201, 200, 204]);
    assert.match(subs(answer)[0]!.httpHeaders['Location'] ?? '', /^\/services\/data\/v67\.0\/sobjects\/Author__c\/\w{18}$/);
    assert.equal(await count("SELECT COUNT() FROM Author__c WHERE Name = 'REF-1'"), 1);
  });
  it('undoes everything with allOrNone when one fails, and says which', async () => {
    const answer = await call('POST', '/composite', { allOrNone: true, compositeRequest: [
      post('a', 'Author__c', author('ALL-1')), post('b', 'Book__c', { Name: 'Forbidden' }), post('c', 'Author__c', author('ALL-2')),
    ] });
    assert.equal(answer.status, 200);
    const [a, b, c] = subs(answer).map((sub) => [sub.httpStatusCode, ...errorOf({ status: 0, body: sub.body, headers: new Headers() }).slice(1)]);
    assert.deepEqual([a, b, c], [[400, 'PROCESSING_HALTED'], [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION'], [400, 'PROCESSING_HALTED']]);
    assert.equal(await authors('ALL-'), 0);
  });
  it('keeps what succeeded without allOrNone, and halts what refers to a failure', async () => {
    const answer = await call('POST', '/composite', { compositeRequest: [
      post('a', 'Author__c', author('SOME-1')), post('b', 'Book__c', { Name: 'Forbidden' }), post('c', 'Book__c', { Name: 'x', Author__c: '@{b.id}' }), post('d', 'Author__c', author('SOME-2')),
    ] });
    assert.deepEqual(subs(answer).map((sub) => sub.httpStatusCode), [201, 400, 400, 201]);
    assert.match(JSON.stringify(subs(answer)[2]!.body), /PROCESSING_HALTED.*Invalid reference specified\. No value for b\.id found in b/);
    assert.equal(await authors('SOME-'), 2);
  });
  it('counts an all-or-none collection that failed as a failure of an all-or-none composite', async () => {
    const answer = await call('POST', '/composite', { allOrNone: true, compositeRequest: [
      post('a', 'Author__c', author('COLL-1')),
      { method: 'POST', url: `${V}/composite/sobjects`, referenceId: 'rows', body: { allOrNone: true, records: [{ attributes: { type: 'Book__c' }, Name: 'Fine' }, { attributes: { type: 'Book__c' }, Name: 'Forbidden' }] } },
    ] });
    assert.deepEqual(subs(answer).map((sub) => sub.httpStatusCode), [400, 400]);
    assert.equal(await authors('COLL-'), 0);
  });
  it('refuses what is no list of sub-requests', async () => {
    const refused = async (compositeRequest: unknown) => errorOf(await call('POST', '/composite', { compositeRequest }));
    const one = post('a', 'Author__c', {});
    assert.deepEqual(await refused(undefined), [400, 'JSON_PARSER_ERROR']);
    assert.deepEqual(await refused([null]), [400, 'JSON_PARSER_ERROR']);
    assert.deepEqual(await refused([one, one]), [400, 'INVALID_INPUT']);
    assert.deepEqual(await refused([{ ...one, referenceId: 'a b' }]), [400, 'INVALID_INPUT']);
    assert.deepEqual(await refused(Array.from({ length: 26 }, (_, index) => ({ ...one, referenceId: `r${String(index)}` }))), [400, 'LIMIT_EXCEEDED']);
    const foreign = await call('POST', '/composite', { compositeRequest: [{ method: 'GET', url: 'http://example.com/', referenceId: 'x' }, { method: 'PUT', url: `${V}/sobjects/Author__c`, referenceId: 'y' }] });
    assert.deepEqual(subs(foreign).map((sub) => sub.httpStatusCode), [404, 405]);
  });
});

describe('composite graph', () => {
  it('keeps or undoes each graph as a whole', async () => {
    const { body } = await call('POST', '/composite/graph', { graphs: [
      { graphId: 'good', compositeRequest: [post('a', 'Author__c', author('GRAPH-1')), post('b', 'Book__c', { Name: 'x', Author__c: '@{a.id}' })] },
      { graphId: 'bad', compositeRequest: [post('a', 'Author__c', author('GRAPH-2')), post('b', 'Book__c', { Name: 'Forbidden' })] },
    ] });
    assert.deepEqual((body as { graphs: { graphId: string; isSuccessful: boolean }[] }).graphs.map((graph) => [graph.graphId, graph.isSuccessful]), [['good', true], ['bad', false]]);
    assert.equal(await authors('GRAPH-'), 1);
  });
});

describe('composite batch', () => {
  it('runs each request by itself and can stop at the first failure', async () => {
    const batchRequests = [
      { method: 'POST', url: 'v67.0/sobjects/Author__c', richInput: author('BATCH-1') },
      { method: 'GET', url: 'v67.0/sobjects/Nothing__c' },
      { method: 'POST', url: 'v67.0/sobjects/Author__c', richInput: author('BATCH-2') },
    ];
    const halted = (await call('POST', '/composite/batch', { batchRequests, haltOnError: true })).body as { hasErrors: boolean; results: { statusCode: number }[] };
    assert.deepEqual([halted.hasErrors, halted.results.map((one) => one.statusCode)], [true, [201, 404, 412]]);
    const all = (await call('POST', '/composite/batch', { batchRequests: batchRequests.slice(1) })).body as { results: { statusCode: number }[] };
    assert.deepEqual(all.results.map((one) => one.statusCode), [404, 201]);
  });
});

describe('composite tree', () => {
  const tree = (records: unknown) => call('POST', '/composite/tree/Author__c', { records });
  const node = (referenceId: string, key: string, books: readonly object[] = []) => ({ attributes: { type: 'Author__c', referenceId }, ...author(key), ...(books.length === 0 ? {} : { Books__r: { records: books } }) });
  const book = (referenceId: string, Name: string) => ({ attributes: { type: 'Book__c', referenceId }, Name });

  it('creates records with their children', async () => {
    const answer = await tree([node('a1', 'TREE-1', [book('b1', 'First'), book('b2', 'Second')]), node('a2', 'TREE-2')]);
    assert.equal(answer.status, 201);
    const { hasErrors, results } = answer.body as { hasErrors: boolean; results: { referenceId: string; id: string }[] };
    assert.deepEqual([hasErrors, results.map((one) => one.referenceId).sort()], [false, ['a1', 'a2', 'b1', 'b2']]);
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Author__r.Key__c = 'TREE-1'"), 2);
  });
  it('creates nothing when one record fails, and names it', async () => {
    const answer = await tree([node('a1', 'LOST-1', [book('b1', 'Fine'), book('b2', 'Forbidden')])]);
    assert.equal(answer.status, 400);
    const { hasErrors, results } = answer.body as { hasErrors: boolean; results: { referenceId: string; errors: { statusCode: string }[] }[] };
    assert.deepEqual([hasErrors, results.map((one) => [one.referenceId, one.errors[0]?.statusCode])], [true, [['b2', 'FIELD_CUSTOM_VALIDATION_EXCEPTION']]]);
    assert.equal(await authors('LOST-'), 0);
  });
  it('refuses repeated reference ids, more than 200 records and what is no record', async () => {
    assert.equal((await tree([node('same', 'DUP-1'), node('same', 'DUP-2')])).status, 400);
    assert.deepEqual(errorOf(await tree(Array.from({ length: 201 }, (_, index) => node(`r${String(index)}`, `MANY-${String(index)}`)))), [400, 'LIMIT_EXCEEDED']);
    for (const records of [[], [null], ['x'], {}, [{ Name: 'no attributes' }]]) assert.equal((await tree(records)).status, 400);
    assert.equal(await authors('DUP-'), 0);
  });
});

describe('collections', () => {
  it('fail a row, not the call, for what is wrong with one record', async () => {
    const records = [
      { attributes: { type: 'Author__c' }, ...author('ROW-1') },
      { attributes: { type: 'Author__c' }, ...author('ROW-2'), CreatedDate: '2020-01-01T00:00:00Z' },
      { attributes: { type: 'Author__c' }, ...author('ROW-3'), Nope__c: 1 },
      { attributes: { type: 'Nope__c' }, Name: 'x' },
      { attributes: { type: 'Author__c' }, ...author('ROW-4') },
    ];
    const { status, body } = await call('POST', '/composite/sobjects', { records });
    assert.equal(status, 200);
    assert.deepEqual((body as { success: boolean; errors: { statusCode: string }[] }[]).map((row) => row.success || row.errors[0]?.statusCode), [true, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'INVALID_FIELD', 'INVALID_TYPE', true]);
    const all = await call('POST', '/composite/sobjects', { allOrNone: true, records: [{ attributes: { type: 'Author__c' }, ...author('ROW-5') }, records[2]] });
    assert.deepEqual((all.body as { success: boolean; errors: { statusCode: string }[] }[]).map((row) => row.errors[0]?.statusCode), ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'INVALID_FIELD']);
    assert.equal(await authors('ROW-'), 2);
  });
  it('delete by id, with an error for each id that is none', async () => {
    const { body: made } = await call('POST', '/sobjects/Author__c', author('DEL-1'));
    const { id } = made as { id: string };
    const { status, body } = await call('DELETE', `/composite/sobjects?ids=${id},nonsense,${id},zzz000000000001`);
    assert.equal(status, 200);
    assert.deepEqual((body as { success: boolean; errors: { statusCode: string }[] }[]).map((row) => row.success || row.errors[0]?.statusCode), [true, 'MALFORMED_ID', 'DUPLICATE_VALUE', 'INVALID_CROSS_REFERENCE_KEY']);
  });
  it('find parents by an external id', async () => {
    await call('POST', '/sobjects/Author__c', author('PARENT-1'));
    const { body } = await call('POST', '/composite/sobjects', { records: [
      { attributes: { type: 'Book__c' }, Name: 'Child', Author__r: { Key__c: 'PARENT-1' } }, { attributes: { type: 'Book__c' }, Name: 'Orphan', Author__r: { Key__c: 'PARENT-9' } },
    ] });
    assert.deepEqual((body as { success: boolean; errors: { statusCode: string }[] }[]).map((row) => row.success || row.errors[0]?.statusCode), [true, 'INVALID_FIELD']);
    assert.equal(await count("SELECT COUNT() FROM Book__c WHERE Author__r.Key__c = 'PARENT-1'"), 1);
  });
});
