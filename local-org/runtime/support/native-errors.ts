/**
 * What JavaScript itself throws inside emitted code, in Apex's terms. Only a null receiver in emitted code is NullPointerException; the same TypeError from anywhere else,
 * or about `undefined`, is a mistake of the local org and must surface as one. platform-facts: stack-depth-text.
 */
import { LimitException, NullPointerException } from '../../values/exceptions.ts';
import { heapExceeded } from '../limits/heap.ts';

/** File names of emitted code in JavaScript stacks: `apex:` and the path of the Apex source. */
export const APEX_SCHEME = 'apex:';

const NULL_RECEIVER = /^Cannot (?:read|set) properties of null\b/;
/** Texts and lists longer than JavaScript can hold are far beyond any heap of Apex. */
const TOO_LONG = /^Invalid (?:string|array) length|^Invalid count value/;
const LONGEST_TEXT = 2 ** 29 - 24;
const STACK_OVERFLOW = 'Maximum call stack size exceeded';

/** The Apex exception for a native error; `undefined` when Apex has no part in it. */
export function apexErrorOf(error: unknown): Error | undefined {
  if (error instanceof TypeError && NULL_RECEIVER.test(error.message) && isThrownByApex(error)) {
    return inheritStack(new NullPointerException('Attempt to de-reference a null object'), error);
  }
  if (error instanceof RangeError && error.message === STACK_OVERFLOW) {
    return inheritStack(new LimitException('Maximum stack depth reached: 1001'), error);
  }
  if (error instanceof RangeError && TOO_LONG.test(error.message)) return inheritStack(heapExceeded(LONGEST_TEXT), error);
  return undefined;
}

function isThrownByApex(error: Error): boolean {
  const firstFrame = framesOf(error)[0];
  return firstFrame !== undefined && firstFrame.includes(APEX_SCHEME);
}

/** The lines of a JavaScript stack that are frames; the message before them may hold anything. */
export function framesOf(error: Error): readonly string[] {
  const stack = error.stack ?? '';
  const heading = `${error.name}: ${error.message}`;
  const frames = stack.startsWith(heading) ? stack.slice(heading.length) : stack;
  return frames.split('\n').filter((line) => /^\s+at /.test(line));
}

function inheritStack(created: Error, from: Error): Error {
  const heading = `${created.name}: ${created.message}`;
  Object.defineProperty(created, 'stack', { value: [heading, ...framesOf(from)].join('\n'), configurable: true, writable: true });
  return created;
}
