/** JSON text to tokens, with Salesforce's (Jackson's) error texts. Numbers keep their digits: Decimals need them. */
import { JSONException } from '../../values/exceptions.ts';

export type TokenKind =
  | 'START_OBJECT' | 'END_OBJECT' | 'START_ARRAY' | 'END_ARRAY' | 'FIELD_NAME'
  | 'VALUE_STRING' | 'VALUE_NUMBER_INT' | 'VALUE_NUMBER_FLOAT' | 'VALUE_TRUE' | 'VALUE_FALSE' | 'VALUE_NULL';

export interface Token {
  readonly kind: TokenKind;
  /** Content of strings and names, digits of numbers, the text itself for the rest. */
  readonly text: string;
}

const PUNCTUATION: Readonly<Record<'START_OBJECT' | 'END_OBJECT' | 'START_ARRAY' | 'END_ARRAY', Token>> = {
  START_OBJECT: { kind: 'START_OBJECT', text: '{' }, END_OBJECT: { kind: 'END_OBJECT', text: '}' },
  START_ARRAY: { kind: 'START_ARRAY', text: '[' }, END_ARRAY: { kind: 'END_ARRAY', text: ']' },
};
const WORDS: readonly Token[] = [{ kind: 'VALUE_TRUE', text: 'true' }, { kind: 'VALUE_FALSE', text: 'false' }, { kind: 'VALUE_NULL', text: 'null' }];
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Stands for itself inside a string; the end of the text (NaN) does not. */
const isPlain = (code: number): boolean => code >= SPACE && code !== QUOTE && code !== BACKSLASH;

interface OpenValue {
  readonly kind: 'OBJECT' | 'ARRAY';
  readonly start: number;
  count: number;
}

export class JsonTokenizer {
  readonly #text: string;
  #at = 0;
  readonly #open: OpenValue[] = [];
  /** Inside an object: a name was read, its value is next. */
  #afterName = false;
  #afterRoot = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token; `undefined` after the last. */
  next(): Token | undefined {
    this.#skipSpace();
    const open = this.#open.at(-1);
    if (this.#at >= this.#text.length) return this.#end(open);
    if (open === undefined) {
      if (this.#afterRoot) return undefined;
      this.#afterRoot = true;
      return this.#value();
    }
    return open.kind === 'OBJECT' ? this.#inObject(open) : this.#inArray(open);
  }

  #end(open: OpenValue | undefined): undefined {
    if (open === undefined) return undefined;
    throw new JSONException(`Unexpected end-of-input: expected close marker for ${open.kind} (from ${this.#place(open.start)}) at ${this.#place(this.#at)}`);
  }

  #inObject(open: OpenValue): Token {
    if (this.#afterName) {
      this.#afterName = false;
      return this.#value();
    }
    if (this.#text[this.#at] === '}') return this.#close('END_OBJECT');
    this.#comma(open);
    if (this.#text[this.#at] !== '"') throw this.#unexpected('was expecting double-quote to start field name');
    const name = this.#string();
    this.#skipSpace();
    if (this.#text[this.#at] !== ':') throw this.#unexpected('was expecting a colon to separate field name and value');
    this.#at += 1;
    this.#afterName = true;
    return { kind: 'FIELD_NAME', text: name };
  }

  #inArray(open: OpenValue): Token {
    if (this.#text[this.#at] === ']') return this.#close('END_ARRAY');
    this.#comma(open);
    return this.#value();
  }

  #comma(open: OpenValue): void {
    if (open.count > 0) {
      if (this.#text[this.#at] !== ',') throw this.#unexpected(`was expecting comma to separate ${open.kind} entries`);
      this.#at += 1;
      this.#skipSpace();
    }
    open.count += 1;
  }

  #close(kind: 'END_OBJECT' | 'END_ARRAY'): Token {
    this.#open.pop();
    this.#at += 1;
    return PUNCTUATION[kind];
  }

  #value(): Token {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === '"') return { kind: 'VALUE_STRING', text: this.#string() };
    if (first === '{') return this.#begin('OBJECT', PUNCTUATION.START_OBJECT);
    if (first === '[') return this.#begin('ARRAY', PUNCTUATION.START_ARRAY);
    return this.#number() ?? this.#word();
  }

  #begin(kind: OpenValue['kind'], token: Token): Token {
    this.#open.push({ kind, start: this.#at, count: 0 });
    this.#at += 1;
    return token;
  }

  #word(): Token {
    const word = WORDS.find(({ text }) => this.#text.startsWith(text, this.#at));
    if (word === undefined) throw this.#unexpected("expected a valid value (number, String, array, object, 'true', 'false' or 'null')");
    this.#at += word.text.length;
    return word;
  }

  #number(): Token | undefined {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return { kind: match[1] === undefined && match[2] === undefined ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT', text: match[0] };
  }

  #string(): string {
    this.#at += 1;
    let content = '';
    for (;;) {
      const start = this.#at;
      while (isPlain(this.#text.charCodeAt(this.#at))) this.#at += 1;
      content += this.#text.slice(start, this.#at);
      const character = this.#text[this.#at];
      if (character === '"') break;
      if (character === undefined) throw new JSONException(`Unexpected end-of-input in VALUE_STRING at ${this.#place(this.#at)}`);
      if (character !== '\\') throw this.#unexpected('illegal unquoted character: has to be escaped using backslash to be included in string value');
      content += this.#escape();
    }
    this.#at += 1;
    return content;
  }

  #escape(): string {
    this.#at += 1;
    const character = this.#text[this.#at] ?? '';
    if (character === 'u') {
      const digits = this.#text.slice(this.#at + 1, this.#at + 5);
      if (!/^[0-9a-f]{4}$/i.test(digits)) throw this.#unexpected('expected a hex-digit for character escape sequence');
      this.#at += 5;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const escaped = ESCAPES[character];
    if (escaped === undefined) throw this.#unexpected('unrecognized character escape');
    this.#at += 1;
    return escaped;
  }

  #skipSpace(): void {
    for (let code = this.#text.charCodeAt(this.#at); code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB; code = this.#text.charCodeAt(this.#at)) this.#at += 1;
  }

  /** The column is that behind the character, as Jackson counts. platform-facts: json-error-positions */
  #unexpected(expectation: string): Error {
    const character = this.#text[this.#at];
    if (character === undefined) return new JSONException(`Unexpected end-of-input at ${this.#place(this.#at)}`);
    return new JSONException(`Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expectation} at ${this.#place(this.#at + 1)}`);
  }

  #place(offset: number): string {
    const before = this.#text.slice(0, offset);
    const line = before.split('\n').length;
    return `[line:${line}, column:${offset - before.lastIndexOf('\n')}]`;
  }
}
