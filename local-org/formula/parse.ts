/** Formula text → tree. Operators bind as Salesforce's formula grammar has it. platform-facts: formula-exponent-binds-loosely */
import { FormulaProblem } from './problem.ts';
import type { BinaryOperator, Expression } from './syntax.ts';
import { tokensOf, type Token } from './tokens.ts';

export const LONGEST_FORMULA = 3_900;

/** Loosest first; operators of one level are taken from the left. */
const LEVELS: readonly (Readonly<Record<string, BinaryOperator>>)[] = [
  { '||': '||' },
  { '&&': '&&' },
  { '=': '=', '==': '=', '<>': '<>', '!=': '<>' },
  { '<': '<', '>': '>', '<=': '<=', '>=': '>=' },
  { '+': '+', '-': '-', '&': '&' },
  { '^': '^' },
  { '*': '*', '/': '/' },
];
const MOST_NESTING = 500;

/** Throws FormulaProblem with Salesforce's text where the formula is not one. */
export function parseFormula(text: string): Expression {
  if (text.length > LONGEST_FORMULA) throw new FormulaProblem(`Formula is too long (${text.length} characters).  Maximum length is ${LONGEST_FORMULA} characters`, 0);
  return new Parser(tokensOf(text)).formula();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  formula(): Expression {
    const expression = this.#binary(0);
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new FormulaProblem(`Syntax error. Extra ${rest.text}`, rest.offset);
    return expression;
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.#peek();
      const operator = token.kind === 'symbol' ? operators[token.text] : undefined;
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1), offset: token.offset };
    }
  }

  #unary(): Expression {
    const token = this.#peek();
    if (++this.#depth > MOST_NESTING) throw new FormulaProblem(`Compiled formula is too big to execute (expressions nest deeper than ${MOST_NESTING})`, token.offset);
    const expression = this.#unaryOf(token);
    this.#depth--;
    return expression;
  }

  #unaryOf(token: Token): Expression {
    if (token.kind === 'symbol' && (token.text === '+' || token.text === '-' || token.text === '!')) {
      this.#at++;
      return { kind: 'unary', operator: token.text, operand: this.#unary(), offset: token.offset };
    }
    if (token.kind === 'name' && token.text.toUpperCase() === 'NOT') {
      this.#at++;
      return { kind: 'unary', operator: '!', operand: this.#unary(), offset: token.offset };
    }
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.#next();
    const { offset } = token;
    if (token.kind === 'number') return { kind: 'number', digits: token.text, offset };
    if (token.kind === 'text') return { kind: 'text', value: token.text, offset };
    if (token.kind === 'name') return this.#named(token);
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = this.#binary(0);
      this.#expect(')');
      return inner;
    }
    if (token.kind === 'end') throw new FormulaProblem("Syntax error.  Found 'end of formula'", offset);
    throw new FormulaProblem(`Syntax error.  Found '${token.text}'`, offset);
  }

  #named(token: Token): Expression {
    const { offset } = token;
    if (this.#isSymbol('(')) return { kind: 'call', name: token.text, arguments: this.#arguments(), offset };
    switch (token.text.toUpperCase()) {
      case 'TRUE': return { kind: 'boolean', value: true, offset };
      case 'FALSE': return { kind: 'boolean', value: false, offset };
      case 'NULL': return { kind: 'null', offset };
      default: return { kind: 'reference', names: token.text.split('.'), offset };
    }
  }

  #arguments(): Expression[] {
    this.#expect('(');
    const given: Expression[] = [];
    if (this.#isSymbol(')')) {
      this.#at++;
      return given;
    }
    for (;;) {
      given.push(this.#binary(0));
      if (!this.#isSymbol(',')) break;
      this.#at++;
    }
    this.#expect(')');
    return given;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #isSymbol(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.text === text;
  }

  #expect(text: string): void {
    if (!this.#isSymbol(text)) throw new FormulaProblem(`Syntax error.  Missing '${text}'`, this.#peek().offset);
    this.#at++;
  }
}
