import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseApex } from './parse.ts';
import { classOf, parseClass } from './test-support/parsing.ts';
import { memberText, positionText, statementText } from './test-support/tree-text.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const trimEnds = (text: string): string => text.replace(/[ \t]+$/gm, '').trim();

describe('class units', () => {
  it('hold every kind of member with its modifiers', () => {
    assert.equal(trimEnds(memberText(classOf(fixture('Everything.cls')))), trimEnds(fixture('Everything.tree')));
  });

  it('may be an interface or an enum', () => {
    const kinds = ['public interface A { void m(); }', 'enum B { }'].map((text) => {
      const { unit } = parseClass(text);
      return unit?.kind === 'ClassUnit' ? unit.declaration.kind : undefined;
    });
    assert.deepEqual(kinds, ['Interface', 'Enum']);
  });

  it('know the place of each name', () => {
    const declaration = classOf('public class Alpha {\n  Integer a, bb = 2;\n  void mm() {}\n}');
    assert.equal(positionText(declaration.namePos), '1:14-1:19');
    assert.deepEqual(declaration.members.map((member) => ('namePos' in member ? positionText(member.namePos) : '')), ['2:11-2:12', '2:14-2:16', '3:8-3:10']);
    assert.deepEqual(declaration.members.map((member) => positionText(member.pos)), ['2:11-2:12', '2:14-2:20', '3:3-3:15']);
  });

  it('skip a byte order mark without counting it', () => {
    assert.equal(positionText(classOf('\uFEFFclass A { }').namePos), '1:7-1:8');
  });

  it('keep annotation parameters of every type, and a single value as `value`', () => {
    const [method] = classOf("class A { @X(a='s' b=true c=5) @Y('z') void m() {} }").members;
    assert.ok(method?.kind === 'Method');
    assert.deepEqual(method.modifiers.annotations.map(({ name, parameters }) => [name, parameters]), [['X', { a: 's', b: true, c: 5 }], ['Y', { value: 'z' }]]);
  });
});

describe('trigger units', () => {
  const parse = (text: string) => parseApex({ path: 'T.trigger', kind: 'trigger', text });

  it('name their object and events', () => {
    const { unit } = parse('trigger T on Account (before insert, AFTER Undelete) { Integer a = 1; final String b = c; a(b); }');
    assert.ok(unit?.kind === 'Trigger');
    assert.deepEqual([unit.name, unit.objectName, unit.events], ['T', 'Account', ['before insert', 'after undelete']]);
    assert.equal(statementText(unit.body), '{local Integer a = 1; local final String b = c; a(b);}');
  });

  it('refuse declarations by name', () => {
    const refusals = ['void m() { }', 'class A { }'].map((inner) => parse(`trigger T on Account (before insert) {\n  ${inner}\n}`).diagnostics.map(({ message, pos }) => `${pos.line}:${pos.column} ${message}`));
    assert.deepEqual(refusals, [["2:3 The declaration 'void m()' in a trigger is not supported."], ["2:3 The declaration 'class A' in a trigger is not supported."]]);
  });
});

describe('anonymous units', () => {
  it('separate statements, methods and types', () => {
    const { unit } = parseApex({ path: 'script', kind: 'anonymous', text: 'Integer a = 1;\npublic static Integer twice(Integer b) { return b * 2; }\nclass Inner { }\nSystem.debug(twice(a));' });
    assert.ok(unit?.kind === 'Anonymous');
    assert.equal(statementText(unit.body), '{local Integer a = 1; (System . debug(twice(a)));}');
    assert.deepEqual(unit.methods.map(({ name }) => name), ['twice']);
    assert.deepEqual(unit.types.map(({ name }) => name), ['Inner']);
  });

  it('may be empty', () => {
    const { unit, diagnostics } = parseApex({ path: 'script', kind: 'anonymous', text: '' });
    assert.deepEqual(diagnostics, []);
    assert.ok(unit?.kind === 'Anonymous');
  });
});
