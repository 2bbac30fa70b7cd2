/** System.Type: run-time types as values. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { hashText } from '../../values/equality.ts';
import { TypeException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType, listOf, mapOf, OBJECT, primitive, setOf, sobject, VOID } from '../../values/runtime-type.ts';
import type { PrimitiveName, RuntimeType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { parseTypeText, platformDeclaration } from '../symbols/declarations.ts';
import type { TypeText } from '../symbols/declarations.ts';
import { isAssignable } from './assignable.ts';

export class TypeToken extends ApexObject {
  readonly type: RuntimeType;

  constructor(type: RuntimeType) {
    super();
    this.type = type;
  }

  /** `Outer.Inner`, `Account`, `List<String>`; classes of the System namespace without it. platform-facts: type-name-of-platform-classes */
  get name(): string {
    return this.type.name.replace(/^System\./, '');
  }

  tostring$(): string {
    return this.name;
  }

  equals$object(other: unknown): boolean {
    return other instanceof TypeToken && other.type === this.type;
  }

  hashcode$(): number {
    return hashText(this.type.name);
  }
}
describePlatformClass(TypeToken, 'System.Type');

const tokens = new WeakMap<RuntimeType, TypeToken>();

/** `Account.class` and Type.forName: the same type is the same object. */
export function typeToken(type: RuntimeType): TypeToken {
  let token = tokens.get(type);
  if (token === undefined) {
    token = new TypeToken(type);
    tokens.set(type, token);
  }
  return token;
}

const PRIMITIVES: ReadonlyMap<string, RuntimeType> = new Map(
  (['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object'] satisfies PrimitiveName[])
    .map((name) => [name.toLowerCase(), primitive(name)]),
);

/** Collections without their elements' types, and what error texts call Object in collections. platform-facts: type-forname-raw-collections */
const RAW_TYPES: ReadonlyMap<string, RuntimeType> = new Map([['any', OBJECT], ['list', listOf(OBJECT)], ['set', setOf(OBJECT)], ['map', mapOf(OBJECT, OBJECT)]]);

function forName(name: string | null): TypeToken | null {
  const type = name === null ? undefined : valueTypeNamed(name);
  return type === undefined ? null : typeToken(type);
}

/** The type a text names, `void` included; `undefined` when there is none. */
export function typeNamed(name: string): RuntimeType | undefined {
  return name === VOID.name ? VOID : valueTypeNamed(name);
}

/** As Type.forName reads it: what a value can have. platform-facts: stub-void-return-type */
function valueTypeNamed(name: string): RuntimeType | undefined {
  const text = name.replaceAll(/\s+/g, '');
  return /^[\w.]+(?:<[\w.,<>]+>)?$/.test(text) ? resolve(parseTypeText(text)) : undefined;
}

/** Null and the empty text stand for the local namespace; Schema names sObjects too. */
function forNameIn(namespace: string | null, name: string | null): TypeToken | null {
  if (namespace === null || namespace === '' || name === null) return forName(name);
  return forName(`${namespace}.${name}`);
}

function resolve(text: TypeText): RuntimeType | undefined {
  const inner = text.arguments.map(resolve);
  if (inner.includes(undefined)) return undefined;
  const [first, second] = inner;
  const folded = text.name.toLowerCase().replace(/^system\./, '');
  if (folded === 'list' && first !== undefined) return listOf(first);
  if (folded === 'set' && first !== undefined) return setOf(first);
  if (folded === 'map' && first !== undefined && second !== undefined) return mapOf(first, second);
  if (first !== undefined) return undefined;
  return RAW_TYPES.get(folded) ?? context().classes.type(text.name.toLowerCase()) ?? PRIMITIVES.get(folded) ?? sobjectNamed(text.name) ?? platformNamed(text.name.toLowerCase());
}

function sobjectNamed(name: string): RuntimeType | undefined {
  const folded = name.toLowerCase().replace(/^schema\./, '');
  if (folded === 'sobject') return sobject('SObject');
  const description = context().schema.describe(folded);
  return description === undefined ? undefined : sobject(description.apiName);
}

function platformNamed(folded: string): RuntimeType | undefined {
  const declaration = [folded, `system.${folded}`, `schema.${folded}`].map(platformDeclaration).find((found) => found !== undefined);
  return declaration === undefined ? undefined : classType(declaration.qualifiedName);
}

/** platform-facts: type-newinstance-message */
function newInstance(self: TypeToken): unknown {
  const { type } = self;
  const cannot = (): Error => new TypeException(`Type cannot be constructed: ${self.name}`);
  switch (type.kind) {
    case 'list': return new ApexList(type);
    case 'set': return new ApexSet(type);
    case 'map': return new ApexMap(type);
    case 'primitive': throw cannot();
    case 'sobject': {
      const recordClass = context().schema.recordClass(type.name.toLowerCase());
      if (recordClass === undefined) throw cannot();
      return new recordClass();
    }
    case 'class': {
      const instance = context().classes.instantiate(type);
      if (instance === undefined) throw cannot();
      return instance;
    }
  }
}

export const TYPE = defineClass('System.Type', {
  'static System.Type forName(String name)': forName,
  'static System.Type forName(String namespace, String name)': forNameIn,
  'String getName()': (self: TypeToken) => self.name,
  'Object newInstance()': newInstance,
  'Boolean isAssignableFrom(System.Type source)': (self: TypeToken, source: TypeToken | null) => {
    if (source === null) throw nullArgument();
    return self.type === OBJECT || isAssignable(source.type, self.type);
  },
  'String toString()': (self: TypeToken) => self.tostring$(),
  'Boolean equals(Object other)': (self: TypeToken, other: unknown) => self.equals$object(other),
  'Integer hashCode()': (self: TypeToken) => self.hashcode$(),
}, { instances: TypeToken });
