/**
 * Pieces of JavaScript source under construction. A piece keeps the Apex position it came from, so that the writer can tie every stretch of output to its origin;
 * text alone could not be measured before it is placed.
 */
import type { Position } from '../position.ts';

export type Code = string | Fragment;

export interface Fragment {
  readonly parts: readonly Code[];
  /** Where the piece starts in the Apex source. */
  readonly origin: Position | undefined;
  /** Name of the Apex method whose body this is, as stack traces print it. */
  readonly method: string | undefined;
  readonly isIndented: boolean;
}

const plain = { origin: undefined, method: undefined, isIndented: false } as const;

/** Template tag: nests pieces without turning them into text. */
export function js(texts: TemplateStringsArray, ...pieces: readonly Code[]): Fragment {
  const parts: Code[] = [texts[0]!];
  pieces.forEach((piece, index) => parts.push(piece, texts[index + 1]!));
  return { ...plain, parts };
}

/** Ties a piece to its Apex position. */
export function at(origin: Position, code: Code): Fragment {
  return { ...plain, parts: [code], origin };
}

/** Marks the lines of a function, so that a stack frame inside them can be named. */
export function methodCode(method: string, code: Code): Fragment {
  return { ...plain, parts: [code], method };
}

export function join(pieces: readonly Code[], separator: string): Fragment {
  const parts: Code[] = [];
  pieces.forEach((piece, index) => {
    if (index > 0) parts.push(separator);
    parts.push(piece);
  });
  return { ...plain, parts };
}

export function lines(pieces: readonly Code[]): Fragment {
  return join(pieces, '\n');
}

/** `{`, the lines one step to the right, `}`. */
export function braces(pieces: readonly Code[]): Fragment {
  if (pieces.length === 0) return js`{}`;
  return { ...plain, parts: ['{', { ...plain, parts: ['\n', lines(pieces)], isIndented: true }, '\n}'] };
}

/** A JavaScript string literal. Line and paragraph separators are legal in string literals since ES2019, so JSON text is enough. */
export function text(value: string): string {
  return JSON.stringify(value);
}
