import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';
import { ScanWatch } from 'c/scanBurst';
import type { ScannedText } from 'c/scanField';

/** One line of goods that are counted up. */
export interface TallyLine {
  /** Names the line to whoever listens. */
  readonly key: string;
  readonly name: string;
  readonly sku: string;
  readonly imageUrl: string | undefined;
  /** What is known of it: how many are expected, where it lies. */
  readonly note: string;
  /** Undefined: nothing is counted on this line. */
  readonly tally: number | undefined;
  /** A word about the tally: complete, 2 too many. */
  readonly verdict: string;
  readonly tone: 'plain' | 'good' | 'warning';
}

export interface TallyChange {
  readonly key: string;
  readonly quantity: number;
}

interface Row extends TallyLine {
  readonly isCounted: boolean;
  readonly tallyLabel: string;
  readonly fewerLabel: string;
  readonly moreLabel: string;
  readonly verdictClass: string;
  readonly shownTally: string;
}

/**
 * Goods with a figure each that scans, buttons and typing change. Fires `tally` with the line and its new quantity,
 * and `scan` with a code that was scanned while a figure had the focus.
 */
export default class TallyList extends LightningElement {
  @api label = 'Goods';
  @api lines: readonly TallyLine[] = [];
  @api disabled = false;

  readonly #watch = new ScanWatch((code, field) => {
    // What somebody typed before the scan counts; a figure that nobody touched says nothing.
    if (Number(field.value) !== this.lines.find(({ key }) => key === field.dataset.key)?.tally) this.commit(field);
    this.dispatchEvent(new CustomEvent<ScannedText>('scan', { detail: { code, isTyped: false } }));
  });

  disconnectedCallback(): void {
    this.#watch.stop();
  }

  get rows(): Row[] {
    return this.lines.map((line) => ({
      ...line,
      isCounted: line.tally !== undefined,
      shownTally: line.tally === undefined ? '' : formatQuantity(line.tally),
      tallyLabel: `Quantity of ${line.name}`,
      fewerLabel: `One fewer of ${line.name}`,
      moreLabel: `One more of ${line.name}`,
      verdictClass: `verdict verdict_${line.tone}`,
    }));
  }

  handleStep(event: MouseEvent): void {
    const { key, step } = (event.currentTarget as HTMLElement).dataset;
    const line = this.lines.find((candidate) => candidate.key === key);
    if (line?.tally !== undefined) this.change(line.key, Math.max(line.tally + Number(step), 0));
  }

  handleType(event: Event): void {
    this.commit(event.currentTarget as HTMLInputElement);
  }

  handleKeyDown(event: KeyboardEvent): void {
    this.#watch.take(event);
  }

  private commit(field: HTMLInputElement): void {
    const line = this.lines.find((candidate) => candidate.key === field.dataset.key);
    const quantity = Number(field.value);
    if (line === undefined) return;
    if (field.value.trim() === '' || !Number.isFinite(quantity) || quantity < 0) field.value = String(line.tally ?? 0);
    else this.change(line.key, quantity);
  }

  private change(key: string, quantity: number): void {
    this.dispatchEvent(new CustomEvent<TallyChange>('tally', { detail: { key, quantity } }));
  }
}
