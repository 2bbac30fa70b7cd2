/** What System.assert… and Assert have in common: equality and Salesforce's texts. AssertException cannot be caught. */
import { AssertException } from '../../values/exceptions.ts';
import { Datetime } from '../../values/datetime.ts';
import { compareNumbers, equalObjects, equalValues } from '../../values/equality.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double } from '../../values/double.ts';
import { concatText } from '../../values/text.ts';

/** `Assertion Failed: detail`, with the author's message in front of the detail. */
export function fail(message: unknown, detail?: string): never {
  const parts = [message === null || message === undefined ? undefined : concatText(message), detail].filter((part) => part !== undefined);
  throw new AssertException(['Assertion Failed', ...parts].join(': '));
}

/** Numbers compare across their types and Datetimes to the second, as with `==`; text counts case, unlike `==`. */
export function areSame(left: unknown, right: unknown): boolean {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  return left instanceof Datetime ? equalValues(left, right) : equalObjects(left, right);
}

function isNumber(value: unknown): value is number | bigint | Decimal | Double {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal || value instanceof Double;
}

export function assertSame(expected: unknown, actual: unknown, message?: unknown): void {
  if (!areSame(expected, actual)) fail(message, `Expected: ${concatText(expected)}, Actual: ${concatText(actual)}`);
}

export function assertDifferent(notExpected: unknown, actual: unknown, message?: unknown): void {
  if (areSame(notExpected, actual)) fail(message, `Same value: ${concatText(actual)}`);
}

export function assertTrue(condition: boolean | null, message?: unknown): void {
  if (condition !== true) fail(message);
}
