/** Rows as they are shown, and how many changes of the order wait to be shown. */
export interface Held {
  readonly ids: readonly string[];
  /** Rows that are new, gone or moved. */
  readonly changes: number;
}

/** Keeps rows where they are while somebody is about to click one, and says how much has changed meanwhile. */
export class HeldOrder {
  #ids: readonly string[] = [];

  /** @param isHeld rows must not move: what is new waits, what is gone keeps its place */
  show(newest: readonly string[], isHeld: boolean): Held {
    if (!isHeld) this.#ids = newest;
    return { ids: this.#ids, changes: isHeld ? changesBetween(this.#ids, newest) : 0 };
  }
}

function changesBetween(shown: readonly string[], newest: readonly string[]): number {
  const places = new Map(shown.map((id, place) => [id, place]));
  const stayed = newest.flatMap((id) => places.get(id) ?? []);
  const added = newest.length - stayed.length;
  const gone = shown.length - stayed.length;
  return added + gone + stayed.length - longestRise(stayed);
}

/** How many of the places can stay in order: all others have moved. */
function longestRise(places: readonly number[]): number {
  const ends: number[] = [];
  for (const place of places) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    ends[low] = place;
  }
  return ends.length;
}
