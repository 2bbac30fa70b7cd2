/** Enums of the platform that are just their constants: made from the declarations, once each. */
import { makeEnum } from '../values/apex-object.ts';
import type { EnumClass } from '../values/apex-object.ts';
import { platformDeclaration } from './symbols/declarations.ts';

const made = new Map<string, EnumClass>();

/** `undefined`: the platform declares no such enum. */
export function plainEnumClass(foldedName: string): EnumClass | undefined {
  const known = made.get(foldedName);
  if (known !== undefined) return known;
  const declaration = platformDeclaration(foldedName);
  if (declaration?.kind !== 'enum') return undefined;
  const created = makeEnum(declaration.qualifiedName, declaration.constants);
  made.set(foldedName, created);
  return created;
}

/** For library classes that use such an enum. */
export function libraryEnum(qualifiedName: string): EnumClass {
  const found = plainEnumClass(qualifiedName.toLowerCase());
  if (found === undefined) throw new Error(`The platform declares no enum ${qualifiedName}.`);
  return found;
}
