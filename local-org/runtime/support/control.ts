/** Failing, catching, labels. */
import { context } from '../../library/ports.ts';
import { jobs } from '../../library/org/System.ts';
import { UnsupportedFeature } from '../../library/unsupported.ts';
import { ApexException, isUncatchable, LimitException } from '../../values/exceptions.ts';
import { nullPointer as nullPointerException } from '../../values/null-pointer.ts';
import { refuel } from '../machine.ts';
import { apexErrorOf } from './native-errors.ts';

export function nullPointer(): never {
  throw nullPointerException();
}

/** A slice of CPU fuel is burnt: the end of the transaction when it was the last, otherwise the moment to look at the heap. platform-facts: limit-texts. */
export function cpuExceeded(): void {
  if (!refuel()) throw new LimitException('Apex CPU time limit exceeded');
  context().limits.checkHeap?.();
}

/**
 * What a catch clause may look at. Everything that is none of Apex's business passes through: limits, failed assertions, a parked transaction, mistakes of the local org.
 */
export function caught(error: unknown): ApexException {
  if (error instanceof ApexException) {
    if (isUncatchable(error)) throw error;
    return error;
  }
  const native = apexErrorOf(error);
  if (native === undefined || isUncatchable(native)) throw native ?? error;
  return native as ApexException;
}

/** Is the error one that `caught` lets pass? */
export function passes(error: unknown): boolean {
  try {
    caught(error);
    return false;
  } catch {
    return true;
  }
}

/** The operand of `throw`. */
export function thrown(error: ApexException | null): ApexException {
  return error ?? nullPointer();
}

export function label(name: string): string {
  const text = context().schema.label(name.toLowerCase());
  if (text === undefined) throw new Error(`Label ${name} is not in the schema the program was compiled against.`);
  return text;
}

/** The call of an @future method. */
export function callLater(className: string, slot: string, values: readonly unknown[]): void {
  jobs(`The call of an @future method of ${className}`).callLater(className, slot, values);
}

/** Stands where the compiler left out what the local org does not support. */
export function refuse(what: string): never {
  throw new UnsupportedFeature(what);
}
