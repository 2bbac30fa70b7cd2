import { LightningElement, api } from 'lwc';
import { onTick, serverClock } from 'c/serverClock';
import { slaNews, slaStateOf, slaText } from 'c/slaState';
import type { SlaPurpose, SlaState } from 'c/slaState';

/** One shape per state, so that nobody needs the colour: a tick, a triangle, an octagon with a bar, two bars. */
const SHAPES: Readonly<Record<SlaState, string>> = {
  calm: 'M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm-1 12L3 8l1.5-1.5L7 9l4.6-4.5L13 6z',
  soon: 'M8 1 0 15h16L8 1Zm-1 5h2v5H7V6Zm0 6h2v2H7v-2Z',
  late: 'M5 0h6l5 5v6l-5 5H5l-5-5V5l5-5Zm2 3v6h2V3H7Zm0 8v2h2v-2H7Z',
  paused: 'M3 2h4v12H3V2Zm6 0h4v12H9V2Z',
  none: '',
};

/**
 * How long until something is due, in words, shape and colour. Counts by the org's clock and ticks with everything else on the page.
 *
 * Fires `slachange` with the new {@link SlaState} when time alone has changed it.
 */
export default class SlaCountdown extends LightningElement {
  /** What is timed, as a screen reader names it when the state changes. */
  @api subject = 'This task';
  @api purpose: SlaPurpose = 'due';
  @api size: 'medium' | 'large' = 'medium';
  /** The page tells changes itself: a list of timers would talk all at once. */
  @api quiet = false;

  text = '';
  state: SlaState = 'none';
  news = '';

  #dueAt: number | null | undefined;
  #warnAt: number | null | undefined;
  #pausedAt: number | null | undefined;
  #endTicks: (() => void) | undefined;

  /** Epoch milliseconds of the org, as are the other two. */
  @api get dueAt(): number | null | undefined {
    return this.#dueAt;
  }
  set dueAt(value: number | null | undefined) {
    this.#dueAt = value;
    this.show();
  }

  @api get warnAt(): number | null | undefined {
    return this.#warnAt;
  }
  set warnAt(value: number | null | undefined) {
    this.#warnAt = value;
    this.show();
  }

  @api get pausedAt(): number | null | undefined {
    return this.#pausedAt;
  }
  set pausedAt(value: number | null | undefined) {
    this.#pausedAt = value;
    this.show();
  }

  connectedCallback(): void {
    this.show();
    this.#endTicks = onTick((now) => this.tick(now));
  }

  disconnectedCallback(): void {
    this.#endTicks?.();
    this.#endTicks = undefined;
  }

  get isShown(): boolean {
    return this.state !== 'none';
  }

  get isSpoken(): boolean {
    return !this.quiet;
  }

  get boxClass(): string {
    return `box box_${this.state} box_${this.size}`;
  }

  get shape(): string {
    return SHAPES[this.state];
  }

  private tick(now: number): void {
    const before = this.state;
    this.show(now);
    if (this.state === before) return;
    this.news = slaNews(this.subject, this.state);
    this.dispatchEvent(new CustomEvent<SlaState>('slachange', { detail: this.state }));
  }

  /** Fields that keep their value do not render again: most seconds change no text. */
  private show(now: number = serverClock.now()): void {
    const times = { dueAt: this.#dueAt, warnAt: this.#warnAt, pausedAt: this.#pausedAt };
    this.state = slaStateOf(times, now);
    this.text = slaText(times, now, this.purpose);
  }
}
