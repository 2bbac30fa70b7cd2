/**
 * The ANTLR grammar that reads Apex and SOQL. Both parsers of this code base run it through here: two-stage prediction, UTF-16 offsets, errors as data.
 * Nothing outside `soql/` and `compiler/1-parse/` sees a parse tree.
 */
import { ApexErrorListener, ApexParserFactory, type ApexParser, type ApexParserRuleContext, type ApexToken } from '@apexdevtools/apex-parser';

/** Lines and columns start at 1; the end is exclusive. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface GrammarError {
  /**
   * `missing`: one token should be inserted before `found`; `extra`: `found` should go; `mismatched`: exactly `expected` could follow;
   * `unexpected`: several things could; `lexical`: no token starts with `found`.
   */
  readonly kind: 'missing' | 'extra' | 'mismatched' | 'unexpected' | 'lexical';
  readonly range: TextRange;
  readonly found: string;
  readonly expected: string | undefined;
}

/** What the text says is correct for the grammar but has no place in our trees. `construct` names it for the reader. */
export class UnsupportedSyntax extends Error {
  readonly construct: string;
  readonly range: TextRange;
  constructor(construct: string, range: TextRange) {
    super(`${construct} is not supported.`);
    this.construct = construct;
    this.range = range;
  }
}

/** The text is wrong in a way the grammar lets pass and the platform does not. */
export class RefusedSyntax extends Error {
  readonly range: TextRange;
  constructor(message: string, range: TextRange) {
    super(message);
    this.range = range;
  }
}

/** A token the grammar takes and the platform does not. Apex and SOQL word it differently. */
export class UnexpectedToken extends RefusedSyntax {
  readonly token: string;
  constructor(token: string, range: TextRange) {
    super(`Unexpected token '${token}'.`, range);
    this.token = token;
  }
}

type Spanning = { readonly start: ApexToken; readonly stop?: ApexToken | undefined | null };

/** Stands for the backslash of `\%` and `\_` while lexing: SOQL knows these escapes, the grammar's string token does not. */
const LIKE_ESCAPE = '\u0001';

/** A text together with the ways to cite it. Parse trees hold offsets; their texts are always cut from the original. */
export class SourceText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  /**
   * The text the lexer sees: every replacement keeps the length, so that offsets and columns count UTF-16 units of the original.
   * (The lexer counts code points; a pair of surrogates becomes two ordinary characters.)
   */
  get lexable(): string {
    return this.text
      .replace(/[\u{10000}-\u{10FFFF}]/gu, '\uFFFD\uFFFD')
      .replace(/(?<!\\)((?:\\\\)*)\\(?=[%_])/g, `$1${LIKE_ESCAPE}`);
  }

  textOf(node: Spanning): string {
    return this.text.slice(node.start.start, (node.stop ?? node.start).stop + 1);
  }

  tokenText(token: ApexToken): string {
    return this.text.slice(token.start, token.stop + 1);
  }

  rangeOf(node: Spanning): TextRange {
    return this.rangeBetween(node.start, node.stop ?? node.start);
  }

  rangeBetween(first: ApexToken, last: ApexToken): TextRange {
    const length = Math.max(last.stop - last.start + 1, 0);
    const text = this.text.slice(last.start, last.start + length);
    const lastBreak = text.lastIndexOf('\n');
    const lineBreaks = lastBreak < 0 ? 0 : text.split('\n').length - 1;
    return {
      line: first.line,
      column: first.column + 1,
      endLine: last.line + lineBreaks,
      endColumn: lastBreak < 0 ? last.column + 1 + length : length - lastBreak,
    };
  }
}

const SLL = 0;
const LL = 1;
const EOF = -1;

export interface GrammarResult<C> {
  readonly tree: C;
  readonly errors: readonly GrammarError[];
  /** First token the rule did not consume; `undefined` at the end of the text. */
  readonly rest: ApexToken | undefined;
}

/**
 * Runs one rule. The fast prediction mode (SLL) comes first: where it succeeds its tree is the tree; only when it reports an error does the exact mode (LL) decide.
 */
export function runGrammar<C>(source: SourceText, rule: (parser: ApexParser) => C): GrammarResult<C> {
  const lexable = source.lexable;
  const fast = runOnce(source, lexable, rule, SLL);
  return fast.errors.length === 0 ? fast : runOnce(source, lexable, rule, LL);
}

function runOnce<C>(source: SourceText, lexable: string, rule: (parser: ApexParser) => C, predictionMode: number): GrammarResult<C> {
  const collector = new ErrorCollector(source);
  const { parser } = ApexParserFactory.createLexerAndParser(lexable, collector);
  parser._interp.predictionMode = predictionMode;
  const tree = rule(parser);
  const next = parser.getCurrentToken();
  return { tree, errors: collector.sorted(), rest: next.type === EOF ? undefined : next };
}

class ErrorCollector extends ApexErrorListener {
  readonly #source: SourceText;
  readonly #errors: GrammarError[] = [];
  constructor(source: SourceText) {
    super();
    this.#source = source;
  }

  override syntaxError(_recognizer: unknown, offending: unknown, line: number, column: number, message: string, cause?: unknown): void {
    this.#errors.push(isToken(offending) ? this.#atToken(offending, message) : this.#lexical(line, column, (cause as { readonly startIndex: number }).startIndex));
  }

  override apexSyntaxError(): void {
    throw new Error('Errors arrive through syntaxError.');
  }

  /** The lexer reads ahead of the parser, so errors do not arrive in the order of the text. */
  sorted(): readonly GrammarError[] {
    return this.#errors.sort((a, b) => a.range.line - b.range.line || a.range.column - b.range.column);
  }

  #atToken(token: ApexToken, message: string): GrammarError {
    const found = token.type === EOF ? '<EOF>' : this.#source.tokenText(token);
    const range = this.#source.rangeBetween(token, token);
    const missing = /^missing (.+) at /s.exec(message)?.[1];
    if (missing !== undefined) return { kind: 'missing', range, found, expected: singleToken(missing) };
    const expecting = /expecting (.+)$/s.exec(message)?.[1];
    const expected = expecting === undefined ? undefined : singleToken(expecting);
    if (message.startsWith('extraneous')) return { kind: 'extra', range, found, expected };
    if (expected !== undefined) return { kind: 'mismatched', range, found, expected };
    const closesBlock = found === '<EOF>' && expecting?.includes("'}'") === true;
    return closesBlock ? { kind: 'mismatched', range, found, expected: '}' } : { kind: 'unexpected', range, found, expected: undefined };
  }

  /** What begins at `offset` is no token. A string that does end is cited as a whole: then it is an escape in it that is wrong. */
  #lexical(line: number, column: number, offset: number): GrammarError {
    const rest = this.#source.text.slice(offset);
    const found = /^'(?:[^'\\\r\n]|\\.)*'/.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
    return { kind: 'lexical', range: { line, column: column + 1, endLine: line, endColumn: column + 1 + found.length }, found, expected: undefined };
  }
}

function isToken(value: unknown): value is ApexToken {
  return typeof value === 'object' && value !== null && 'tokenIndex' in value;
}

/** `';'` → `;`, `<EOF>` stays, a set of several tokens has no single name. */
function singleToken(cited: string): string | undefined {
  if (cited.startsWith('{')) return undefined;
  return cited.startsWith("'") ? cited.slice(1, -1) : cited;
}

/** A context the grammar leaves out is `null` although its types promise one. */
export function present<C>(context: C | null | undefined): C | undefined {
  return context ?? undefined;
}

/** Parsing and converting go as deep as the text is nested: a text of thousands of nested parts fills the stack. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

type ContextClass<C> = abstract new (...parameters: never[]) => C;

/** A table from grammar context to the function that converts it. What has no entry is refused by name. */
export class ContextTable<Scope extends { readonly source: SourceText }, Result> {
  readonly #converters = new Map<unknown, (context: never, scope: Scope) => Result>();

  on<C extends ApexParserRuleContext>(type: ContextClass<C>, convert: (context: C, scope: Scope) => Result): this {
    this.#converters.set(type, convert);
    return this;
  }

  convert(context: ApexParserRuleContext, scope: Scope): Result {
    const convert = this.#converters.get(context.constructor);
    if (convert === undefined) {
      const name = context.constructor.name.replace(/Context$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
      throw new UnsupportedSyntax(`This ${name}`, scope.source.rangeOf(context));
    }
    return convert(context as never, scope);
  }
}
