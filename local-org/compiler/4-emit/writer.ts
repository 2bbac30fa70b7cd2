/** Lays out code pieces as text and notes, for every piece with an origin, where it landed. */
import type { Code } from './code.ts';

/** JavaScript place (line from 1, column from 0, as source maps count) and the Apex place it came from (both from 1). */
export interface Segment {
  readonly line: number;
  readonly column: number;
  readonly apexLine: number;
  readonly apexColumn: number;
}

/** Lines of one emitted function, both inclusive. */
export interface MethodLines {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly method: string;
}

export interface WrittenSource {
  readonly text: string;
  /** In order of output. */
  readonly segments: readonly Segment[];
  readonly methods: readonly MethodLines[];
}

const INDENT = '  ';

export function write(code: Code): WrittenSource {
  const writer = new Writer();
  writer.write(code);
  return { text: writer.chunks.join(''), segments: writer.segments, methods: writer.methods };
}

class Writer {
  readonly chunks: string[] = [];
  readonly segments: Segment[] = [];
  readonly methods: MethodLines[] = [];
  private line = 1;
  private column = 0;
  private depth = 0;

  write(code: Code): void {
    if (typeof code === 'string') {
      this.writeText(code);
      return;
    }
    if (code.isIndented) this.depth++;
    if (code.origin !== undefined) this.mark(code.origin.line, code.origin.column);
    const firstLine = this.line;
    for (const part of code.parts) this.write(part);
    if (code.method !== undefined) this.methods.push({ firstLine, lastLine: this.line, method: code.method });
    if (code.isIndented) this.depth--;
  }

  private mark(apexLine: number, apexColumn: number): void {
    // A piece that starts a line is marked behind the indentation that is still to come.
    const column = this.column === 0 ? this.depth * INDENT.length : this.column;
    this.segments.push({ line: this.line, column, apexLine, apexColumn });
  }

  private writeText(content: string): void {
    let start = 0;
    for (let end = content.indexOf('\n'); end !== -1; end = content.indexOf('\n', start)) {
      this.writePart(content.slice(start, end));
      this.chunks.push('\n');
      this.line++;
      this.column = 0;
      start = end + 1;
    }
    this.writePart(start === 0 ? content : content.slice(start));
  }

  private writePart(part: string): void {
    if (part === '') return;
    if (this.column === 0 && this.depth > 0) {
      const indent = INDENT.repeat(this.depth);
      this.chunks.push(indent);
      this.column = indent.length;
    }
    this.chunks.push(part);
    this.column += part.length;
  }
}
