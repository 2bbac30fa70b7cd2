/** What is really on the shelves: what SAP received, less what was sold and handed over, told or not. Only the demo can know it. */
import { shelfChanges, type ShopFloor } from '../../gateway/simulator/tills/shop-floor.ts';

export class Truth {
  readonly #shopFloor: ShopFloor;
  readonly #others = new Map<string, number>();

  constructor(shopFloor: ShopFloor) {
    this.#shopFloor = shopFloor;
  }

  /** Goods that came, or (below 0) left other than over a till. */
  move(sku: string, location: string, quantity: number): void {
    const key = `${sku}|${location}`;
    this.#others.set(key, (this.#others.get(key) ?? 0) + quantity);
  }

  onShelf(): ReadonlyMap<string, number> {
    const sum = new Map(this.#others);
    const sold = shelfChanges(this.#shopFloor.tills.flatMap(({ journal }) => journal));
    for (const [key, change] of sold) sum.set(key, (sum.get(key) ?? 0) + change);
    return sum;
  }
}
