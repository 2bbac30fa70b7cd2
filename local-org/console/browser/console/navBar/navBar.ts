import { LightningElement } from 'lwc';
import { pathOf } from '../../../page-reference.ts';
import { page } from '../../page.ts';
import { lightningAddress } from '../../shell/links.ts';
import { activePage } from '../../shell/open-pages.ts';
import { go, isConsole, onShellChange, openPages, shownPage } from '../../shell/shell.ts';

interface Item {
  readonly name: string;
  readonly label: string;
  readonly address: string;
  readonly className: string;
  readonly current: 'page' | undefined;
}

/** About what a label takes, so that the bar need not be measured twice: a character, and the space around it. */
const CHARACTER_PIXELS = 8;
const ITEM_PIXELS = 34;
const MORE_PIXELS = 90;

/** App launcher, name of the app, and its navigation items; those that do not fit are under More. */
export default class NavBar extends LightningElement {
  items: readonly Item[] = [];
  room = Number.MAX_SAFE_INTEGER;
  #endNotice: (() => void) | undefined;
  #observer: ResizeObserver | undefined;

  connectedCallback(): void {
    this.#endNotice = onShellChange(() => this.follow());
    this.follow();
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  renderedCallback(): void {
    const list = this.refs?.['list'] as HTMLElement | undefined;
    if (list === undefined || this.#observer !== undefined) return;
    this.#observer = new ResizeObserver(() => {
      this.room = list.parentElement?.clientWidth ?? Number.MAX_SAFE_INTEGER;
    });
    this.#observer.observe(list.parentElement ?? list);
  }

  get isConsole(): boolean {
    return isConsole;
  }

  get appLabel(): string {
    return page.app.label;
  }

  get label(): string {
    return `${page.app.label} navigation`;
  }

  get shownItems(): readonly Item[] {
    return this.items.slice(0, this.fitting);
  }

  get moreItems(): readonly Item[] {
    return this.items.slice(this.fitting);
  }

  get hasMore(): boolean {
    return this.moreItems.length > 0;
  }

  handleClick(event: MouseEvent): void {
    const address = lightningAddress(event);
    if (address === undefined) return;
    event.preventDefault();
    go(address);
  }

  handleMore(event: CustomEvent<{ value: string }>): void {
    go(event.detail.value);
  }

  private get fitting(): number {
    const widths = this.items.map(({ label }) => label.length * CHARACTER_PIXELS + ITEM_PIXELS);
    if (widths.reduce((sum, width) => sum + width, 0) <= this.room) return widths.length;
    let used = MORE_PIXELS;
    const first = widths.findIndex((width) => (used += width) > this.room);
    return Math.max(first, 0);
  }

  private follow(): void {
    const active = activePage(openPages());
    const shown = active === undefined ? undefined : shownPage(active.id);
    const attributes = shown?.reference.attributes ?? {};
    this.items = page.app.items.map(({ name, label, address }) => {
      // A record belongs to the item of its object.
      const isCurrent = pathOf(address) === pathOf(active?.address ?? '') || (attributes['objectApiName'] !== undefined && pathOf(address).startsWith(`/lightning/o/${attributes['objectApiName']}/`));
      return { name, label, address, className: `slds-context-bar__item${isCurrent ? ' slds-is-active' : ''}`, current: isCurrent ? 'page' : undefined };
    });
  }
}
