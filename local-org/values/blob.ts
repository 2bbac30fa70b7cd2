/** Apex Blob: bytes that nobody changes. A Blob made from text keeps the text, and makes the bytes when somebody asks for them. */
export class Blob {
  /** What it was made from, with halves of characters replaced as UTF-8 needs it; `undefined` for a Blob made from bytes. */
  readonly text: string | undefined;
  private encoded: Uint8Array | undefined;

  constructor(content: Uint8Array | string) {
    this.text = typeof content === 'string' ? content.toWellFormed() : undefined;
    this.encoded = typeof content === 'string' ? undefined : content;
  }

  static fromText(text: string): Blob {
    return new Blob(text);
  }

  get bytes(): Uint8Array {
    this.encoded ??= Buffer.from(this.text!, 'utf8');
    return this.encoded;
  }

  get size(): number {
    return this.encoded?.length ?? Buffer.byteLength(this.text!, 'utf8');
  }

  /** Undefined when the bytes are not UTF-8. */
  decoded(): string | undefined {
    if (this.text !== undefined) return this.text;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  equals(other: Blob): boolean {
    return this.size === other.size && Buffer.compare(this.bytes, other.bytes) === 0;
  }

  /** What String.valueOf and System.debug show. */
  toString(): string {
    return `Blob[${this.size}]`;
  }
}
