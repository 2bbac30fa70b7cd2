/** A place in an Apex source file. Lines and columns start at 1, as Salesforce prints them; end is exclusive. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One source file handed to the compiler. `path` is only used in messages and source maps. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly kind: 'class' | 'trigger' | 'anonymous';
}
