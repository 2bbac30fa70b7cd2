/** Big objects as Apex sees them: writes that no transaction takes back, and the few queries their index answers. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { fieldFile, metadata, objectFile } from '../schema/test-support/projects.ts';
import { ApexException } from '../values/exceptions.ts';
import { ADMINISTRATOR, ScriptOrg } from './test/script-org.ts';
import { runTests } from './test-runner.ts';

const CALLS = new Map([
  objectFile('Call__b', '<deploymentStatus>Deployed</deploymentStatus><pluralLabel>Calls</pluralLabel>'),
  fieldFile('Call__b', 'Caller__c', '<type>Text</type><length>40</length><required>true</required>'),
  fieldFile('Call__b', 'Millis__c', '<type>Number</type><precision>15</precision><scale>0</scale><required>true</required>'),
  fieldFile('Call__b', 'Key__c', '<type>Text</type><length>20</length><required>true</required>'),
  fieldFile('Call__b', 'Note__c', '<type>Text</type><length>20</length>'),
  fieldFile('Call__b', 'Account__c', '<type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Calls</relationshipName>'),
  ['objects/Call__b/indexes/Key.index-meta.xml', metadata('Index', `<label>Key</label>${['Caller__c', 'Millis__c', 'Key__c'].map((name) => `<fields><name>${name}</name><sortDirection>ASC</sortDirection></fields>`).join('')}`)] as [string, string],
]);

const SEED = `
  List<Call__b> calls = new List<Call__b>();
  for (String caller : new List<String>{ 'ADA', 'BEN' }) for (Integer i = 3; i > 0; i--) calls.add(new Call__b(Caller__c = caller, Millis__c = i * 100, Key__c = 'k' + i, Note__c = caller + i));
  for (Database.SaveResult result : Database.insertImmediate(calls)) System.assert(result.isSuccess());`;

let org: ScriptOrg;

async function run(text: string): Promise<readonly string[]> {
  org.install([]);
  return (await org.anonymous(text, [])).map((entry) => entry.text);
}

async function refusal(text: string): Promise<string> {
  try {
    await run(text);
  } catch (error) {
    if (error instanceof ApexException) return error.$message ?? '';
    return (error as Error).message;
  }
  return assert.fail('Nothing was thrown.');
}

const notes = (query: string): Promise<readonly string[]> => run(`for (Call__b call : Database.query('${query.replaceAll("'", "\\'")}')) System.debug(call.Note__c);`);

beforeEach(() => { org = new ScriptOrg(CALLS); });

describe('writing a big object', () => {
  it('gives no row an id of its own, and stamps it', async () => {
    await run(SEED);
    assert.deepEqual(await run('Call__b c = [SELECT Id, Caller__c, CreatedDate, CreatedById FROM Call__b WHERE Caller__c = \'ADA\' LIMIT 1]; System.debug(c.Id + \' \' + (c.CreatedById == UserInfo.getUserId()) + \' \' + (c.CreatedDate != null));'), ['000000000000000AAA true true']);
  });

  it('replaces the row under the same index', async () => {
    await run(SEED);
    await run("Database.insertImmediate(new Call__b(Caller__c = 'ADA', Millis__c = 100, Key__c = 'k1'));");
    assert.deepEqual(await notes("SELECT Note__c FROM Call__b WHERE Caller__c = 'ADA'"), ['null', 'ADA2', 'ADA3']);
  });

  it('keeps what was written when the transaction fails or is rolled back', async () => {
    await refusal(`${SEED} throw new NullPointerException();`);
    assert.equal((await notes('SELECT Note__c FROM Call__b')).length, 6);
  });

  it('tells failures by its results, row by row, and throws none of them', async () => {
    const lines = await run(`List<Database.SaveResult> results = Database.insertImmediate(new List<Call__b>{
      new Call__b(Caller__c = 'ADA', Millis__c = 1), new Call__b(Caller__c = 'ADA ', Millis__c = 1, Key__c = 'k'), new Call__b(Caller__c = 'ADA', Millis__c = 1, Key__c = 'k', Note__c = 'N'.repeat(21)), new Call__b(Caller__c = 'ADA', Millis__c = 1, Key__c = 'k', Note__c = 'ok') });
      for (Database.SaveResult result : results) System.debug(result.isSuccess() ? 'written' : String.valueOf(result.getErrors()[0].getStatusCode()) + ' ' + result.getErrors()[0].getFields());`);
    assert.deepEqual(lines, ['REQUIRED_FIELD_MISSING (Key__c)', 'FIELD_INTEGRITY_EXCEPTION (Caller__c)', 'STRING_TOO_LONG (Note__c)', 'written']);
    assert.deepEqual(await notes("SELECT Note__c FROM Call__b WHERE Caller__c = 'ADA'"), ['ok']);
  });

  it('counts as a callout and as no DML', async () => {
    assert.deepEqual(await run(`${SEED} System.debug(Limits.getDmlStatements() + ' ' + Limits.getDmlRows() + ' ' + Limits.getCallouts());`), ['0 0 1']);
    assert.match(await refusal("for (Integer i = 0; i < 101; i++) Database.insertImmediate(new Call__b(Caller__c = 'A', Millis__c = i, Key__c = 'k'));"), /^Too many callouts: 101$/);
  });

  it('is refused behind DML of the transaction, and DML behind it', async () => {
    assert.equal(await refusal(`insert new Account(Name = 'A'); ${SEED}`), 'You have uncommitted work pending. Please commit or rollback before calling out');
    assert.match(await refusal(`${SEED} insert new Account(Name = 'A');`), /MIXED_DML_OPERATION.*Account, original object: Call__b/);
    assert.equal(await refusal("insert new Account(Name = 'A'); List<Call__b> calls = [SELECT Note__c FROM Call__b];"), 'You have uncommitted work pending. Please commit or rollback before calling out');
  });

  it('is the only way: plain DML does not compile, a dynamic one is refused', async () => {
    assert.match(await refusal("insert new Call__b(Caller__c = 'A', Millis__c = 1, Key__c = 'k');"), /DML not allowed on Call__b/);
    assert.equal(await refusal("SObject call = new Call__b(Caller__c = 'A', Millis__c = 1, Key__c = 'k'); insert call;"), 'DML operation INSERT not allowed on Call__b');
    assert.equal(await refusal("Database.insertImmediate(new Account(Name = 'A'));"), 'DML operation INSERT_IMMEDIATE not allowed on Account');
  });
});

describe('deleting from a big object', () => {
  it('takes an example of the whole index, and succeeds where nothing matches', async () => {
    await run(SEED);
    assert.deepEqual(await run(`for (Database.DeleteResult result : Database.deleteImmediate([SELECT Caller__c, Millis__c, Key__c FROM Call__b WHERE Caller__c = 'ADA' AND Millis__c <= 200])) System.debug(result.isSuccess());
      System.debug(Database.deleteImmediate(new Call__b(Caller__c = 'NOBODY', Millis__c = 1, Key__c = 'k')).isSuccess());`), ['true', 'true', 'true']);
    assert.deepEqual(await notes('SELECT Note__c FROM Call__b ORDER BY Caller__c, Millis__c'), ['ADA3', 'BEN1', 'BEN2', 'BEN3']);
  });

  it('refuses an example with a gap, or with a field outside the index', async () => {
    const lines = await run(`for (Database.DeleteResult result : Database.deleteImmediate(new List<Call__b>{ new Call__b(Caller__c = 'ADA', Key__c = 'k1'), new Call__b(Caller__c = 'ADA', Millis__c = 1, Key__c = 'k1', Note__c = 'x') }))
      System.debug(result.getErrors()[0].getStatusCode() + ' ' + result.getErrors()[0].getFields());`);
    assert.deepEqual(lines, ['REQUIRED_FIELD_MISSING (Millis__c)', 'INVALID_FIELD_FOR_INSERT_UPDATE (Note__c)']);
  });
});

describe('querying a big object', () => {
  beforeEach(async () => { await run(SEED); });

  it('finds rows from the first field of the index on, the last one by a range', async () => {
    assert.deepEqual(await notes("SELECT Note__c FROM Call__b WHERE Caller__c = 'ADA' AND Millis__c > 100 AND Millis__c <= 300"), ['ADA2', 'ADA3']);
    assert.deepEqual(await notes("SELECT Note__c FROM Call__b WHERE Caller__c IN ('ADA', 'BEN') AND Millis__c = 200 ORDER BY Caller__c, Millis__c"), ['ADA2', 'BEN2']);
    assert.deepEqual(await notes("SELECT Note__c FROM Call__b c WHERE c.Caller__c = 'ADA' AND c.Millis__c = 100 AND c.Key__c = 'k1' LIMIT 5"), ['ADA1']);
    assert.deepEqual(await run("Set<String> callers = new Set<String>{ 'BEN' }; System.debug([SELECT Note__c FROM Call__b WHERE Caller__c IN :callers AND Millis__c >= 300].size());"), ['1']);
  });

  it('compares text as it is written', async () => {
    assert.deepEqual(await notes("SELECT Note__c FROM Call__b WHERE Caller__c = 'ada'"), []);
  });

  const refused: Readonly<Record<string, RegExp>> = {
    "SELECT Note__c FROM Call__b WHERE Millis__c = 100": /^Filters may not have any gaps within the composite key$/,
    "SELECT Note__c FROM Call__b WHERE Caller__c = 'ADA' AND Key__c = 'k1'": /^Filters may not have any gaps/,
    "SELECT Note__c FROM Call__b WHERE Millis__c = 100 AND Caller__c = 'ADA'": /^Filters may not have any gaps/,
    "SELECT Note__c FROM Call__b WHERE Note__c = 'ADA1'": /^field 'Note__c' can not be filtered in a query call$/,
    "SELECT Note__c FROM Call__b WHERE CreatedDate > 2020-01-01T00:00:00Z": /^field 'CreatedDate' can not be filtered in a query call$/,
    "SELECT Note__c FROM Call__b WHERE Caller__c > 'A' AND Millis__c = 100": /^Only the last field of a filter may have a range$/,
    "SELECT Note__c FROM Call__b WHERE Caller__c IN ('ADA', 'BEN') AND Millis__c IN (100, 200)": /^Filters may have only one IN operator$/,
    "SELECT Note__c FROM Call__b WHERE Caller__c != 'ADA'": /^Operator != is not supported/,
    "SELECT Note__c FROM Call__b WHERE Caller__c LIKE 'A%'": /^Operator LIKE is not supported/,
    "SELECT Note__c FROM Call__b WHERE Caller__c NOT IN ('ADA')": /^Operator NOT IN is not supported/,
    "SELECT Note__c FROM Call__b WHERE Caller__c = 'ADA' OR Caller__c = 'BEN'": /^OR is not supported/,
    "SELECT Note__c FROM Call__b WHERE NOT Caller__c = 'ADA'": /^NOT is not supported/,
    'SELECT COUNT(Key__c) n FROM Call__b': /^Aggregate functions not supported$/,
    'SELECT Caller__c FROM Call__b GROUP BY Caller__c': /^Aggregate functions not supported$/,
    'SELECT Note__c FROM Call__b ORDER BY Millis__c': /^Filters may not have any gaps/,
    'SELECT Note__c FROM Call__b ORDER BY Caller__c DESC': /^Unsupported order direction on filter column: Caller__c : DESCENDING$/,
    'SELECT Note__c FROM Call__b ORDER BY Note__c': /^field 'Note__c' can not be sorted in a query call$/,
    'SELECT Note__c FROM Call__b OFFSET 1': /^OFFSET is not supported/,
    'SELECT Note__c FROM Call__b FOR UPDATE': /^FOR UPDATE is not supported/,
    'SELECT Account__r.Name FROM Call__b': /^The relationship path Account__r.Name of the big object Call__b is not supported/,
    'SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Call__b)': /^A semi-join with the big object Call__b is not supported/,
    "SELECT Note__c FROM Call__b WHERE Account__c IN (SELECT Id FROM Account)": /^Subqueries are not supported/,
  };
  for (const [query, message] of Object.entries(refused)) {
    it(`refuses ${query}`, async () => { assert.match(await refusal(`Database.query('${query.replaceAll("'", "\\'")}');`), message); });
  }

  it('refuses to count', async () => {
    assert.equal(await refusal("Database.countQuery('SELECT COUNT() FROM Call__b');"), 'Aggregate functions not supported');
  });
});

describe('a big object is out of reach', () => {
  it('of triggers of its own', () => {
    assert.throws(() => org.install([{ path: 'T.trigger', text: 'trigger T on Call__b (before insert) { }', kind: 'trigger' }]), /SObject type does not allow triggers: Call__b/);
  });

  it('of triggers of other objects', async () => {
    org.install([{ path: 'T.trigger', text: 'trigger T on Account (before insert) { List<Call__b> calls = [SELECT Note__c FROM Call__b]; }', kind: 'trigger' }]);
    await assert.rejects(org.anonymous("insert new Account(Name = 'A');", []), /Callout from triggers are currently not supported\./);
  });

  it('of tests, which would leave their rows in the org', () => {
    const text = `@IsTest private class T {
      @IsTest static void reads() { System.assertEquals(0, [SELECT Note__c FROM Call__b].size()); }
      @IsTest static void writes() { Database.insertImmediate(new Call__b(Caller__c = 'A', Millis__c = 1, Key__c = 'k')); }
    }`;
    org.install([{ path: 'T.cls', text, kind: 'class' }]);
    const { results } = runTests(org.org.installed, { services: org.org.services, eventUser: () => ADMINISTRATOR }, { user: ADMINISTRATOR });
    assert.deepEqual(results.map(({ methodName, outcome, message }) => [methodName, outcome, /put the call behind an interface/.test(message ?? '')]), [['reads', 'Pass', false], ['writes', 'NotRunnable', true]]);
  });
});
