/** Scanners send a character every few milliseconds; nobody types that fast. */
const LONGEST_BURST_GAP_MILLIS = 35;
/** A burst that is followed by silence is a scan without a terminator. */
export const SILENCE_MILLIS = 90;
export const SHORTEST_BURST = 6;
/** Terminated scans may be shorter: short codes and bays have few characters. */
export const SHORTEST_TERMINATED_BURST = 3;
export const GROUP_SEPARATOR = '\u001d';

/** @param times of the characters and, when there is one, of the terminator @param length of the code */
export function isBurst(times: readonly number[], length: number, shortest: number): boolean {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return length >= shortest && gaps.every((gap) => gap <= LONGEST_BURST_GAP_MILLIS);
}

/** Scanners type the separator of GS1 labels as Ctrl and ], some as the bare character. */
export function isGroupSeparator(event: KeyboardEvent): boolean {
  return event.key === GROUP_SEPARATOR || (event.ctrlKey && event.key === ']');
}

/** Whoever shows the field hears of the code; the field has been given back what was in it before. */
export type ScanListener = (code: string, field: HTMLInputElement) => void;

/** Finds scans among the keys of fields that are for something else, such as quantities: a barcode must never become a quantity. */
export class ScanWatch {
  readonly #listener: ScanListener;
  #field: HTMLInputElement | undefined;
  #before = '';
  #code = '';
  #times: number[] = [];
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: ScanListener) {
    this.#listener = listener;
  }

  /** For every `keydown` of such a field, before the field has taken the key. */
  take(event: KeyboardEvent): void {
    const field = event.currentTarget as HTMLInputElement;
    const isCharacter = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isGroupSeparator(event)) this.add(GROUP_SEPARATOR, field, event.timeStamp);
    else if (isCharacter) this.add(event.key, field, event.timeStamp);
    else if (event.key === 'Enter' || event.key === 'Tab') this.end(event, field);
    else if (event.key !== 'Shift' && event.key !== 'Control') this.stop();
  }

  stop(): void {
    clearTimeout(this.#silence);
    this.#code = '';
    this.#times = [];
    this.#field = undefined;
  }

  private add(character: string, field: HTMLInputElement, time: number): void {
    if (field !== this.#field || !isBurst([...this.#times.slice(-1), time], 1, 1)) {
      this.stop();
      this.#field = field;
      this.#before = field.value;
    }
    this.#code += character;
    this.#times.push(time);
    clearTimeout(this.#silence);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the end of a scan without terminator; the next key or stop() ends it
    this.#silence = setTimeout(() => {
      if (this.#code.length >= SHORTEST_BURST) this.tell(field);
    }, SILENCE_MILLIS);
  }

  private end(event: KeyboardEvent, field: HTMLInputElement): void {
    const isScan = field === this.#field && isBurst([...this.#times, event.timeStamp], this.#code.length, SHORTEST_TERMINATED_BURST);
    if (!isScan) {
      this.stop();
      return;
    }
    event.preventDefault();
    this.tell(field);
  }

  private tell(field: HTMLInputElement): void {
    const code = this.#code;
    field.value = this.#before;
    this.stop();
    this.#listener(code, field);
  }
}
