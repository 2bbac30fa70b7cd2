/** Building blocks of emitted classes. */
import { ApexObject, makeEnum as makeEnumClass } from '../../values/apex-object.ts';
import type { ApexEnum, EnumClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexException, platformExceptionClass } from '../../values/exceptions.ts';
import { enumValueOf } from '../../values/apex-object.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType } from '../../values/runtime-type.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';

export interface FieldDescription {
  readonly name: string;
  readonly slot: string;
  readonly type: RuntimeType;
  readonly isTransient: boolean;
  /** Do Lightning components see it? */
  readonly isAuraEnabled: boolean;
}

/** What emitted code tells about a class; found on the class as `$description`. */
export interface ClassDescription {
  readonly name: string;
  readonly supertypes: readonly RuntimeType[];
  /** Of the class itself, not of its superclasses. */
  readonly fields: readonly FieldDescription[];
  readonly isAbstract: boolean;
  /** Name of the constructor without parameters, when there is one. */
  readonly construct: string | undefined;
}

export type EmittedClass = (new () => ApexObject | ApexException) & { $description: ClassDescription };

export function describeClass(created: EmittedClass, description: ClassDescription): void {
  created.$description = description;
  const { prototype } = created as { prototype: object };
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(prototype, name, { value, writable: true });
  };
  define('$supertypes', new Set(description.supertypes.map((type) => type.name)));
  const superclass = (Object.getPrototypeOf(created) as Partial<EmittedClass>).$description?.name;
  const inherited = ((prototype as Partial<ApexObject>).$fields ?? []).map((field) => (superclass === undefined ? field : { inheritedFrom: superclass, ...field }));
  define('$fields', [...inherited, ...description.fields.map(({ name, slot }) => ({ name, slot }))]);
  if (prototype instanceof ApexException) define('$typeName', description.name);
  else define('$type', classType(description.name));
}

/** A user enum; each constant is also found under `e$` and its folded name, `values()` and `valueOf()` under their slots. */
export function makeEnum(qualifiedName: string, names: readonly string[]): EnumClass {
  const created = makeEnumClass(qualifiedName, names);
  const type = classType(qualifiedName);
  const members: Record<string, unknown> = {
    values$: () => ApexList.of(type, [...created.$constants]),
    valueof$string: (name: string | null): ApexEnum => {
      if (name === null) throw nullArgument();
      return enumValueOf(created, name);
    },
  };
  for (const constant of created.$constants) members[`e$${constant.name.toLowerCase()}`] = constant;
  return Object.assign(created, members);
}

/** The part of a user exception that System.Exception's constructor fills in. */
export function exceptionInit(error: ApexException, message: string | null, cause: ApexException | null): void {
  error.$message = message;
  error.$cause = cause;
  if (message !== null) error.message = message;
}

/**
 * JavaScript class of a platform class that user classes may extend: exceptions. The platform's abstract classes have no state; what they implement themselves is
 * refused by name where it is called.
 */
export function platformBase(qualifiedName: string): abstract new () => object {
  const simpleName = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
  return platformExceptionClass(simpleName.toLowerCase()) ?? ApexObject;
}

export { ApexObject };
