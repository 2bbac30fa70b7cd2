/** The NullPointerException of a dereferenced null, in Salesforce's words. */
import { MathException, NullPointerException } from './exceptions.ts';

export function nullPointer(): Error {
  return new NullPointerException('Attempt to de-reference a null object');
}

export function nullArgument(): Error {
  return new NullPointerException('Argument cannot be null.');
}

export function divideByZero(): Error {
  return new MathException('Divide by 0');
}
