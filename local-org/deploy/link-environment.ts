/** What emitted code is linked against: the library's functions and constants, the schema's record classes. */
import { libraryClass, libraryFunction } from '../library/registry.ts';
import type { LinkEnvironment } from '../runtime/program.ts';
import type { EnumClass } from '../values/apex-object.ts';
import type { RecordClass } from '../values/sobject.ts';

export function linkEnvironment(recordClassOf: (foldedName: string) => RecordClass | undefined): LinkEnvironment {
  return {
    platform: libraryFunction,
    enumConstant: (qualifiedName, name) => {
      const constant = (libraryClass(qualifiedName.toLowerCase())?.instances as EnumClass | undefined)?.$byName.get(name.toLowerCase());
      if (constant === undefined) throw new Error(`The library has no constant ${qualifiedName}.${name}.`);
      return constant;
    },
    recordClass: (apiName) => {
      const found = recordClassOf(apiName.toLowerCase());
      if (found === undefined) throw new Error(`The schema has no object ${apiName}.`);
      return found;
    },
  };
}
