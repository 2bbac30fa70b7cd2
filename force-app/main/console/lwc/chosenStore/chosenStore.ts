import type { StoreChoice } from '@salesforce/apex/StoreTaskController.getStores';

export interface Store {
  readonly code: string;
  readonly name: string;
  readonly timeZone: string | undefined;
  /** The user belongs to the store's queue: everything else is for looking. */
  readonly isMine: boolean;
}

const KEY_PREFIX = 'holdfast.store.';
const listeners = new Set<(code: string) => void>();

/** Stores as the picker lists them: mine first, each part by name. */
export function storesOf(choices: readonly StoreChoice[]): Store[] {
  return choices
    .map((choice) => ({ code: choice.code ?? '', name: choice.name ?? choice.code ?? '', timeZone: choice.timeZone ?? undefined, isMine: choice.isMine === true }))
    .sort((left, right) => Number(right.isMine) - Number(left.isMine) || left.name.localeCompare(right.name));
}

/** The store to show: the one chosen last on this device if the user may still see it, else the first of the list. */
export function storeToShow(stores: readonly Store[], userId: string): Store | undefined {
  const remembered = read(userId);
  return stores.find(({ code }) => code === remembered) ?? stores[0];
}

/** Remembers the choice on this device, per user because devices are shared, and tells every screen of the page. platform-facts: one-module-per-page. */
export function chooseStore(code: string, userId: string): void {
  try {
    localStorage.setItem(KEY_PREFIX + userId, code);
  } catch {
    // A browser that stores nothing still shows the store until the page is left.
  }
  for (const listener of [...listeners]) listener(code);
}

/** Calls back when another screen of the page, or another window, chooses a store. Returns what ends it. */
export function onStoreChosen(userId: string, listener: (code: string) => void): () => void {
  const handleStorage = (event: StorageEvent): void => {
    if (event.key === KEY_PREFIX + userId && event.newValue !== null) listener(event.newValue);
  };
  listeners.add(listener);
  window.addEventListener('storage', handleStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', handleStorage);
  };
}

function read(userId: string): string | null {
  try {
    return localStorage.getItem(KEY_PREFIX + userId);
  } catch {
    return null;
  }
}
