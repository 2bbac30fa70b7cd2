import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statementsOf } from './test-support/parsing.ts';
import { positionText, statementText } from './test-support/tree-text.ts';

const cases: Readonly<Record<string, string>> = {
  'Integer a;': 'local Integer a;',
  'final List<A> a = b, c;': 'local final List<A> a = b, c;',
  'Integer[][] a;': 'local List<List<Integer>> a;',
  "@SuppressWarnings('PMD') Integer a;": 'local Integer a;',
  'a();': 'a();',
  '{ a(); { } }': '{a(); {}}',
  'if (a) b(); else if (c) { } else d();': 'if a b(); else if c {} else d();',
  'while (a) b();': 'while a b();',
  'while (a);': 'while a {}',
  'do { a(); } while (b);': 'do {a();} while b',
  'for (Integer i = 0, j = 1; i < 9; i++, j--) a();': 'for (local Integer i = 0, j = 1; | (i < 9) | (i ++), (j --)) a();',
  'for (;;) { break; }': 'for ( |  | ) {break;}',
  'for (i = 0, j = 0; ; ) continue;': 'for ((i = 0), (j = 0) |  | ) continue;',
  'for (A a : b);': 'for (A a in b) {}',
  'for (A[] a : [SELECT Id FROM A]) { }': 'for (List<A> a in [SELECT Id FROM A]) {}',
  "switch on a { when 1, -2, - - 3 { b(); } when 'x', null { } when (4L) { } when RED, GREEN { } when Account c { } when A.B d { } when else { } }":
    'switch a [values 1, -2, 3 {b();} values "x", null {} values 4L {} values RED, GREEN {} type Account c {} type A.B d {} else {}]',
  'try { a(); } catch (DmlException e) { } catch (A.B e) { throw e; } finally { b(); }': 'try {a();} catch (DmlException e) {} catch (A.B e) {throw e;} finally {b();}',
  'try { } finally { }': 'try {} finally {}',
  'return;': 'return ;',
  'return a + b;': 'return (a + b);',
  'throw new A();': 'throw new A();',
  'insert a;': 'insert a;',
  'insert as user new A();': 'insert as user new A();',
  'update as system a.b;': 'update as system (a . b);',
  'delete [SELECT Id FROM A];': 'delete [SELECT Id FROM A];',
  'undelete a;': 'undelete a;',
  'upsert a;': 'upsert a;',
  'upsert as user a Thing__c.Key__c;': 'upsert as user a by Thing__c.Key__c;',
  'upsert a Key__c;': 'upsert a by Key__c;',
  'merge a b;': 'merge a with b;',
  'System.runAs(u) { a(); }': 'runAs (u) {a();}',
  'system.RUNAS(u) { }': 'runAs (u) {}',
};

describe('statements', () => {
  for (const [source, meaning] of Object.entries(cases)) {
    it(`${source} means ${meaning}`, () => assert.equal(statementsOf(source).map(statementText).join(' '), meaning));
  }

  it('have the position of their whole text', () => {
    const [first, second] = statementsOf('a = 1;\n  if (b) {\n  }\n');
    assert.equal(positionText(first?.pos as never), '1:30-1:36');
    assert.equal(positionText(second?.pos as never), '2:3-3:4');
  });
});
