/** The platform types the language itself knows about, looked up once. */
import type { Type, TypeSymbol } from '../types.ts';
import type { TypeUniverse } from '../universe.ts';
import type { ClassType } from './type-algebra.ts';
import { classType, listOf, mapOf, OBJECT, primitiveNamed, setOf, SOBJECT, sobjectType } from './type-algebra.ts';
import { fold } from './folded-name.ts';

export interface PlatformTypes {
  /** A platform type by folded qualified name, as a type: `system.string` is the primitive, `system.list` with one argument a list. */
  typeOf(symbol: TypeSymbol, args: readonly Type[]): Type;
  /** The class whose members values of the type have: `List<T>` for lists, `System.SObject` for records. `undefined` when the universe lacks it. */
  memberType(type: Type): ClassType | undefined;
  named(foldedName: string): TypeSymbol | undefined;
  /** A class type without arguments, or the error type when the universe lacks it. */
  classNamed(foldedName: string): Type;
  readonly object: TypeSymbol | undefined;
  readonly exception: TypeSymbol | undefined;
  readonly iterable: TypeSymbol | undefined;
  readonly enumeration: TypeSymbol | undefined;
}

const COLLECTIONS: Readonly<Record<string, (args: readonly Type[]) => Type>> = {
  'system.list': ([element]) => listOf(element ?? OBJECT),
  'system.set': ([element]) => setOf(element ?? OBJECT),
  'system.map': ([key, value]) => mapOf(key ?? OBJECT, value ?? OBJECT),
};

export function platformTypes(universe: TypeUniverse): PlatformTypes {
  const named = (foldedName: string): TypeSymbol | undefined => universe.platformType(foldedName);
  const member = (foldedName: string, args: readonly Type[] = []): ClassType | undefined => {
    const symbol = named(foldedName);
    return symbol === undefined ? undefined : classType(symbol, args);
  };
  return {
    named,
    typeOf(symbol, args) {
      const name = fold(symbol.qualifiedName);
      const collection = COLLECTIONS[name];
      if (collection !== undefined) return collection(args);
      if (name === 'system.sobject') return SOBJECT;
      const primitive = name.startsWith('system.') ? primitiveNamed(name.slice('system.'.length)) : undefined;
      return primitive ?? classType(symbol, args);
    },
    memberType(type) {
      switch (type.kind) {
        case 'class': return type;
        case 'primitive': return member(`system.${type.name.toLowerCase()}`);
        case 'list':
        case 'set': return member(`system.${type.kind}`, [type.element]);
        case 'map': return member('system.map', [type.key, type.value]);
        case 'sobject': return member('system.sobject');
        default: return undefined;
      }
    },
    classNamed(foldedName) {
      return member(foldedName) ?? { kind: 'error' };
    },
    object: named('system.object'),
    exception: named('system.exception'),
    iterable: named('system.iterable'),
    enumeration: named('system.enum'),
  };
}

/** An sObject type by folded name. AggregateResult belongs to the language: aggregate queries give it. */
export function sobjectNamed(universe: TypeUniverse, foldedName: string): Type | undefined {
  if (foldedName === 'sobject') return SOBJECT;
  const shape = universe.sobject(foldedName);
  if (shape !== undefined) return sobjectType(shape.apiName);
  return foldedName === 'aggregateresult' ? sobjectType('AggregateResult') : undefined;
}
