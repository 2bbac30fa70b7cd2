/** `lightning/refresh`: a component tells its page that data has changed, and the others on the page fetch theirs again. */
import { REFRESH_EVENT, REGISTER_EVENT, RefreshContainer, registerHandler, unregisterHandler } from '../../shell/refresh-registry.ts';
import type { RefreshHandler, RefreshStatus, RegisterDetail } from '../../shell/refresh-registry.ts';

export { REFRESH_COMPLETE, REFRESH_COMPLETE_WITH_ERRORS, REFRESH_ERROR } from '../../shell/refresh-registry.ts';

export class RefreshEvent extends CustomEvent<undefined> {
  constructor() {
    super(REFRESH_EVENT, { bubbles: true, composed: true, cancelable: true });
  }
}

interface Container {
  readonly element: EventTarget;
  readonly onRegister: (event: Event) => void;
  readonly onRefresh: (event: Event) => void;
}
const containers = new Map<number, Container>();

/** Answers the id to unregister with. */
export function registerRefreshHandler(contextElement: EventTarget, handler: RefreshHandler): number {
  return registerHandler(contextElement, handler);
}

export function unregisterRefreshHandler(id: number): boolean {
  return unregisterHandler(id);
}

/** From now on, refreshes from below stay below: the element's handlers run, and `provider` hears how it went. */
export function registerRefreshContainer(contextElement: EventTarget, provider: (status: Promise<RefreshStatus>) => unknown): number {
  const below = new RefreshContainer();
  const onRegister = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    below.add((event as CustomEvent<RegisterDetail>).detail);
  };
  const onRefresh = (event: Event): void => {
    event.stopPropagation();
    provider(below.refresh());
  };
  contextElement.addEventListener(REGISTER_EVENT, onRegister);
  contextElement.addEventListener(REFRESH_EVENT, onRefresh);
  const id = containers.size + 1;
  containers.set(id, { element: contextElement, onRegister, onRefresh });
  return id;
}

export function unregisterRefreshContainer(id: number): boolean {
  const container = containers.get(id);
  container?.element.removeEventListener(REGISTER_EVENT, container.onRegister);
  container?.element.removeEventListener(REFRESH_EVENT, container.onRefresh);
  return container !== undefined;
}
