/** System.Object: the members every expression has, and System.Enum: those of enum constants. `values()` and `valueOf()` belong to each enum and are emitted. */
import { ApexEnum, ApexObject } from '../../values/apex-object.ts';
import { equalValues, hashOf } from '../../values/equality.ts';
import { concatText } from '../../values/text.ts';
import { defineClass } from '../define.ts';

/** The copy shares what the fields refer to; no constructor runs. */
function shallowCopy(self: object): object {
  return Object.assign(Object.create(Object.getPrototypeOf(self) as object) as object, self);
}

/** `equals` of a value whose type is only known at run time is `==`: text ignores case. platform-facts: object-equals-ignores-case */
export const objectClass = defineClass('System.Object', {
  'String toString()': concatText,
  'Boolean equals(Object other)': equalValues,
  'Integer hashCode()': hashOf,
  'Object clone()': shallowCopy,
}, { instances: ApexObject });

export const enumClass = defineClass('System.Enum', {
  'String name()': (self: ApexEnum) => self.name,
  'Integer ordinal()': (self: ApexEnum) => self.ordinal,
  'String toString()': (self: ApexEnum) => self.name,
  'Boolean equals(Object other)': (self: ApexEnum, other: unknown) => self === other,
  'Integer hashCode()': hashOf,
}, { instances: ApexEnum });
