import assert from 'node:assert/strict';
import { test } from 'node:test';
import { libraryClass, libraryClasses, libraryFunction } from './registry.ts';
import { memberKey, propertyKey } from './signature.ts';
import { platformDeclaration } from './symbols/declarations.ts';

test('no library class or member is invented: the platform declares each of them', () => {
  const invented: string[] = [];
  for (const library of libraryClasses()) {
    const declaration = platformDeclaration(library.qualifiedName.toLowerCase());
    if (declaration === undefined) {
      invented.push(library.qualifiedName);
      continue;
    }
    const declared = new Set(declaration.members.flatMap((member) => (member.kind === 'property'
      ? [propertyKey(declaration.qualifiedName, 'get', member.name), propertyKey(declaration.qualifiedName, 'set', member.name)]
      : [memberKey(declaration.qualifiedName, member.name, member.parameters, declaration.typeParameters)])).map((key) => key.toLowerCase()));
    invented.push(...[...library.signatures.keys()].filter((key) => !declared.has(key.toLowerCase())));
  }
  assert.deepEqual(invented, []);
});

test('a member is static, and answers the type, exactly as the platform declares it', () => {
  const wrong: string[] = [];
  const plain = (type: string): string => type.replaceAll(/\s+/g, '').replaceAll(/(?:\w+\.)+(?=\w)/g, '').toLowerCase();
  for (const library of libraryClasses()) {
    const declaration = platformDeclaration(library.qualifiedName.toLowerCase());
    for (const signature of library.signatures.values()) {
      if (signature.kind !== 'method') continue;
      const member = declaration?.members.find((candidate) => candidate.kind === 'method'
        && memberKey(library.qualifiedName, candidate.name, candidate.parameters, declaration.typeParameters).toLowerCase() === signature.key.toLowerCase());
      if (member === undefined) continue;
      if (member.isStatic !== signature.isStatic || plain(member.type) !== plain(signature.returnType)) wrong.push(`${signature.key}: ${signature.returnType} against ${member.type}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the constants of a library enum are those the platform declares', () => {
  for (const library of libraryClasses()) {
    if (library.kind !== 'enum') continue;
    const constants = (library.instances as { $constants: { name: string }[] }).$constants.map(({ name }) => name);
    assert.deepEqual([...constants].sort(), [...platformDeclaration(library.qualifiedName.toLowerCase())!.constants].sort(), library.qualifiedName);
  }
});

test('a key gives its function, an unknown key an error that names it', () => {
  assert.equal(typeof libraryFunction('System.Assert.isTrue(Boolean)'), 'function');
  assert.throws(() => libraryFunction('System.Assert.isPretty(Boolean)'), /System\.Assert\.isPretty\(Boolean\)/);
  assert.equal(libraryClass('connectapi.chatterfeeds'), undefined);
});
