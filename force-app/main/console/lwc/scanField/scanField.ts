import { LightningElement, api } from 'lwc';
import { GROUP_SEPARATOR, isBurst, isGroupSeparator, SHORTEST_BURST, SHORTEST_TERMINATED_BURST, SILENCE_MILLIS } from 'c/scanBurst';
import { playTone } from 'c/scanSound';

/** One code, from a scanner or from fingers. */
export interface ScannedText {
  readonly code: string;
  /** Typed by hand, because the label was damaged. */
  readonly isTyped: boolean;
}

/** How a screen passes keys on to its field. */
export interface ScannerField extends HTMLElement {
  takeKey(event: KeyboardEvent): void;
}

/** What is typed into one of these belongs there. Radio buttons and checkboxes take no characters, so a scan on them is a scan. */
const FIELDS = 'input:not([type="radio"]):not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"]';

/**
 * Where a keyboard-wedge scanner writes. A burst of keys ends with Enter, with Tab or with silence; slow typing only with Enter.
 * Bursts that begin while nothing else has the focus are taken too, so the associate never has to touch the screen first.
 */
export default class ScanField extends LightningElement {
  @api label = 'Scan or type a code';
  /** The screen is not ready to judge. Scans of these moments are kept and told in their order when it is. */
  @api isBusy = false;

  /** On tablets the screen keyboard stays away until somebody asks for it. */
  isTyping = false;

  #times: number[] = [];
  #silence: ReturnType<typeof setTimeout> | undefined;
  #kept: ScannedText[] = [];
  #wasReady = false;

  connectedCallback(): void {
    window.addEventListener('keydown', this.handleStrayKey);
    window.addEventListener('focus', this.handleReturn);
    document.addEventListener('visibilitychange', this.handleReturn);
  }

  /** At the start, and when the screen is ready again: the button that made it busy may have taken the focus with it. */
  renderedCallback(): void {
    const isReady = !this.isBusy;
    if (isReady && !this.#wasReady) this.takeFocusIfFree();
    this.#wasReady = isReady;
    this.tellNext();
  }

  disconnectedCallback(): void {
    window.removeEventListener('keydown', this.handleStrayKey);
    window.removeEventListener('focus', this.handleReturn);
    document.removeEventListener('visibilitychange', this.handleReturn);
    clearTimeout(this.#silence);
    // The screen went on without them. Nobody may believe that they were counted.
    if (this.#kept.length > 0) playTone('bad');
    this.#kept = [];
  }

  /** Takes the focus back after a click beside it. */
  @api
  focus(): void {
    this.input?.focus({ preventScroll: true });
  }

  get keyboardMode(): string {
    return this.isTyping ? 'text' : 'none';
  }

  get invitation(): string {
    return this.isBusy ? 'One moment: scans are kept' : 'Ready for the scanner';
  }

  get typeLabel(): string {
    return this.isTyping ? 'Hide the screen keyboard' : 'Type a code';
  }

  handleToggleKeyboard(): void {
    this.isTyping = !this.isTyping;
    // The keyboard appears only when the field is focused again in its new mode.
    this.input?.blur();
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- after the new input mode has been rendered
    requestAnimationFrame(() => this.focus());
  }

  handleInput(event: InputEvent): void {
    const field = event.target as HTMLInputElement;
    this.note(event.timeStamp, field.value.length);
  }

  handleKeyDown(event: KeyboardEvent): void {
    const field = event.currentTarget as HTMLInputElement;
    if (isGroupSeparator(event)) {
      event.preventDefault();
      field.value += GROUP_SEPARATOR;
      this.note(event.timeStamp, field.value.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.submit(this.isBurst(SHORTEST_TERMINATED_BURST, event.timeStamp));
    } else if (event.key === 'Tab' && this.isBurst(SHORTEST_TERMINATED_BURST, event.timeStamp)) {
      // From a scanner; from fingers it moves the focus, as everywhere.
      event.preventDefault();
      this.submit(true);
    } else if (event.key === 'Escape') {
      this.clear();
    }
  }

  private get input(): HTMLInputElement | null {
    return this.template?.querySelector('input') ?? null;
  }

  private get isShown(): boolean {
    return (this.input?.getClientRects().length ?? 0) > 0;
  }

  /** One time per character; those that a scanner's app or the clipboard brings at once share it. */
  private note(time: number, length: number): void {
    const added = Math.max(length - this.#times.length, 0);
    this.#times = [...this.#times.slice(0, length), ...new Array<number>(added).fill(time)];
    clearTimeout(this.#silence);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the end of a scan without terminator; the next key moves it
    this.#silence = setTimeout(() => {
      if (this.isBurst(SHORTEST_BURST)) this.submit(true);
    }, SILENCE_MILLIS);
  }

  private isBurst(shortest: number, end?: number): boolean {
    return isBurst(end === undefined ? this.#times : [...this.#times, end], this.#times.length, shortest);
  }

  private submit(isScanned: boolean): void {
    const code = this.input?.value ?? '';
    this.clear();
    if (code.trim() === '') return;
    this.#kept.push({ code, isTyped: !isScanned });
    this.tellNext();
  }

  /** One at a time: the first may make the screen busy again, which this field knows only when it has been rendered. */
  private tellNext(): void {
    const [detail, ...others] = this.#kept;
    if (this.isBusy || detail === undefined) return;
    this.#kept = others;
    this.dispatchEvent(new CustomEvent<ScannedText>('scan', { detail }));
    if (others.length > 0) void Promise.resolve().then(() => this.tellNext());
  }

  private clear(): void {
    clearTimeout(this.#silence);
    this.#times = [];
    const field = this.input;
    if (field !== null) field.value = '';
  }

  private takeFocusIfFree(): void {
    const active = document.activeElement;
    if (this.isShown && (active === null || active === document.body)) this.focus();
  }

  private handleReturn = (): void => {
    if (document.visibilityState === 'visible') this.takeFocusIfFree();
  };

  /** A scanner's first key goes to the field when it would go nowhere else. */
  private handleStrayKey = (event: KeyboardEvent): void => {
    if (event.target === document.body) this.take(event);
  };

  /** For keys that are pressed on buttons and headings of the screen around it. What is typed into another field stays there. */
  @api
  takeKey(event: KeyboardEvent): void {
    const origin = event.composedPath()[0];
    if (origin instanceof Element && origin.closest(FIELDS) === null) this.take(event);
  }

  private take(event: KeyboardEvent): void {
    const isCharacter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.altKey && !event.metaKey;
    const field = this.input;
    if (field === null || !isCharacter || event.defaultPrevented || !this.isShown) return;
    event.preventDefault();
    field.value += event.key;
    this.focus();
    this.note(event.timeStamp, field.value.length);
  }
}
