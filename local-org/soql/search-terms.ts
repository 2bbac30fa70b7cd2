/** The text of a search (`FIND {blue AND (pen* OR "ink pot")}`) as a condition over words, and whether the fields of a record meet it. */

export type SearchCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly SearchCondition[] }
  | { readonly kind: 'not'; readonly condition: SearchCondition }
  /** Words that follow each other in one field; `*` and `?` in them stand for any letters and for one. */
  | { readonly kind: 'words'; readonly words: readonly string[] };

export class SearchTextError extends Error {}

type Token = { readonly kind: 'word' | 'phrase'; readonly text: string } | { readonly kind: 'and' | 'or' | 'not' | 'open' | 'close' };

/** @throws SearchTextError for an empty search, one letter, or operators without terms */
export function parseSearchText(text: string): SearchCondition {
  const reader = new TermReader(tokensOf(text));
  const condition = reader.readOr();
  reader.requireEnd();
  return condition;
}

class TermReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  readOr(): SearchCondition {
    const conditions = [this.#readAnd()];
    while (this.#take('or')) conditions.push(this.#readAnd());
    return conditions.length === 1 ? conditions[0]! : { kind: 'or', conditions };
  }

  requireEnd(): void {
    if (this.#next < this.#tokens.length) throw new SearchTextError('The search has a closing parenthesis too many.');
  }

  /** Terms side by side are joined by AND. */
  #readAnd(): SearchCondition {
    const conditions = [this.#readTerm()];
    for (let token = this.#tokens[this.#next]; token !== undefined && token.kind !== 'or' && token.kind !== 'close'; token = this.#tokens[this.#next]) {
      this.#take('and');
      conditions.push(this.#readTerm());
    }
    return conditions.length === 1 ? conditions[0]! : { kind: 'and', conditions };
  }

  #readTerm(): SearchCondition {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new SearchTextError('A search term is missing.');
    switch (token.kind) {
      case 'not': return { kind: 'not', condition: this.#readTerm() };
      case 'open': {
        const condition = this.readOr();
        if (!this.#take('close')) throw new SearchTextError('The search has a parenthesis that is not closed.');
        return condition;
      }
      case 'word':
      case 'phrase': return { kind: 'words', words: requireWords(token.text) };
      default: throw new SearchTextError('A search term is missing beside an operator.');
    }
  }

  #take(kind: Token['kind']): boolean {
    if (this.#tokens[this.#next]?.kind !== kind) return false;
    this.#next++;
    return true;
  }
}

const OPERATORS: Readonly<Record<string, Token>> = { AND: { kind: 'and' }, OR: { kind: 'or' }, NOT: { kind: 'not' } };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/"((?:\\.|[^"\\])*)"|\(|\)|(?:\\.|[^\s()"\\])+/g)) {
    const [whole, phrase] = match;
    if (whole === '(') tokens.push({ kind: 'open' });
    else if (whole === ')') tokens.push({ kind: 'close' });
    else if (phrase !== undefined) tokens.push({ kind: 'phrase', text: unescape(phrase) });
    else tokens.push(OPERATORS[whole] ?? { kind: 'word', text: unescape(whole) });
  }
  return tokens;
}

const unescape = (text: string): string => text.replace(/\\(.)/g, '$1');

function requireWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}*?_]+/gu) ?? [];
  if (words.join('').replace(/[*?]/g, '').length < 2) throw new SearchTextError(`search term must be longer than one character: ${text}`);
  return words;
}

/** The words of all terms that are not negated: what a record must have something of. */
export function positiveWords(condition: SearchCondition): readonly string[] {
  if (condition.kind === 'words') return condition.words.slice(0, 1);
  return condition.kind === 'not' ? [] : condition.conditions.flatMap(positiveWords);
}

/** Do the texts of a record's fields meet the condition? Words of one term are looked for in one field, the terms in any. */
export function matchesSearch(condition: SearchCondition, texts: readonly string[]): boolean {
  switch (condition.kind) {
    case 'and': return condition.conditions.every((one) => matchesSearch(one, texts));
    case 'or': return condition.conditions.some((one) => matchesSearch(one, texts));
    case 'not': return !matchesSearch(condition.condition, texts);
    case 'words': return texts.some((text) => hasWords(text, condition.words));
  }
}

function hasWords(text: string, words: readonly string[]): boolean {
  const found = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const patterns = words.map(patternOf);
  return found.some((_word, start) => patterns.every((pattern, offset) => pattern.test(found[start + offset] ?? '')));
}

function patternOf(word: string): RegExp {
  return new RegExp(`^${word.replaceAll('*', '[\\p{L}\\p{N}_]*').replaceAll('?', '[\\p{L}\\p{N}_]')}$`, 'u');
}
