/** Standard source maps (version 3) and the reverse look-up that stack traces use. */
import type { MethodLines, Segment } from './writer.ts';

export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 variable-length quantity: sign in the lowest bit, five bits a digit, the sixth says that more follow. */
export function variableLengthQuantity(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let digits = '';
  do {
    const low = rest & 31;
    rest >>>= 5;
    digits += DIGITS[rest > 0 ? low | 32 : low]!;
  } while (rest > 0);
  return digits;
}

export function sourceMap(path: string, segments: readonly Segment[]): SourceMap {
  let mappings = '';
  let line = 1;
  let column = 0;
  let apexLine = 1;
  let apexColumn = 1;
  let isFirstOfLine = true;
  for (const segment of segments) {
    for (; line < segment.line; line++) {
      mappings += ';';
      column = 0;
      isFirstOfLine = true;
    }
    if (!isFirstOfLine) mappings += ',';
    mappings += variableLengthQuantity(segment.column - column) + variableLengthQuantity(0)
      + variableLengthQuantity(segment.apexLine - apexLine) + variableLengthQuantity(segment.apexColumn - apexColumn);
    column = segment.column;
    apexLine = segment.apexLine;
    apexColumn = segment.apexColumn;
    isFirstOfLine = false;
  }
  return { version: 3, sources: [path], names: [], mappings };
}

export interface ApexPlace {
  readonly line: number;
  readonly column: number;
  /** `Class.Outer.Inner.method`, `Trigger.Name`, `AnonymousBlock`; `undefined` outside methods. */
  readonly method: string | undefined;
}

/** From a place in emitted JavaScript (line and column from 1, as V8 prints them) back to Apex. */
export class LineMap {
  private readonly byLine = new Map<number, Segment[]>();
  private readonly lastLineWithSegments: number;
  private readonly methods: readonly MethodLines[];

  constructor(segments: readonly Segment[], methods: readonly MethodLines[]) {
    this.methods = methods;
    for (const segment of segments) {
      const known = this.byLine.get(segment.line);
      if (known === undefined) this.byLine.set(segment.line, [segment]);
      else known.push(segment);
    }
    this.lastLineWithSegments = segments.at(-1)?.line ?? 0;
  }

  /** `undefined` when the place lies before anything that came from Apex. */
  find(line: number, column: number): ApexPlace | undefined {
    const segment = this.segmentAt(line, column - 1);
    if (segment === undefined) return undefined;
    return { line: segment.apexLine, column: segment.apexColumn, method: this.methodAt(line) };
  }

  private segmentAt(line: number, column: number): Segment | undefined {
    for (let candidate = Math.min(line, this.lastLineWithSegments); candidate > 0; candidate--) {
      const segments = this.byLine.get(candidate);
      if (segments === undefined) continue;
      const before = candidate < line ? segments.at(-1) : segments.findLast((segment) => segment.column <= column);
      if (before !== undefined) return before;
    }
    return undefined;
  }

  private methodAt(line: number): string | undefined {
    return this.methods.find((lines) => lines.firstLine <= line && line <= lines.lastLine)?.method;
  }
}
