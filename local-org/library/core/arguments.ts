/** Checks of arguments that Apex may pass as null. */
import { nullArgument } from '../../values/null-pointer.ts';

/** Throws NullPointerException "Argument cannot be null." platform-facts: null-argument-text. */
export function given<T>(argument: T | null): T {
  if (argument === null) throw nullArgument();
  return argument;
}
