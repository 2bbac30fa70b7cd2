/** System.AsyncOptions, duplicate signatures, and what a queueable job may ask of its chain. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { IllegalArgumentException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import type { QueueableOptions, QueueableStack } from '../ports.ts';

export const NO_OPTIONS: QueueableOptions = { delayMinutes: undefined, maximumDepth: undefined, signature: undefined };

/** Rows handed to one execute call of a batch where the caller does not say. */
export const DEFAULT_SCOPE = 200;

export class AsyncOptions extends ApexObject {
  delayMinutes: number | null = null;
  maximumDepth: number | null = null;
  signature: DuplicateSignature | null = null;

  get asked(): QueueableOptions {
    return { delayMinutes: this.delayMinutes ?? undefined, maximumDepth: this.maximumDepth ?? undefined, signature: this.signature?.text };
  }
}
describePlatformClass(AsyncOptions, 'System.AsyncOptions');

export const ASYNC_OPTIONS = defineClass('System.AsyncOptions', {
  'new()': () => new AsyncOptions(),
  'get Integer MinimumQueueableDelayInMinutes': (self: AsyncOptions) => self.delayMinutes,
  'set Integer MinimumQueueableDelayInMinutes': (self: AsyncOptions, minutes: number | null) => { self.delayMinutes = minutes; },
  'get Integer MaximumQueueableStackDepth': (self: AsyncOptions) => self.maximumDepth,
  'set Integer MaximumQueueableStackDepth': (self: AsyncOptions, depth: number | null) => { self.maximumDepth = depth; },
  'get System.QueueableDuplicateSignature DuplicateSignature': (self: AsyncOptions) => self.signature,
  'set System.QueueableDuplicateSignature DuplicateSignature': (self: AsyncOptions, signature: DuplicateSignature | null) => { self.signature = signature; },
}, { instances: AsyncOptions });

class DuplicateSignature extends ApexObject {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  tostring$(): string {
    return this.text;
  }
}
describePlatformClass(DuplicateSignature, 'System.QueueableDuplicateSignature');

/** Characters a signature may have. platform-facts: queueable-signature-size. */
const LARGEST_SIGNATURE = 255;

class SignatureBuilder extends ApexObject {
  text = '';

  add(part: string | number | null): this {
    if (part === null) throw nullArgument();
    const longer = this.text === '' ? String(part) : `${this.text}|${String(part)}`;
    if (longer.length > LARGEST_SIGNATURE) throw new IllegalArgumentException(`The duplicate signature has ${longer.length} characters; at most ${LARGEST_SIGNATURE} are allowed.`);
    this.text = longer;
    return this;
  }
}
describePlatformClass(SignatureBuilder, 'System.QueueableDuplicateSignature.Builder');

export const DUPLICATE_SIGNATURE = defineClass('System.QueueableDuplicateSignature', {
  'String toString()': (self: DuplicateSignature) => self.text,
}, { instances: DuplicateSignature });

export const SIGNATURE_BUILDER = defineClass('System.QueueableDuplicateSignature.Builder', {
  'new()': () => new SignatureBuilder(),
  'System.QueueableDuplicateSignature.Builder addId(Id part)': (self: SignatureBuilder, part: string | null) => self.add(part),
  'System.QueueableDuplicateSignature.Builder addInteger(Integer part)': (self: SignatureBuilder, part: number | null) => self.add(part),
  'System.QueueableDuplicateSignature.Builder addString(String part)': (self: SignatureBuilder, part: string | null) => self.add(part),
  'System.QueueableDuplicateSignature build()': (self: SignatureBuilder) => new DuplicateSignature(self.text),
  'Integer getSize()': (self: SignatureBuilder) => self.text.length,
  'Integer getMaxSize()': () => LARGEST_SIGNATURE,
  'Integer getRemainingSize()': (self: SignatureBuilder) => LARGEST_SIGNATURE - self.text.length,
}, { instances: SignatureBuilder });

/** Outside of a queueable job there is no chain: 0 deep, without limit and delay. */
const stack = (): QueueableStack | undefined => context().jobs?.stack;

export const ASYNC_INFO = defineClass('System.AsyncInfo', {
  'static Boolean hasMaxStackDepth()': () => stack()?.maximumDepth !== undefined,
  'static Integer getCurrentQueueableStackDepth()': () => stack()?.depth ?? 0,
  'static Integer getMaximumQueueableStackDepth()': () => stack()?.maximumDepth ?? null,
  'static Integer getMinimumQueueableDelayInMinutes()': () => stack()?.delayMinutes ?? null,
});
