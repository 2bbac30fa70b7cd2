/** Writes JSON text, compact or as JSON.serializePretty lays it out: `"k" : v`, `[ 1, 2 ]`, two spaces per object level. The caller keeps the order of calls right. */

interface OpenValue {
  readonly close: '}' | ']';
  /** Entries written so far. */
  count: number;
}

export class JsonWriter {
  readonly #pretty: boolean;
  readonly #open: OpenValue[] = [];
  #text = '';
  /** A field name was written and waits for its value. */
  #hasName = false;

  constructor(pretty: boolean) {
    this.#pretty = pretty;
  }

  get text(): string {
    return this.#text;
  }

  startObject(): void {
    this.#beforeValue();
    this.#text += '{';
    this.#open.push({ close: '}', count: 0 });
  }

  endObject(): void {
    const { count } = this.#open.pop()!;
    if (this.#pretty) this.#text += count > 0 ? this.#newLine() : ' ';
    this.#text += '}';
  }

  startArray(): void {
    this.#beforeValue();
    this.#text += '[';
    this.#open.push({ close: ']', count: 0 });
  }

  endArray(): void {
    this.#open.pop();
    this.#text += this.#pretty ? ' ]' : ']';
  }

  name(name: string): void {
    const object = this.#open.at(-1)!;
    if (object.count > 0) this.#text += ',';
    object.count += 1;
    if (this.#pretty) this.#text += this.#newLine();
    this.#text += quoted(name) + (this.#pretty ? ' : ' : ':');
    this.#hasName = true;
  }

  string(text: string): void {
    this.literal(quoted(text));
  }

  /** A number, Boolean or null as it stands. */
  literal(text: string): void {
    this.#beforeValue();
    this.#text += text;
  }

  #beforeValue(): void {
    const open = this.#open.at(-1);
    if (this.#hasName || open === undefined) {
      this.#hasName = false;
      return;
    }
    if (open.count > 0) this.#text += ',';
    open.count += 1;
    if (this.#pretty) this.#text += ' ';
  }

  /** Arrays do not indent. */
  #newLine(): string {
    return `\n${'  '.repeat(this.#open.filter(({ close }) => close === '}').length)}`;
  }
}

const NEEDS_ESCAPE = /["\\\u0000-\u001f]/;
const ESCAPED = /["\\\u0000-\u001f]/g;
const SHORT: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

/** Only what JSON demands is escaped; control characters without a short form get upper-case digits. */
export function quoted(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`;
  return `"${text.replaceAll(ESCAPED, (character) => SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
}
