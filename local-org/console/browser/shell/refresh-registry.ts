/** Who refreshes when a component asks its surroundings to: a page is the container of the components on it. */

export const REFRESH_EVENT = 'lightning__refreshview';
export const REGISTER_EVENT = 'console__registerrefresh';
export const REFRESH_COMPLETE = 'COMPLETE';
export const REFRESH_COMPLETE_WITH_ERRORS = 'COMPLETE_WITH_ERRORS';
export const REFRESH_ERROR = 'ERROR';

export type RefreshStatus = typeof REFRESH_COMPLETE | typeof REFRESH_COMPLETE_WITH_ERRORS | typeof REFRESH_ERROR;
export type RefreshHandler = (status: Promise<RefreshStatus>) => Promise<RefreshStatus> | RefreshStatus;

export interface RegisterDetail {
  readonly id: number;
  readonly handler: RefreshHandler;
}

/** The handlers below one element. */
export class RefreshContainer {
  readonly #handlers = new Map<number, RefreshHandler>();

  add({ id, handler }: RegisterDetail): void {
    this.#handlers.set(id, handler);
    places.set(id, this);
  }

  remove(id: number): void {
    this.#handlers.delete(id);
  }

  /** All at once; one that fails keeps none of the others from it. */
  async refresh(): Promise<RefreshStatus> {
    let settle: (status: RefreshStatus) => void = () => undefined;
    const whole = new Promise<RefreshStatus>((resolve) => {
      settle = resolve;
    });
    const results = await Promise.allSettled([...this.#handlers.values()].map(async (handler) => handler(whole)));
    const failed = results.filter((result) => result.status === 'rejected' || result.value === REFRESH_ERROR).length;
    const status = failed === 0 ? REFRESH_COMPLETE : failed === results.length ? REFRESH_ERROR : REFRESH_COMPLETE_WITH_ERRORS;
    settle(status);
    return status;
  }
}

const places = new Map<number, RefreshContainer>();
/** Of components that stand on no page: utilities and dialogs. */
const outside = new RefreshContainer();
let nextId = 0;

export function registerHandler(element: EventTarget, handler: RefreshHandler): number {
  nextId += 1;
  const detail: RegisterDetail = { id: nextId, handler };
  if (element.dispatchEvent(new CustomEvent(REGISTER_EVENT, { bubbles: true, composed: true, cancelable: true, detail }))) outside.add(detail);
  return nextId;
}

export function unregisterHandler(id: number): boolean {
  places.get(id)?.remove(id);
  return places.delete(id);
}

addEventListener(REFRESH_EVENT, () => {
  void outside.refresh();
});
