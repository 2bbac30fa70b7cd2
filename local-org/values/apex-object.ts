/** Base classes of what the compiler emits: objects of user classes and enum constants. Platform objects that Apex code holds (Pattern, Matcher) extend ApexObject too. */
import { NoSuchElementException } from './exceptions.ts';
import { classType } from './runtime-type.ts';
import type { RuntimeType } from './runtime-type.ts';

export interface ObjectField {
  /** Declared spelling. */
  readonly name: string;
  /** JavaScript property that holds the value. */
  readonly slot: string;
  /** Qualified name of the superclass that declares it; `undefined` in its own class. */
  readonly inheritedFrom?: string;
}

/**
 * Slots a class may have and this folder looks for: `tostring$`, `equals$object`, `hashcode$`, `compareto$object`, `iterator$`.
 * Two classes with the same names of members share nothing but their slots.
 */
export abstract class ApexObject {
  /** On the prototype of each class. */
  declare readonly $type: RuntimeType;
  /** On the prototype: instance fields of the class and its superclasses in declared order, for the default text. */
  declare readonly $fields: readonly ObjectField[];
  /** On the prototype: qualified names (with type arguments) of the class itself, its superclasses and all interfaces. */
  declare readonly $supertypes: ReadonlySet<string>;
}
Object.defineProperty(ApexObject.prototype, '$type', { value: classType('Object'), writable: true });
Object.defineProperty(ApexObject.prototype, '$fields', { value: [], writable: true });
Object.defineProperty(ApexObject.prototype, '$supertypes', { value: new Set<string>(), writable: true });

/** Gives a class of the platform its run-time type. */
export function describePlatformClass(created: abstract new (...values: never[]) => ApexObject, qualifiedName: string, interfaces: readonly string[] = []): void {
  Object.defineProperty(created.prototype, '$type', { value: classType(qualifiedName), writable: true });
  Object.defineProperty(created.prototype, '$supertypes', { value: new Set([qualifiedName, ...interfaces]), writable: true });
}

export class ApexEnum extends ApexObject {
  /** Declared spelling. */
  readonly name: string;
  readonly ordinal: number;

  constructor(name: string, ordinal: number) {
    super();
    this.name = name;
    this.ordinal = ordinal;
  }

  override toString(): string {
    return this.name;
  }
}

export interface EnumClass {
  new (name: string, ordinal: number): ApexEnum;
  /** In declared order. */
  readonly $constants: readonly ApexEnum[];
  /** By folded name. */
  readonly $byName: ReadonlyMap<string, ApexEnum>;
}

/** Makes an enum with its constants; for user enums and those of the platform. */
export function makeEnum(qualifiedName: string, names: readonly string[]): EnumClass {
  const created = class extends ApexEnum {
    static $constants: readonly ApexEnum[] = [];
    static $byName: ReadonlyMap<string, ApexEnum> = new Map();
  };
  Object.defineProperty(created, 'name', { value: qualifiedName });
  describePlatformClass(created, qualifiedName);
  created.$constants = names.map((name, ordinal) => new created(name, ordinal));
  created.$byName = new Map(created.$constants.map((constant) => [constant.name.toLowerCase(), constant]));
  return created;
}

/** Enum.valueOf. platform-facts: enum-valueof-case. The case of the text does not count. Throws NoSuchElementException. */
export function enumValueOf(enumClass: EnumClass, text: string): ApexEnum {
  const constant = enumClass.$byName.get(text.toLowerCase());
  if (constant === undefined) {
    throw new NoSuchElementException(`No enum constant ${(enumClass.prototype as ApexEnum).$type.name}.${text}`);
  }
  return constant;
}
