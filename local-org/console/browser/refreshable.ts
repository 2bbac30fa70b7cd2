/** What `refreshApex` does with a value that a wire has handed to a component: each wire says so when it hands one over. */

const reloads = new WeakMap<object, () => Promise<void>>();

export function keepRefreshable(value: object, reload: () => Promise<void>): void {
  reloads.set(value, reload);
}

/** Fetches again what a wire has handed over, for every component that shows it. */
export async function refreshApex(wired: unknown): Promise<void> {
  const reload = typeof wired === 'object' && wired !== null ? reloads.get(wired) : undefined;
  if (reload !== undefined) await reload();
}
