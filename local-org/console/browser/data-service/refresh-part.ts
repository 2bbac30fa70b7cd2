/** A standard part of a page takes part in `lightning/refresh`: it fetches its own data again when a component of the page asks for it. */
import { REFRESH_COMPLETE, registerHandler, type RefreshStatus, unregisterHandler } from '../shell/refresh-registry.ts';

/** Answers the function that ends it. A part that fails says so itself and makes the refresh say so, too. */
export function followRefresh(part: EventTarget, refresh: () => Promise<unknown>): () => void {
  const id = registerHandler(part, async (): Promise<RefreshStatus> => {
    await refresh();
    return REFRESH_COMPLETE;
  });
  return () => {
    unregisterHandler(id);
  };
}
