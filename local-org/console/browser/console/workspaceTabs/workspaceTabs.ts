import { LightningElement } from 'lwc';
import type { NavigationItem } from '../../../page-config.ts';
import { page } from '../../page.ts';
import { moveFocus } from '../../shell/focus.ts';
import { activePage } from '../../shell/open-pages.ts';
import { closePage, focusPage, go, onShellChange, openPages, shownPages } from '../../shell/shell.ts';
import type { ShownPage } from '../../shell/shell.ts';
import { tabView } from '../../shell/tab-view.ts';
import type { TabView } from '../../shell/tab-view.ts';

/** A console's navigation item, and beside it the workspace tabs. */
export default class WorkspaceTabs extends LightningElement {
  workspaces: readonly TabView[] = [];
  item: ShownPage | undefined;
  isItemSeen = false;
  #endNotice: (() => void) | undefined;

  connectedCallback(): void {
    this.#endNotice = onShellChange(() => this.follow());
    this.follow();
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
  }

  get hasTabs(): boolean {
    return this.workspaces.length > 0;
  }

  get items(): readonly NavigationItem[] {
    return page.app.items;
  }

  get itemLabel(): string {
    return this.currentItem?.label ?? this.item?.description?.title ?? 'Home';
  }

  get itemIcon(): string {
    return this.currentItem?.icon ?? this.item?.description?.icon ?? 'standard:home';
  }

  get itemAddress(): string {
    return this.item?.address ?? '/lightning/page/home';
  }

  get itemClass(): string {
    return this.isItemSeen ? 'item current' : 'item';
  }

  get itemCurrent(): 'page' | undefined {
    return this.isItemSeen ? 'page' : undefined;
  }

  handleItem(event: Event): void {
    event.preventDefault();
    if (this.item !== undefined) focusPage(this.item.id);
  }

  handleChoice(event: CustomEvent<{ value: string }>): void {
    go(event.detail.value, { fromId: undefined });
  }

  handleFocus(event: Event): void {
    focusPage((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }

  handleClose(event: Event): void {
    closePage((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }

  handleKey(event: KeyboardEvent): void {
    const tabs = [...(this.template?.querySelectorAll<HTMLElement>('.tab') ?? [])];
    const id = (event.target as HTMLElement).dataset['id'];
    if (event.key === 'Delete' && id !== undefined && this.workspaces.find((tab) => tab.id === id)?.isClosable === true) closePage(id);
    else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) moveFocus(event, tabs);
  }

  private get currentItem(): NavigationItem | undefined {
    return page.app.items.find(({ address }) => address.split('?')[0] === this.item?.address.split('?')[0]);
  }

  private follow(): void {
    const active = activePage(openPages());
    const pages = shownPages();
    const rootId = active?.parentId ?? active?.id;
    this.item = pages.find((candidate) => !candidate.isTab);
    this.isItemSeen = active !== undefined && active.id === this.item?.id;
    this.workspaces = pages.filter(({ isTab, parentId }) => isTab && parentId === undefined).map((tab, index) => tabView(tab, tab.id === rootId, index === 0 && this.isItemSeen));
  }
}
