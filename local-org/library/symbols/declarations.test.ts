import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innerTypeNames, isPlatformNamespace, parseTypeText, platformDeclaration, platformTypeNames } from './declarations.ts';

test('every declared type parses, and every type it names is declared', () => {
  const builtIn = new Set(['void', 'Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object', 'SObject', 'List', 'Set', 'Map']);
  const names = [...platformTypeNames()];
  assert.ok(names.length > 1600);
  for (const name of names) {
    const declaration = platformDeclaration(name)!;
    const check = (text: string): void => {
      const visit = (type: ReturnType<typeof parseTypeText>): void => {
        const known = builtIn.has(type.name) || declaration.typeParameters.includes(type.name) || type.name.startsWith('SObject:') || platformDeclaration(type.name.toLowerCase()) !== undefined;
        assert.ok(known, `${declaration.qualifiedName} names ${type.name}`);
        type.arguments.forEach(visit);
      };
      visit(parseTypeText(text));
    };
    [...declaration.extended, ...declaration.implemented].forEach(check);
    for (const member of declaration.members) [member.type, ...member.parameters].forEach(check);
  }
});

test('a generic interface keeps its type parameter in its methods', () => {
  const comparator = platformDeclaration('system.comparator')!;
  assert.equal(comparator.kind, 'interface');
  assert.deepEqual(comparator.typeParameters, ['T']);
  assert.deepEqual(comparator.members.map(({ name, type, parameters }) => [name, type, parameters]), [['compare', 'Integer', ['T', 'T']]]);
});

test('names that collide with Java come out as Apex spells them', () => {
  const names = platformDeclaration('system.string')!.members.map((member) => member.name);
  assert.ok(names.includes('equals') && names.includes('hashCode'));
  assert.ok(names.every((name) => !name.includes('$')));
});

test('properties are told from methods, static ones from instance ones', () => {
  const members = platformDeclaration('system.restcontext')!.members;
  assert.deepEqual(members.filter(({ kind }) => kind === 'property').map(({ name, isStatic }) => [name, isStatic]), [['request', true], ['response', true]]);
});

test('an addition by hand extends what the generated table declares', () => {
  const publish = platformDeclaration('system.eventbus')!.members.map(({ name }) => name);
  assert.ok(publish.includes('publish') && publish.includes('publishWithAccessLevel'));
});

test('inner types are found through their outer type, namespaces by their name', () => {
  assert.deepEqual(innerTypeNames('database.dmloptions'), ['database.dmloptions.assignmentruleheader', 'database.dmloptions.duplicateruleheader', 'database.dmloptions.emailheader']);
  assert.ok(isPlatformNamespace('eventbus') && isPlatformNamespace('connectapi'));
  assert.ok(!isPlatformNamespace('acme'));
});

test('commas inside type arguments do not split a parameter list', () => {
  const call = platformDeclaration('system.callable')!.members[0]!;
  assert.deepEqual(call.parameters, ['String', 'Map<String,Object>']);
});
