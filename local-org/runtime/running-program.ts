/** The program of the running transaction. A deploy replaces the org's program between transactions, never under one. */
import type { Program } from './program.ts';

let current: Program | undefined;

export function runningProgram(): Program {
  if (current === undefined) throw new Error('No Apex program is running.');
  return current;
}

export function withProgram<T>(program: Program, body: () => T): T {
  const previous = current;
  current = program;
  try {
    return body();
  } finally {
    current = previous;
  }
}
