/** What lists, sets and maps have in common: a reified type, equality and hash by value. */
import type { RuntimeType } from '../runtime-type.ts';

export abstract class ApexCollection {
  readonly type: RuntimeType;

  constructor(type: RuntimeType) {
    this.type = type;
  }

  /** As Java's collections: same kind, same content; element types do not matter. */
  abstract equalsCollection(other: ApexCollection): boolean;
  abstract hashCollection(): number;
  abstract readonly size: number;
}
