import assert from 'node:assert/strict';
import { test } from 'node:test';
import { platformDeclaration } from '../symbols/declarations.ts';
import { memberKey, propertyKey } from '../signature.ts';
import { CORE_CLASSES } from './index.ts';

test('every member of the core exists on the platform with exactly this signature', () => {
  for (const { qualifiedName, signatures } of CORE_CLASSES) {
    const declaration = platformDeclaration(qualifiedName.toLowerCase());
    if (qualifiedName === 'System.Enum') continue;
    assert.ok(declaration, qualifiedName);
    const known = new Set(declaration.members.map((member) => (member.kind === 'property'
      ? propertyKey(qualifiedName, 'get', member.name) : memberKey(qualifiedName, member.name, member.parameters, declaration.typeParameters))));
    for (const key of signatures.keys()) assert.ok(known.has(key), `${key} is not on the platform`);
  }
});

test('result types and staticness agree with the platform', () => {
  const plain = (type: string): string => type.replaceAll(/\s+|System\.|Schema\./g, '');
  for (const { qualifiedName, signatures } of CORE_CLASSES) {
    const declaration = platformDeclaration(qualifiedName.toLowerCase());
    for (const member of declaration?.members ?? []) {
      const signature = signatures.get(memberKey(qualifiedName, member.name, member.parameters, declaration!.typeParameters));
      if (signature === undefined || member.kind !== 'method') continue;
      assert.equal(plain(signature.returnType), plain(member.type), signature.key);
      assert.equal(signature.isStatic, member.isStatic, signature.key);
    }
  }
});
