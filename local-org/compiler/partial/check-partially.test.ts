import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseApex } from '../1-parse/parse.ts';
import { printStatement } from '../3-check/testing/print.ts';
import { smallPlatform } from '../3-check/testing/small-platform.ts';
import { checkPartially } from './check-partially.ts';
import type { PartialResult } from './check-partially.ts';

const LACKING = new Set(['opportunity', 'case']);

function check(...texts: readonly string[]): PartialResult {
  const units = texts.map((text, index) => ({ path: `file${index}`, unit: parseApex({ path: `file${index}`, text, kind: 'class' }).unit! }));
  return checkPartially({ units, universe: { ...smallPlatform, missing: (name, member) => (member === undefined && LACKING.has(name) ? `the object ${name}` : undefined) } });
}

function body(result: PartialResult, typeName: string, methodName: string): string[] {
  const found = result.program.types.find((type) => type.symbol.name === typeName)?.methods.find((method) => method.symbol.name === methodName);
  return found?.body.map(printStatement) ?? assert.fail(`${typeName}.${methodName} is not there`);
}

const errors = (result: PartialResult): string[] => result.diagnostics.filter((one) => one.kind === 'error').map((one) => one.message);

describe('a program compiled in part', () => {
  it('refuses at the statement that needs what is missing, and drops what stands behind it', () => {
    const result = check('public class A { public static Integer go(Integer n) { if (n > 1) { n = 2; Opportunity o = null; o.Name = n; } return n; } }');
    assert.deepEqual(errors(result), []);
    assert.equal(result.diagnostics.length, 1);
    const [choice, last, ...more] = result.program.types[0]!.methods[0]!.body;
    const then = choice?.kind === 'If' && choice.then.kind === 'Block' ? choice.then.statements.map(printStatement) : [];
    assert.equal(then.length, 2);
    assert.match(then[1]!, /refuse "the object opportunity"/);
    assert.deepEqual([last?.kind, more.length], ['Return', 0]);
  });

  it('a method with a missing type in its head refuses as a whole, its neighbours run', () => {
    const result = check('public class A { public static void a(List<Opportunity> many) { Integer i = 1; } public static void a(List<Case> many) { } public static void b() { Integer i = 1; } }');
    assert.deepEqual(errors(result), []);
    assert.deepEqual(body(result, 'A', 'a').map((line) => line.includes('refuse')), [true]);
    assert.equal(body(result, 'A', 'b').some((line) => line.includes('refuse')), false);
  });

  it('whoever reads a field of a missing type is refused, naming the field', () => {
    const result = check('public class A {\n  public static Opportunity kept;\n  public static Integer n = 1;\n}', 'public class B { static void reads() { Object o = A.kept; } static void other() { Integer n = A.n; } }');
    assert.deepEqual(errors(result), []);
    assert.match(body(result, 'B', 'reads').join(), /refuse "A\.kept, which needs the object opportunity"/);
    assert.doesNotMatch(body(result, 'B', 'other').join(), /refuse/);
  });

  it('a class that cannot be declared takes along what needs it, by name', () => {
    const result = check(
      'public class Base extends Opportunity { public virtual Integer n() { return 1; } }',
      '@IsTest private class DerivedTest extends Base { public override Integer n() { return 2; } @IsTest static void first() { } static testMethod void second() { } }',
      'public class User1 { public static Integer go() { return new Base().n(); } public static Integer free() { return 1; } }',
    );
    assert.deepEqual(errors(result), []);
    assert.deepEqual(result.refusedTypes.map(({ qualifiedName, what, testMethods }) => [qualifiedName, what, [...testMethods]]), [
      ['Base', 'the object opportunity', []],
      ['DerivedTest', 'the class Base, which needs the object opportunity', ['first', 'second']],
    ]);
    assert.match(body(result, 'User1', 'go').join(), /refuse "the class Base/);
    assert.doesNotMatch(body(result, 'User1', 'free').join(), /refuse/);
  });

  it('real mistakes stay mistakes', () => {
    assert.deepEqual(errors(check('public class A { void go() { Opportunity o; Integer i = nothing; } }')), ['Variable does not exist: nothing']);
  });
});
