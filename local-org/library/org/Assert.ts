/** System.Assert. platform-facts: assert-class-texts (the texts of isNull, isNotNull and the two type assertions). */
import { isInstance, typeNameOf } from '../../values/casting.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { assertDifferent, assertSame, assertTrue, fail } from './assertion.ts';
import type { TypeToken } from './Type.ts';

function assertType(instance: unknown, type: TypeToken | null, message?: unknown): void {
  if (type === null) throw nullArgument();
  if (!isInstance(instance, type.type)) fail(message, `Expected type: ${type.name}, Actual type: ${instance === null ? 'null' : typeNameOf(instance)}`);
}

function assertNotType(instance: unknown, type: TypeToken | null, message?: unknown): void {
  if (type === null) throw nullArgument();
  if (isInstance(instance, type.type)) fail(message, `Not expected type: ${type.name}`);
}

export const ASSERT = defineClass('System.Assert', {
  'static void areEqual(Object expected, Object actual)': (expected: unknown, actual: unknown) => assertSame(expected, actual),
  'static void areEqual(Object expected, Object actual, String message)': assertSame,
  'static void areNotEqual(Object notExpected, Object actual)': (notExpected: unknown, actual: unknown) => assertDifferent(notExpected, actual),
  'static void areNotEqual(Object notExpected, Object actual, String message)': assertDifferent,
  'static void isTrue(Boolean condition)': (condition: boolean | null) => assertTrue(condition),
  'static void isTrue(Boolean condition, String message)': assertTrue,
  'static void isFalse(Boolean condition)': (condition: boolean | null) => assertTrue(condition === false),
  'static void isFalse(Boolean condition, String message)': (condition: boolean | null, message: string | null) => assertTrue(condition === false, message),
  'static void isNull(Object value)': (value: unknown) => assertSame(null, value),
  'static void isNull(Object value, String message)': (value: unknown, message: string | null) => assertSame(null, value, message),
  'static void isNotNull(Object value)': (value: unknown) => assertDifferent(null, value),
  'static void isNotNull(Object value, String message)': (value: unknown, message: string | null) => assertDifferent(null, value, message),
  'static void isInstanceOfType(Object instance, System.Type expectedType)': (instance: unknown, type: TypeToken | null) => assertType(instance, type),
  'static void isInstanceOfType(Object instance, System.Type expectedType, String message)': assertType,
  'static void isNotInstanceOfType(Object instance, System.Type notExpectedType)': (instance: unknown, type: TypeToken | null) => assertNotType(instance, type),
  'static void isNotInstanceOfType(Object instance, System.Type notExpectedType, String message)': assertNotType,
  'static void fail()': () => fail(undefined),
  'static void fail(String message)': (message: string | null) => fail(message),
});
