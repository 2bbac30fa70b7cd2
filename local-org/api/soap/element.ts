/** An element of a SOAP message: what an operation reads its arguments from. Prefixes are gone; names keep their case. */

/** As the XML parser gives it: text, an object of children (repeated ones as arrays), attributes under `@name`. */
export type ParsedXml = string | { readonly [name: string]: ParsedXml | readonly ParsedXml[] };

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', '1']);

export class SoapElement {
  readonly name: string;
  readonly #content: ParsedXml;

  constructor(name: string, content: ParsedXml) {
    this.name = name;
    this.#content = content;
  }

  /** Its text; the empty string for an element with children. */
  get text(): string {
    if (typeof this.#content === 'string') return this.#content;
    const text = this.#content['#text'];
    return typeof text === 'string' ? text : '';
  }

  /** `xsi:nil="true"` */
  get isNil(): boolean {
    return TRUE_WORDS.has(this.attribute('nil') ?? '');
  }

  attribute(name: string): string | undefined {
    const value = typeof this.#content === 'string' ? undefined : this.#own(`@${name}`);
    return typeof value === 'string' ? value : undefined;
  }

  /** In the order of their first appearance, repeated ones together. */
  get children(): readonly SoapElement[] {
    if (typeof this.#content === 'string') return [];
    return Object.keys(this.#content).filter((name) => !name.startsWith('@') && name !== '#text').flatMap((name) => this.all(name));
  }

  all(name: string): readonly SoapElement[] {
    const found = this.#own(name);
    if (found === undefined) return [];
    return (Array.isArray(found) ? (found as readonly ParsedXml[]) : [found as ParsedXml]).map((one) => new SoapElement(name, one));
  }

  one(name: string): SoapElement | undefined {
    return this.all(name)[0];
  }

  /** Text of a child; `undefined` when there is none or it is nil. */
  textOf(name: string): string | undefined {
    const found = this.one(name);
    return found === undefined || found.isNil ? undefined : found.text;
  }

  textsOf(name: string): readonly string[] {
    return this.all(name).map((one) => one.text);
  }

  booleanOf(name: string): boolean | undefined {
    const text = this.textOf(name);
    return text === undefined ? undefined : TRUE_WORDS.has(text.trim());
  }

  #own(name: string): ParsedXml | readonly ParsedXml[] | undefined {
    return typeof this.#content !== 'string' && Object.hasOwn(this.#content, name) ? this.#content[name] : undefined;
  }
}
