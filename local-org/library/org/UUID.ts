/** System.UUID: version 4 identifiers from the org's one random source. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { IllegalArgumentException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';

export class UUID extends ApexObject {
  /** 36 lower-case characters. */
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  tostring$(): string {
    return this.text;
  }

  equals$object(other: unknown): boolean {
    return other instanceof UUID && other.text === this.text;
  }

  /** java.util.UUID: the two halves and then the two words, xor-ed. */
  hashcode$(): number {
    const words = this.text.replaceAll('-', '').match(/.{8}/g) ?? [];
    return words.reduce((hash, word) => hash ^ Number.parseInt(word, 16), 0);
  }
}
describePlatformClass(UUID, 'System.UUID');

export function randomUUID(): UUID {
  const bytes = context().random(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return new UUID([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'));
}

/** platform-facts: uuid-from-string-message */
function fromString(text: string | null): UUID {
  if (text === null) throw nullArgument();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new IllegalArgumentException(`Invalid UUID string: ${text}`);
  return new UUID(text.toLowerCase());
}

export const UUID_CLASS = defineClass('System.UUID', {
  'static System.UUID randomUUID()': randomUUID,
  'static System.UUID fromString(String text)': fromString,
  'String toString()': (self: UUID) => self.tostring$(),
  'Boolean equals(Object other)': (self: UUID, other: unknown) => self.equals$object(other),
  'Integer hashCode()': (self: UUID) => self.hashcode$(),
}, { instances: UUID });
