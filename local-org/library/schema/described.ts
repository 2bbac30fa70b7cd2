/** What describe calls answer is made anew by each call, so two answers are equal when they describe the same. platform-facts: describe-results-equal */
import { ApexObject } from '../../values/apex-object.ts';
import { hashText } from '../../values/equality.ts';

export abstract class Described extends ApexObject {
  /** Says what is described: the same text within a class means the same thing. */
  protected abstract identity(): string;

  equals$object(other: unknown): boolean {
    return other instanceof Described && other.$type === this.$type && other.identity() === this.identity();
  }

  hashcode$(): number {
    return hashText(this.identity());
  }
}
