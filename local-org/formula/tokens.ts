import { FormulaProblem } from './problem.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end';
  /** Of a text: its value, escapes resolved. */
  readonly text: string;
  readonly offset: number;
}

const SPACE = /(?:[ \t\f\r\n]|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /\d+(?:\.\d+)?/y;
/** One name may hold points and colons: paths are cut up by the parser. */
const NAME = /[A-Za-z$][A-Za-z0-9$_:.#]*/y;
const TEXT = /"(?:\\["'\\nrtNRT]|[^"\\\r\n])*"|'(?:\\["'\\nrtNRT]|[^'\\\r\n])*'/y;
const SYMBOL = /\|\||&&|==|<>|!=|<=|>=|[()[\],=<>+\-*/^&!]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', N: '\n', R: '\r', T: '\t' };

export function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(formula)?.[0];
  };
  for (;;) {
    at += match(SPACE)?.length ?? 0;
    if (at >= formula.length) return [...tokens, { kind: 'end', text: '', offset: formula.length }];
    const token = nextToken(match, at);
    if (token === undefined) throw new FormulaProblem(`Syntax error.  Found '${formula.charAt(at)}'`, at);
    tokens.push(token.token);
    at += token.length;
  }
}

function nextToken(match: (pattern: RegExp) => string | undefined, offset: number): { token: Token; length: number } | undefined {
  const number = match(NUMBER);
  if (number !== undefined) return { token: { kind: 'number', text: number, offset }, length: number.length };
  const name = match(NAME);
  if (name !== undefined) return { token: { kind: 'name', text: name, offset }, length: name.length };
  const text = match(TEXT);
  if (text !== undefined) return { token: { kind: 'text', text: unescaped(text.slice(1, -1)), offset }, length: text.length };
  const symbol = match(SYMBOL);
  return symbol === undefined ? undefined : { token: { kind: 'symbol', text: symbol, offset }, length: symbol.length };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_match, character: string) => ESCAPES[character] ?? character);
}
