/** The page a component stands on, for wire adapters and for navigation that starts there. */
import { createContextProvider } from 'lwc';
import type { LoosePageReference, PageReference } from '../../page-reference.ts';
import { currentReference, navigate, onShellChange } from './shell.ts';

export interface PageContext {
  readonly pageId: string;
  readonly reference: PageReference;
  readonly isTab: boolean;
}

/** Goes up from the component that wants to navigate; the page around it, if any, answers. */
export const NAVIGATE_EVENT = 'console__navigate';
export interface NavigateDetail {
  readonly reference: LoosePageReference;
  readonly replace: boolean;
}

export function navigateFrom(component: EventTarget, reference: LoosePageReference, replace: boolean): void {
  const event = new CustomEvent<NavigateDetail>(NAVIGATE_EVENT, { bubbles: true, composed: true, cancelable: true, detail: { reference, replace } });
  // Utilities and dialogs stand on no page: they navigate from what is seen.
  if (component.dispatchEvent(event)) navigate(reference, { replace });
}

/** Wire adapter: the page reference of the component's page, again whenever it changes. */
export class CurrentPageReference {
  static contextSchema = { page: 'optional' } as const;
  readonly #callback: (reference: PageReference) => void;
  #isInPage = false;
  #isConnected = false;
  #endNotice: (() => void) | undefined;
  #last: PageReference | undefined;

  constructor(callback: (reference: PageReference) => void) {
    this.#callback = callback;
  }

  connect(): void {
    this.#isConnected = true;
    // The page around the component answers in the same turn, if there is one.
    queueMicrotask(() => {
      if (this.#isInPage || !this.#isConnected) return;
      this.#emit(currentReference());
      this.#endNotice = onShellChange(() => this.#emit(currentReference()));
    });
  }

  disconnect(): void {
    this.#isConnected = false;
    this.#endNotice?.();
    this.#endNotice = undefined;
    this.#last = undefined;
  }

  update(_config: unknown, context?: { readonly page?: PageContext }): void {
    if (context?.page === undefined) return;
    this.#isInPage = true;
    this.#emit(context.page.reference);
  }

  #emit(reference: PageReference): void {
    if (this.#last !== undefined && JSON.stringify(this.#last) === JSON.stringify(reference)) return;
    this.#last = reference;
    this.#callback(reference);
  }
}

/** Wire adapter: id of the workspace tab or subtab the component stands in; `undefined` outside. */
export class EnclosingTabId {
  static contextSchema = { page: 'optional' } as const;
  readonly #callback: (id: string | undefined) => void;

  constructor(callback: (id: string | undefined) => void) {
    this.#callback = callback;
  }
  connect(): void {}
  disconnect(): void {}
  update(_config: unknown, context?: { readonly page?: PageContext }): void {
    this.#callback(context?.page?.isTab === true ? context.page.pageId : undefined);
  }
}

export const providePageReference = createContextProvider(CurrentPageReference as never);
export const provideEnclosingTab = createContextProvider(EnclosingTabId as never);
