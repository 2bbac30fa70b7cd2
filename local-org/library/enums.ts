/** What every enum has without declaring it: its constants as static properties, and name, ordinal, values, valueOf. */
import { enumValueOf } from '../values/apex-object.ts';
import type { ApexEnum, EnumClass } from '../values/apex-object.ts';
import { ApexList } from '../values/collections/list.ts';
import { nullArgument } from '../values/null-pointer.ts';
import { classType } from '../values/runtime-type.ts';
import type { LibraryClass, LibraryFunction } from './define.ts';
import { memberKey, propertyKey } from './signature.ts';

/** Signatures of the members of an enum besides its constants. */
export const ENUM_METHODS: readonly { readonly name: string; readonly isStatic: boolean; readonly parameters: readonly string[]; readonly type: (enumName: string) => string }[] = [
  { name: 'name', isStatic: false, parameters: [], type: () => 'String' },
  { name: 'ordinal', isStatic: false, parameters: [], type: () => 'Integer' },
  { name: 'values', isStatic: true, parameters: [], type: (enumName) => `List<${enumName}>` },
  { name: 'valueOf', isStatic: true, parameters: ['String'], type: (enumName) => enumName },
];

export function enumConstants(library: LibraryClass): readonly ApexEnum[] {
  return (library.instances as EnumClass).$constants;
}

/** The functions of a platform enum by canonical key. */
export function enumFunctions(library: LibraryClass): ReadonlyMap<string, LibraryFunction> {
  const { qualifiedName } = library;
  const enumClass = library.instances as EnumClass;
  const functions = new Map<string, LibraryFunction>([
    [memberKey(qualifiedName, 'name', []), (self: ApexEnum) => self.name],
    [memberKey(qualifiedName, 'ordinal', []), (self: ApexEnum) => self.ordinal],
    [memberKey(qualifiedName, 'values', []), () => ApexList.of(classType(qualifiedName), [...enumClass.$constants])],
    [memberKey(qualifiedName, 'valueOf', ['String']), (text: string | null) => {
      if (text === null) throw nullArgument();
      return enumValueOf(enumClass, text);
    }],
  ]);
  for (const constant of enumClass.$constants) functions.set(propertyKey(qualifiedName, 'get', constant.name), () => constant);
  return functions;
}
