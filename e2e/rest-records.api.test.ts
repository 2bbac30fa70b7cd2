/** The corners of the REST data resources: what must be refused, and what must not be left out in silence. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startOrg, type RunningOrg } from './support/running-org.ts';

let org: RunningOrg;
let token: string;

before(async () => {
  org = await startOrg({ seed: false });
  token = await org.token();
});
after(() => org.stop());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const init = { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`${org.url}/services/data/v67.0${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const query = (text: string): Promise<Answer> => call('GET', `/query?q=${encodeURIComponent(text)}`);
const errorOf = ({ status, body }: Answer): readonly [number, string, string] => {
  const [first] = body as { errorCode: string; message: string }[];
  return [status, first!.errorCode, first!.message];
};
const rowsOf = ({ body }: Answer): Record<string, unknown>[] => (body as { records: Record<string, unknown>[] }).records;
const location = (code: string) => ({ Code__c: code, Name: `${code} store`, Type__c: 'Store' });

describe('records over REST', () => {
  it('refuses to write a field that only the platform writes', async () => {
    const answer = await call('POST', '/sobjects/Stock_Location__c', { ...location('SYS-1'), createddate: '2020-01-01T00:00:00Z' });
    const [status, code, message] = errorOf(answer);
    assert.deepEqual([status, code], [400, 'INVALID_FIELD_FOR_INSERT_UPDATE']);
    assert.match(message, /^Unable to create\/update fields: CreatedDate\./);
    assert.deepEqual(rowsOf(await query("SELECT Id FROM Stock_Location__c WHERE Code__c = 'SYS-1'")), []);
  });

  it('refuses the key of an upsert in the body, in any case', async () => {
    const answer = await call('PATCH', '/sobjects/Stock_Location__c/Code__c/KEY-1', { ...location('KEY-1') });
    assert.deepEqual(errorOf(answer), [400, 'INVALID_FIELD', 'The Code__c field should not be specified in the sobject data.']);
    const folded = await call('PATCH', '/sobjects/Stock_Location__c/code__C/KEY-1', { Name: 'x', CODE__C: 'KEY-2' });
    assert.equal(folded.status, 400);
  });

  it('answers only the asked fields, by id and by external id', async () => {
    assert.equal((await call('PATCH', '/sobjects/Stock_Location__c/Code__c/ASK-1', { Name: 'ASK-1 store', Type__c: 'Store' })).status, 201);
    const { body } = await call('GET', '/sobjects/Stock_Location__c/Code__c/ASK-1?fields=name,Type__c');
    assert.deepEqual(Object.keys(body as object), ['attributes', 'Name', 'Type__c']);
  });

  it('gives every field of FIELDS(…)', async () => {
    await call('POST', '/sobjects/Stock_Location__c', location('ALL-1'));
    const [all] = rowsOf(await query("SELECT FIELDS(ALL) FROM Stock_Location__c WHERE Code__c = 'ALL-1' LIMIT 1"));
    assert.deepEqual([all!['Name'], all!['Code__c'], all!['Town__c']], ['ALL-1 store', 'ALL-1', null]);
    const [standard] = rowsOf(await query("SELECT FIELDS(STANDARD) FROM Stock_Location__c WHERE Code__c = 'ALL-1'"));
    assert.ok('CreatedDate' in standard! && !('Code__c' in standard));
    const [custom] = rowsOf(await query("SELECT FIELDS(CUSTOM), Id FROM Stock_Location__c WHERE Code__c = 'ALL-1' LIMIT 1"));
    assert.ok('Code__c' in custom! && 'Id' in custom && !('Name' in custom));
  });

  it('names what is wrong with a filter', async () => {
    const where = async (filter: string) => errorOf(await query(`SELECT Id FROM Stock_Location__c WHERE ${filter}`));
    assert.deepEqual(await where("Id = 'nonsense'"), [400, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: nonsense']);
    assert.deepEqual((await where("CreatedDate > '2020-01-01'"))[1], 'INVALID_FIELD');
    assert.deepEqual((await where('Code__c = 5'))[1], 'INVALID_FIELD');
    assert.deepEqual((await where("Name = 'a' LIMIT 1 OFFSET 2001"))[1], 'NUMBER_OUTSIDE_VALID_RANGE');
  });

  it('matches quotes, percent signs, underscores and backslashes as they are written', async () => {
    await call('POST', '/sobjects/Stock_Location__c', { ...location('ESC-1'), Name: "O'Neil 100% _x\\y" });
    const found = async (filter: string): Promise<number> => rowsOf(await query(`SELECT Id FROM Stock_Location__c WHERE ${filter}`)).length;
    assert.deepEqual(
      await Promise.all([String.raw`Name = 'o\'neil 100% _X\\y'`, String.raw`Name LIKE 'O\'N%'`, String.raw`Name LIKE '%100\% %'`, String.raw`Name LIKE '%\_x%'`, String.raw`Name LIKE '%O\%'`].map(found)),
      [1, 1, 1, 1, 0],
    );
  });
});
