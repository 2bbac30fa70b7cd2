/** SOQL text → tree, for dynamic queries and the data APIs. Queries inside Apex source are converted by the compiler with the same functions. */
import { convertQuery } from './convert.ts';
import { RefusedSyntax, runGrammar, SourceText, UnexpectedToken, UnsupportedSyntax, type GrammarError, type TextRange } from './grammar.ts';
import type { SoqlQuery } from './syntax.ts';

/** What Salesforce answers as MALFORMED_QUERY or QueryException. `line` and `column` start at 1 and point into the query text. */
export class SoqlSyntaxError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, range: TextRange) {
    super(message);
    this.name = 'SoqlSyntaxError';
    this.line = range.line;
    this.column = range.column;
  }
}

const START: TextRange = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const REMEMBERED_TEXTS = 1000;
/** Longer texts are parsed each time: a list of thousands of literal ids is seldom asked twice. */
const REMEMBERED_TEXT_LENGTH = 20_000;
const remembered = new Map<string, SoqlQuery>();

/**
 * Parses one query. Binds are written `:name` or `:name.field`; their `text` is what follows the colon.
 * Recently parsed texts are remembered: a tree is immutable, so the same object may be answered twice.
 * @throws SoqlSyntaxError when the text is no query, or uses a construct the local org refuses by name.
 */
export function parseSoql(text: string): SoqlQuery {
  const known = remembered.get(text);
  if (known !== undefined) {
    remembered.delete(text);
    remembered.set(text, known);
    return known;
  }
  const query = parseAnew(text);
  if (text.length <= REMEMBERED_TEXT_LENGTH) {
    remembered.set(text, query);
    if (remembered.size > REMEMBERED_TEXTS) remembered.delete(remembered.keys().next().value as string);
  }
  return query;
}

const LONGEST_TEXT = 100_000;

function parseAnew(text: string): SoqlQuery {
  if (text.length > LONGEST_TEXT) throw new SoqlSyntaxError(`SOQL statements cannot be longer than ${LONGEST_TEXT} characters; this one has ${text.length}.`, START);
  refuseDeepNesting(text);
  const source = new SourceText(text);
  const { tree, errors, rest } = runGrammar(source, (parser) => parser.query());
  const [first] = errors;
  if (first !== undefined) throw new SoqlSyntaxError(messageOf(first), first.range);
  refuseComments(text);
  if (rest !== undefined) throw new SoqlSyntaxError(`unexpected token: '${source.tokenText(rest)}'`, source.rangeBetween(rest, rest));
  let binds = 0;
  try {
    return convertQuery(tree, {
      source,
      bind: (expression) => {
        const written = source.textOf(expression);
        if (!/^[a-z]\w*(?:\.[a-z]\w*)*$/i.test(written)) {
          throw new RefusedSyntax(`Only variable names can follow ':' in a dynamic query, but was: '${written}'`, source.rangeOf(expression));
        }
        return binds++;
      },
    });
  } catch (error) {
    if (error instanceof UnexpectedToken) throw new SoqlSyntaxError(`unexpected token: '${error.token}'`, error.range);
    if (error instanceof RefusedSyntax || error instanceof UnsupportedSyntax) throw new SoqlSyntaxError(error.message, error.range);
    throw error;
  }
}

/** The text with blanks for string literals. */
function withoutStrings(text: string): string {
  return text.replace(/'(?:[^'\\]|\\[\s\S])*'/g, (literal) => ' '.repeat(literal.length));
}

/** The parser's time grows with the cube of the depth, so that a short text could keep it busy for minutes. */
const DEEPEST_NESTING = 200;

function refuseDeepNesting(text: string): void {
  let depth = 0;
  for (const character of withoutStrings(text)) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
    if (depth > DEEPEST_NESTING) throw new SoqlSyntaxError(`The query is too complicated: it has more than ${DEEPEST_NESTING} parentheses inside each other.`, START);
  }
}

/** The grammar skips Apex comments; a query text has none. */
function refuseComments(text: string): void {
  const at = withoutStrings(text).search(/\/[/*]/);
  if (at < 0) return;
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  throw new SoqlSyntaxError(`unexpected token: '${text.slice(at, at + 2)}'`, { line: before.length, column, endLine: before.length, endColumn: column + 2 });
}

/** platform-facts: soql-syntax-messages */
function messageOf(error: GrammarError): string {
  if (error.kind === 'lexical' && error.found.startsWith("'")) return "unexpected token: '''";
  if (error.kind === 'mismatched' && error.expected === ')') return `expecting a right parentheses, found '${error.found}'`;
  return `unexpected token: '${error.found}'`;
}
