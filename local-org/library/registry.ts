/**
 * Everything the library implements, in one table: the classes by name and their functions by canonical key (see signature.ts).
 * Symbol builders read it to know what is supported; emitted code is linked against it.
 */
import { CORE_CLASSES } from './core/index.ts';
import { defineEnum, defineInterface } from './define.ts';
import type { LibraryClass, LibraryFunction } from './define.ts';
import { enumFunctions } from './enums.ts';
import { installExceptionSlots } from './exception-slots.ts';
import { carrier } from './org/carriers.ts';
import { ORG_CLASSES } from './org/index.ts';
import { plainEnumClass } from './plain-enums.ts';
import { platformDeclaration } from './symbols/declarations.ts';

const classes = new Map<string, LibraryClass>();
const functions = new Map<string, LibraryFunction>();

for (const defined of [...CORE_CLASSES, ...ORG_CLASSES]) add(defined);

function add(defined: LibraryClass): void {
  const name = defined.qualifiedName.toLowerCase();
  const known = classes.get(name);
  classes.set(name, known === undefined ? defined : merged(known, defined));
  const members = defined.kind === 'enum' ? enumFunctions(defined) : defined.members;
  for (const [key, implementation] of members) functions.set(key, implementation);
}
installExceptionSlots(classes.get('system.exception')!);

/** A class of the core whose further members need the org. */
function merged(core: LibraryClass, more: LibraryClass): LibraryClass {
  for (const key of more.signatures.keys()) if (core.signatures.has(key)) throw new Error(`${key} is defined twice in the library.`);
  return {
    ...core,
    members: new Map([...core.members, ...more.members]), signatures: new Map([...core.signatures, ...more.signatures]),
    needsStaticTypes: new Set([...core.needsStaticTypes, ...more.needsStaticTypes]), needsAccess: new Set([...core.needsAccess, ...more.needsAccess]),
    needsSystemAccess: new Set([...core.needsSystemAccess, ...more.needsSystemAccess]), defersQuery: new Set([...core.defersQuery, ...more.defersQuery]),
    virtual: new Set([...core.virtual, ...more.virtual]),
  };
}

/** By folded qualified name (`system.string`); `undefined`: the library implements nothing of that class. */
export function libraryClass(foldedName: string): LibraryClass | undefined {
  return classes.get(foldedName) ?? ofDeclaration(foldedName);
}

/** What no class of the library says more about: enums are just their constants, carriers just their values, interfaces what user classes make of them. */
function ofDeclaration(foldedName: string): LibraryClass | undefined {
  const constants = plainEnumClass(foldedName);
  const defined = constants === undefined ? (plainInterface(foldedName) ?? carrier(foldedName)) : defineEnum(platformDeclaration(foldedName)!.qualifiedName, constants);
  if (defined !== undefined) add(defined);
  return defined;
}

function plainInterface(foldedName: string): LibraryClass | undefined {
  const declaration = platformDeclaration(foldedName);
  if (declaration?.kind !== 'interface') return undefined;
  const { qualifiedName, typeParameters, members } = declaration;
  // Signatures cannot name a record of one object.
  if (members.some(({ type, parameters }) => [type, ...parameters].some((text) => text.includes('SObject:')))) return undefined;
  const header = typeParameters.length === 0 ? qualifiedName : `${qualifiedName}<${typeParameters.join(', ')}>`;
  return defineInterface(header, members.map(({ type, name, parameters }) => `${type} ${name}(${parameters.map((parameter, index) => `${parameter} argument${index}`).join(', ')})`));
}

/** All classes the library implements, at least in part. */
export function libraryClasses(): Iterable<LibraryClass> {
  return classes.values();
}

/** The function behind `PlatformImplementation.key`. Throws for a key that no library class has: the checker must have refused the call. */
export function libraryFunction(key: string): LibraryFunction {
  const found = functions.get(key) ?? (ofDeclaration(key.slice(0, key.search(/\.[^.]*$/)).toLowerCase()) === undefined ? undefined : functions.get(key));
  if (found === undefined) throw new Error(`No library class implements ${key}.`);
  return found;
}

/** A constant of a platform enum by its declared name. */
export function platformEnumConstant(qualifiedName: string, constantName: string): unknown {
  return (libraryFunction(`${qualifiedName}.get ${constantName}`))();
}
