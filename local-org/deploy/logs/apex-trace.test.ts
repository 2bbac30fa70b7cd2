import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Store } from '../../data/store/store.ts';
import { AnonymousApex } from '../anonymous/anonymous.ts';
import { ADMIN_USERNAME } from '../demo-users.ts';
import { LocalOrg } from '../local-org.ts';
import { apexTrace, traceWords } from './apex-trace.ts';

const META = '<?xml version="1.0"?><ApexTrigger xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></ApexTrigger>';

describe('APEX_TRACE', () => {
  async function linesOf(words: string, text: string): Promise<string[]> {
    const lines: string[] = [];
    const trace = apexTrace(traceWords(words), (line) => lines.push(line));
    const localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => 0 }, report: () => undefined, ...(trace === undefined ? {} : { trace }) });
    assert.deepEqual(localOrg.deploy(new Map([['triggers/Names.trigger', 'trigger Names on Account (before insert) { }'], ['triggers/Names.trigger-meta.xml', META]])), []);
    const { exceptionMessage } = await new AnonymousApex(localOrg).execute({ user: localOrg.users.byUsername(ADMIN_USERNAME)!, text });
    assert.equal(exceptionMessage, null);
    await localOrg.close();
    return lines.map((line) => line.replaceAll(/\d+\.\d ms/g, 'T'));
  }

  it('tells queries, statements, triggers and limits as they happen', async () => {
    assert.deepEqual(await linesOf('soql,DML, trigger,limits', "insert new Account(Name = 'A');\nInteger n = [SELECT COUNT() FROM Account];"), [
      'trigger  Names on Account BeforeInsert', 'dml      insert Account, 1 rows, T  (AnonymousBlock:1)', 'soql     1 rows, T  SELECT COUNT() FROM Account  (AnonymousBlock:2)',
      'limits   queries 1/100, query rows 1/50000, DML 1/150, DML rows 1/10000, CPU ms 0/10000',
    ]);
  });

  it('tells only what was asked for, and refuses other words', async () => {
    assert.deepEqual(await linesOf('trigger', "insert new Account(Name = 'A');"), ['trigger  Names on Account BeforeInsert']);
    assert.deepEqual(await linesOf('', "insert new Account(Name = 'A');"), []);
    assert.throws(() => traceWords('soql,flows'), /flows is none of soql, dml, trigger, limits/);
  });
});
