/** System.Object: the members every expression has, and System.Enum: those of enum constants. `values()` and `valueOf()` belong to each enum and are emitted. */
import { ApexEnum, ApexObject } from '../../values/apex-object.ts';
import { equalObjects, hashOf } from '../../values/equality.ts';
import { concatText } from '../../values/text.ts';
import { defineClass } from '../define.ts';

export const objectClass = defineClass('System.Object', {
  'String toString()': concatText,
  'Boolean equals(Object other)': equalObjects,
  'Integer hashCode()': hashOf,
}, { instances: ApexObject });

export const enumClass = defineClass('System.Enum', {
  'String name()': (self: ApexEnum) => self.name,
  'Integer ordinal()': (self: ApexEnum) => self.ordinal,
  'String toString()': (self: ApexEnum) => self.name,
  'Boolean equals(Object other)': (self: ApexEnum, other: unknown) => self === other,
  'Integer hashCode()': hashOf,
}, { instances: ApexEnum });
