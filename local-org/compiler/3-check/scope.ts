/** Local variables in reach. Apex has no shadowing: a name may be declared again only after its block has ended. */
import type { FoldedName } from '../2-bind/folded-name.ts';
import { fold } from '../2-bind/folded-name.ts';
import type { Type } from '../types.ts';
import type { Local } from './typed.ts';

export interface LocalEntry {
  readonly local: Local;
  readonly isFinal: boolean;
  /** A final variable without initialiser may still be assigned. */
  readonly isInitialized: boolean;
}

export class Scope {
  readonly #frames = [new Map<FoldedName, LocalEntry>()];

  /** Runs `body` with a frame of its own for the variables it declares. */
  inBlock<Result>(body: () => Result): Result {
    this.#frames.push(new Map<FoldedName, LocalEntry>());
    try {
      return body();
    } finally {
      this.#frames.pop();
    }
  }

  find(name: FoldedName): LocalEntry | undefined {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const entry = this.#frames[index]?.get(name);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** The new variable; `isDuplicate` when the name is taken (the new one then hides the old, so that checking can go on). */
  declare(name: string, type: Type, options: { readonly isFinal: boolean; readonly isInitialized: boolean }): { readonly local: Local; readonly isDuplicate: boolean } {
    const key = fold(name);
    const isDuplicate = this.find(key) !== undefined;
    const local: Local = { name, type };
    this.#frames[this.#frames.length - 1]?.set(key, { local, ...options });
    return { local, isDuplicate };
  }
}

/** A temporary the checker makes up; its name is only for readers of printed trees. */
export function temporary(name: string, type: Type): Local {
  return { name, type };
}
