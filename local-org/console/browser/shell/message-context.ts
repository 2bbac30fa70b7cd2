import { createContextProvider } from 'lwc';
import type { PageContext } from './page-context.ts';

/** Where a component that sends and hears messages stands; `undefined`: on no page, as utilities and dialogs. */
export interface MessageScope {
  pageId: string | undefined;
}

/** Wire adapter: one message context for as long as the component lives. */
export class MessageContext {
  static contextSchema = { page: 'optional' } as const;
  readonly #scope: MessageScope = { pageId: undefined };

  constructor(callback: (scope: MessageScope) => void) {
    callback(this.#scope);
  }
  connect(): void {}
  disconnect(): void {}
  update(_config: unknown, context?: { readonly page?: PageContext }): void {
    this.#scope.pageId = context?.page?.pageId;
  }
}

export const provideMessagePage = createContextProvider(MessageContext as never);
