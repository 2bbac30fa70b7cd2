/** Errors on their way out of Apex: what is Apex's own, where it came from, and the text Salesforce shows for it. */
import { type ApexException } from '../values/exceptions.ts';
import type { StackFrame } from '../library/ports.ts';
import type { Program } from './program.ts';
import { apexErrorOf, framesOf } from './support/native-errors.ts';

/** Null receivers and stack overflow become Apex exceptions; everything else stays what it is. */
export function asApexError(error: unknown): unknown {
  return apexErrorOf(error) ?? error;
}

/** Innermost first. Salesforce prints column 1 for every frame. platform-facts: stack-trace-columns. */
export function apexStack(error: Error, program: Program): readonly StackFrame[] {
  const frames: StackFrame[] = [];
  for (const frame of framesOf(error)) {
    const place = program.placeOfFrame(frame);
    if (place?.method !== undefined) frames.push({ place: place.method, line: place.line, column: 1 });
  }
  return frames;
}

export function stackText(frames: readonly StackFrame[]): string {
  return frames.map(({ place, line, column }) => `${place}: line ${line}, column ${column}`).join('\n');
}

/** `System.NullPointerException: Attempt to de-reference a null object`, without the stack. */
export function exceptionHeading(error: ApexException): string {
  return `${error.$typeName}: ${exceptionMessage(error)}`;
}

/** A user class may override getMessage. */
export function exceptionMessage(error: ApexException): string {
  const own = (error as { getmessage$?: () => string | null }).getmessage$;
  return own === undefined ? (error.$message ?? 'Script-thrown exception') : (own.call(error) ?? 'null');
}

/** What Salesforce shows for an exception nobody caught: heading, stack, and the causes below it. `outermost` is the last frame to show: a trigger does not tell who caused it. */
export function uncaughtText(error: ApexException, program: Program, outermost?: string): string {
  const frames = apexStack(error, program);
  const last = outermost === undefined ? -1 : frames.findIndex(({ place }) => place === outermost);
  const parts = [exceptionHeading(error), stackText(last < 0 ? frames : frames.slice(0, last + 1))].filter((part) => part !== '');
  const text = parts.join('\n\n');
  return error.$cause === null ? text : `${text}\nCaused by: ${uncaughtText(error.$cause, program, outermost)}`;
}
