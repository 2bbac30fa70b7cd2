import { createContextProvider } from 'lwc';

/** Wire adapter: id of the utility a component stands in; `undefined` outside of the utility bar. */
export class EnclosingUtilityId {
  static contextSchema = { utilityId: 'optional' } as const;
  readonly #callback: (id: string | undefined) => void;

  constructor(callback: (id: string | undefined) => void) {
    this.#callback = callback;
  }
  connect(): void {}
  disconnect(): void {}
  update(_config: unknown, context?: { readonly utilityId?: string }): void {
    this.#callback(context?.utilityId);
  }
}

export const provideUtilityId = createContextProvider(EnclosingUtilityId as never);
