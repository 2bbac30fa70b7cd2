import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';
import { FIRST_FILTER, LANES, SHOWS } from 'c/queueView';
import type { Lane, QueueFilter, Show } from 'c/queueView';

interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly count: string;
  readonly className: string;
  readonly isPressed: 'true' | 'false';
}

const LANE_LABELS: Readonly<Record<Lane, string>> = { pick: 'To pick', ready: 'Ready for collection', putAway: 'To put back', desk: 'To receive, inspect, count' };
const SHOW_LABELS: Readonly<Record<Show, string>> = { all: 'All', mine: 'Mine', unassigned: 'Not taken', overdue: 'Overdue', paused: 'Paused' };

/**
 * What of the queue is shown. Fires `filterchange` with the part of the {@link QueueFilter} that changes,
 * and `lookup` with the text when Enter is pressed in the search box, as a scanner does.
 */
export default class QueueToolbar extends LightningElement {
  @api filter: QueueFilter = FIRST_FILTER;
  @api laneCounts: Readonly<Record<Lane, number>> | undefined;
  @api showCounts: Readonly<Record<Show, number>> | undefined;
  @api channels: readonly string[] = [];

  /** Puts the cursor where a scanner writes, with what is there selected. */
  @api focusSearch(): void {
    const term = this.termBox;
    term?.focus();
    term?.select();
  }

  get lanes(): Choice<Lane>[] {
    return LANES.map((value) => this.choice('lane', value, LANE_LABELS[value], this.laneCounts?.[value], this.filter.lane === value));
  }

  get shows(): Choice<Show>[] {
    return SHOWS.map((value) => this.choice('show', value, SHOW_LABELS[value], this.showCounts?.[value], this.filter.show === value));
  }

  get hasChannels(): boolean {
    return this.channels.length > 1 || this.filter.channel !== '';
  }

  get channelOptions(): { readonly value: string; readonly label: string; readonly isChosen: boolean }[] {
    const all = [{ value: '', label: 'All channels' }, ...this.channels.map((channel) => ({ value: channel, label: channel }))];
    return all.map((option) => ({ ...option, isChosen: option.value === this.filter.channel }));
  }

  handleLane(event: Event): void {
    this.change({ lane: (event.currentTarget as HTMLElement).dataset.lane as Lane });
  }

  handleShow(event: Event): void {
    this.change({ show: (event.currentTarget as HTMLElement).dataset.show as Show });
  }

  handleText(event: Event): void {
    this.change({ text: (event.target as HTMLInputElement).value });
  }

  handleMineFirst(event: Event): void {
    this.change({ isMineFirst: (event.target as HTMLInputElement).checked });
  }

  handleChannel(event: Event): void {
    this.change({ channel: (event.target as HTMLSelectElement).value });
  }

  handleSubmit(event: Event): void {
    event.preventDefault();
    const term = this.termBox?.value.trim() ?? '';
    if (term !== '') this.dispatchEvent(new CustomEvent<string>('lookup', { detail: term }));
  }

  private get termBox(): HTMLInputElement | undefined {
    return this.template?.querySelector<HTMLInputElement>('input[type="search"]') ?? undefined;
  }

  private change(part: Partial<QueueFilter>): void {
    this.dispatchEvent(new CustomEvent<Partial<QueueFilter>>('filterchange', { detail: part }));
  }

  private choice<Value extends string>(kind: string, value: Value, label: string, count: number | undefined, isOn: boolean): Choice<Value> {
    return { value, label, count: count === undefined ? '' : formatQuantity(count), className: `${kind}${isOn ? ` ${kind}_on` : ''}`, isPressed: isOn ? 'true' : 'false' };
  }
}
