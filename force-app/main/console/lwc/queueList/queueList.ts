import { LightningElement, api } from 'lwc';
import type { StoreTask } from 'c/storeTasks';
import { queueRow } from './queueRow';
import type { QueueRow, RowVerb } from './queueRow';
import { queueWindow, scrollTopFor } from './queueWindow';
import type { QueueWindow } from './queueWindow';

export { isFree } from './queueRow';
export type { RowVerb } from './queueRow';
export type RowAction = Readonly<{ id: string; verb: RowVerb }>;

/** As in the style sheet: rows of a desktop, cards of a tablet. */
const ROW_PIXELS = { desktop: 56, tablet: 80 } as const;
const TABLET = '(max-width: 64rem)';
/** The header is the first row. */
const FIRST_POSITION = 2;

/**
 * A long list of tasks of which only the rows in sight exist. Arrow keys go from row to row, Enter opens, Space selects.
 *
 * Fires `rowaction` with a {@link RowAction}, `selectionchange` with the selected ids, `engage` while somebody is about to use a row, `leave` when not any more.
 */
export default class QueueList extends LightningElement {
  @api label = 'Tasks';
  /** May this user work here, or only look? */
  @api canAct = false;
  /** What the org said about a row, by id: why it could not be claimed, for example. */
  @api notices: Readonly<Record<string, string>> = {};
  /** Ids of tasks that are being changed. */
  @api busyIds: readonly string[] = [];
  /** Ids of rows whose task is not open any more. */
  @api goneIds: readonly string[] = [];
  /** Ids of rows that have just changed. */
  @api freshIds: readonly string[] = [];

  range: QueueWindow = { first: 0, end: 0 };
  activeId: string | undefined;
  private shownTasks: readonly StoreTask[] = [];
  private chosen: ReadonlySet<string> = new Set();
  private rowPixels: number = ROW_PIXELS.desktop;

  #focused: HTMLElement | null = null;
  #lastSelected: string | undefined;
  #viewportPixels = 800;
  #mustFocus = false;
  #tablet: MediaQueryList | undefined;

  /** In the order in which they are shown. */
  @api get tasks(): readonly StoreTask[] {
    return this.shownTasks;
  }
  set tasks(tasks: readonly StoreTask[]) {
    // The browser takes the focus away from a row that moves; it gets it back once it is drawn.
    this.#focused = (this.template?.activeElement ?? null) as HTMLElement | null;
    this.shownTasks = tasks;
    this.look();
  }

  @api get selectedIds(): readonly string[] {
    return [...this.chosen];
  }
  set selectedIds(ids: readonly string[]) {
    this.chosen = new Set(ids);
  }

  /** Shows the first row again. */
  @api scrollToTop(): void {
    const viewport = this.viewport;
    if (viewport !== undefined) viewport.scrollTop = 0;
    this.look();
  }

  connectedCallback(): void {
    this.#tablet = window.matchMedia?.(TABLET);
    this.#tablet?.addEventListener('change', this.handleResize);
    window.addEventListener('resize', this.handleResize);
    this.rowPixels = this.#tablet?.matches === true ? ROW_PIXELS.tablet : ROW_PIXELS.desktop;
    this.look();
  }

  disconnectedCallback(): void {
    this.#tablet?.removeEventListener('change', this.handleResize);
    window.removeEventListener('resize', this.handleResize);
  }

  renderedCallback(): void {
    const pixels = this.viewport?.clientHeight ?? 0;
    if (pixels > 0 && pixels !== this.#viewportPixels) {
      this.#viewportPixels = pixels;
      this.look();
    }
    if (this.#mustFocus) this.rowElement(this.activeId)?.focus();
    else if (this.#focused?.isConnected === true && this.template?.activeElement === null) this.#focused.focus({ preventScroll: true });
    this.#mustFocus = false;
    this.#focused = null;
  }

  get multiselectable(): 'true' | 'false' {
    return this.canAct ? 'true' : 'false';
  }

  get rowCount(): number {
    return this.shownTasks.length + 1;
  }

  get spacerStyle(): string {
    return `block-size: ${this.shownTasks.length * this.rowPixels}px`;
  }

  get windowStyle(): string {
    return `transform: translateY(${this.range.first * this.rowPixels}px)`;
  }

  get isAllSelected(): boolean {
    return this.shownTasks.length > 0 && this.shownTasks.every(({ id }) => this.chosen.has(id));
  }

  get rows(): QueueRow[] {
    const activeId = this.activeId ?? this.shownTasks[0]?.id;
    const [gone, busy, fresh] = [new Set(this.goneIds), new Set(this.busyIds), new Set(this.freshIds)];
    return this.shownTasks.slice(this.range.first, this.range.end).map((task, index) =>
      queueRow(task, {
        position: this.range.first + index + FIRST_POSITION,
        isActive: task.id === activeId,
        isSelected: this.chosen.has(task.id),
        isBusy: busy.has(task.id),
        isGone: gone.has(task.id),
        isFresh: fresh.has(task.id),
        notice: this.notices[task.id] ?? '',
        canAct: this.canAct,
      }),
    );
  }

  handleScroll(): void {
    this.look();
  }

  handleResize = (): void => {
    this.rowPixels = this.#tablet?.matches === true ? ROW_PIXELS.tablet : ROW_PIXELS.desktop;
    this.#viewportPixels = this.viewport?.clientHeight ?? this.#viewportPixels;
    this.look();
  };

  handleEngage(): void {
    this.dispatchEvent(new CustomEvent('engage'));
  }

  handleLeave(): void {
    this.dispatchEvent(new CustomEvent('leave'));
  }

  handleRowFocus(event: Event): void {
    this.activeId = idOf(event);
  }

  handleRowClick(event: Event): void {
    const id = idOf(event);
    this.activeId = id;
    this.act(id, 'open');
  }

  handleVerb(event: Event): void {
    event.stopPropagation();
    const { id, verb } = (event.currentTarget as HTMLElement).dataset;
    this.act(id, verb as RowVerb);
  }

  handleSelect(event: Event): void {
    event.stopPropagation();
    const id = idOf(event);
    if (id !== undefined) this.toggle(id, (event as MouseEvent).shiftKey);
  }

  handleSelectAll(): void {
    this.select(this.isAllSelected ? [] : this.shownTasks.map(({ id }) => id));
  }

  handleKeyDown(event: KeyboardEvent): void {
    this.handleEngage();
    // Keys in a button or a box belong to it.
    const isOnRow = (event.target as HTMLElement).getAttribute('role') === 'row' || (event.target as HTMLElement).classList.contains('viewport');
    const step = this.stepOf(event.key);
    if (step !== undefined) {
      event.preventDefault();
      this.goTo(this.activeIndex + step);
    } else if (isOnRow && event.key === 'Enter') {
      event.preventDefault();
      this.act(this.activeId, 'open');
    } else if (isOnRow && event.key === ' ' && this.canAct && this.activeId !== undefined) {
      event.preventDefault();
      this.toggle(this.activeId, event.shiftKey);
    }
  }

  private stepOf(key: string): number | undefined {
    const page = Math.max(1, Math.floor(this.#viewportPixels / this.rowPixels) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    return steps[key];
  }

  private get activeIndex(): number {
    return Math.max(0, this.shownTasks.findIndex(({ id }) => id === this.activeId));
  }

  private get viewport(): HTMLElement | undefined {
    return this.template?.querySelector<HTMLElement>('.viewport') ?? undefined;
  }

  private rowElement(id: string | undefined): HTMLElement | undefined {
    return [...(this.template?.querySelectorAll<HTMLElement>('[role="row"][data-id]') ?? [])].find((row) => row.dataset.id === id);
  }

  private goTo(index: number): void {
    const target = Math.min(Math.max(0, index), this.shownTasks.length - 1);
    const task = this.shownTasks[target];
    const viewport = this.viewport;
    if (task === undefined || viewport === undefined) return;
    const scrollTop = scrollTopFor(target, viewport.scrollTop, this.#viewportPixels, this.rowPixels);
    if (scrollTop !== undefined) viewport.scrollTop = scrollTop;
    this.activeId = task.id;
    this.look(scrollTop);
    const row = this.rowElement(task.id);
    if (row === undefined) this.#mustFocus = true;
    else row.focus();
  }

  /** Decides which rows exist; the field changes only when others do. */
  private look(scrollTop: number = this.viewport?.scrollTop ?? 0): void {
    const range = queueWindow(scrollTop, this.#viewportPixels, this.rowPixels, this.shownTasks.length);
    if (range.first === this.range.first && range.end === this.range.end) return;
    const active = this.activeIndex;
    const hasFocus = this.rowElement(this.activeId)?.matches(':focus-within') === true;
    // The row that has the focus is about to go: the list keeps it, so that the arrow keys go on from there.
    if (hasFocus && (active < range.first || active >= range.end)) this.viewport?.focus({ preventScroll: true });
    this.range = range;
  }

  private act(id: string | undefined, verb: RowVerb): void {
    if (id === undefined || this.goneIds.includes(id) || this.busyIds.includes(id)) return;
    this.dispatchEvent(new CustomEvent<RowAction>('rowaction', { detail: { id, verb } }));
  }

  /** With Shift: everything between the row selected last and this one. */
  private toggle(id: string, isRange: boolean): void {
    const selected = new Set(this.chosen);
    const isOn = !selected.has(id);
    for (const each of isRange ? this.idsBetween(this.#lastSelected ?? id, id) : [id]) {
      if (isOn) selected.add(each);
      else selected.delete(each);
    }
    this.#lastSelected = id;
    this.select([...selected]);
  }

  private idsBetween(one: string, other: string): string[] {
    const ids = this.shownTasks.map(({ id }) => id);
    const ends = [ids.indexOf(one), ids.indexOf(other)].sort((left, right) => left - right);
    return ids.slice(Math.max(0, ends[0] ?? 0), (ends[1] ?? 0) + 1);
  }

  private select(ids: readonly string[]): void {
    this.dispatchEvent(new CustomEvent<readonly string[]>('selectionchange', { detail: ids }));
  }
}

function idOf(event: Event): string | undefined {
  return (event.currentTarget as HTMLElement).dataset.id;
}
