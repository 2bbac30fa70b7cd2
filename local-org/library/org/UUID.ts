/** System.UUID: version 4 identifiers from the org's one random source. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { IllegalArgumentException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { versionFour } from '../../values/uuid.ts';
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
  return new UUID(versionFour(context().random(16)));
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
