/** Metadata XML that was checked when it was deployed, read child by child. What a reader does not ask for has no place in the user interface API. */
import { XMLParser } from 'fast-xml-parser';

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: (_name, path) => String(path).includes('.'), htmlEntities: true });

type Content = Readonly<Record<string, readonly unknown[]>>;

export class Element {
  readonly #content: Content;

  constructor(content: unknown) {
    this.#content = typeof content === 'object' && content !== null ? (content as Content) : {};
  }

  /** The root of a file; an empty element when the file has another root. */
  static read(text: string, root: string): Element {
    return new Element((parser.parse(text) as Record<string, unknown>)[root]);
  }

  /** `undefined` for a child that is missing or blank. */
  text(name: string): string | undefined {
    const [value] = this.#content[name] ?? [];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  /** Blank children count: in filters they stand for "no value". */
  texts(name: string): readonly string[] {
    return (this.#content[name] ?? []).map((value) => (typeof value === 'string' ? value.trim() : ''));
  }

  all(name: string): readonly Element[] {
    return (this.#content[name] ?? []).map((value) => new Element(value));
  }

  one(name: string): Element | undefined {
    return this.all(name)[0];
  }

  has(name: string): boolean {
    return this.#content[name] !== undefined;
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }
}
