/** `$filter` of OData V2 as far as the two services are asked: comparisons of fields with literals, `and`, `or`, `not`, parentheses. Anything else is refused. */
import { Refusal } from '../../shared/failures.ts';
import type { Entity } from './entities.ts';

export type Predicate = (entity: Entity) => boolean;

const TOKEN = /\s*(\(|\)|datetime'[^']*'|time'[^']*'|'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*|-?\d+(?:\.\d+)?[mM]?)/y;
type Comparable = string | number | boolean;

const COMPARISONS: Readonly<Record<string, (left: Comparable, right: Comparable) => boolean>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
};

/** @throws Refusal 400 */
export function parseFilter(text: string): Predicate {
  const reader = new FilterReader(tokensOf(text), text);
  return reader.whole();
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw refused(text, `"${text.slice(at)}" cannot be read`);
    tokens.push(match[1]!);
  }
  return tokens;
}

function refused(text: string, why: string): Refusal {
  return new Refusal('005056A509B11EE1B9A8FEC11C21D78E', `Invalid $filter "${text}": ${why}.`);
}

class FilterReader {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #at = 0;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  whole(): Predicate {
    const predicate = this.#either();
    if (this.#at < this.#tokens.length) throw refused(this.#text, `"${this.#tokens[this.#at]!}" is too much`);
    return predicate;
  }

  #either(): Predicate {
    let left = this.#both();
    while (this.#take('or')) {
      const [first, second] = [left, this.#both()];
      left = (entity) => first(entity) || second(entity);
    }
    return left;
  }

  #both(): Predicate {
    let left = this.#one();
    while (this.#take('and')) {
      const [first, second] = [left, this.#one()];
      left = (entity) => first(entity) && second(entity);
    }
    return left;
  }

  #one(): Predicate {
    if (this.#take('not')) {
      const negated = this.#one();
      return (entity) => !negated(entity);
    }
    if (!this.#take('(')) return this.#comparison();
    const inner = this.#either();
    if (!this.#take(')')) throw refused(this.#text, 'a parenthesis is open');
    return inner;
  }

  #comparison(): Predicate {
    const [field = '', operator = '', literal = ''] = this.#tokens.slice(this.#at, this.#at + 3);
    const compare = COMPARISONS[operator];
    if (compare === undefined) throw refused(this.#text, `"${operator}" is no comparison`);
    this.#at += 3;
    const right = valueOfLiteral(literal, this.#text);
    return (entity) => {
      const value = entity[field];
      if (value === undefined) throw refused(this.#text, `there is no property ${field}`);
      return value !== null && compare(valueOfProperty(value, right), right);
    };
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

function valueOfLiteral(literal: string, text: string): Comparable {
  if (literal === 'true' || literal === 'false') return literal === 'true';
  const moment = /^datetime'(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)'$/.exec(literal);
  if (moment !== null) return Date.parse(`${moment[1]!}Z`);
  const time = /^time'(PT\d\dH\d\dM\d\dS)'$/.exec(literal);
  if (time !== null) return time[1]!;
  if (/^'.*'$/s.test(literal)) return literal.slice(1, -1).replaceAll("''", "'");
  if (/^-?\d+(\.\d+)?[mM]?$/.test(literal)) return Number.parseFloat(literal);
  throw refused(text, `"${literal}" is no literal`);
}

/** A property in the form its literal was brought into: dates as milliseconds, decimals as numbers. */
function valueOfProperty(value: string | boolean, right: Comparable): Comparable {
  if (typeof right !== 'number' || typeof value !== 'string') return value;
  const date = /^\/Date\((-?\d+)\)\/$/.exec(value);
  return Number(date === null ? value : date[1]);
}
