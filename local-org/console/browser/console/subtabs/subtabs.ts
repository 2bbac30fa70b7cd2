import { LightningElement } from 'lwc';
import { moveFocus } from '../../shell/focus.ts';
import { tabFamily } from '../../shell/open-pages.ts';
import { closePage, focusPage, onShellChange, openPages, shownPages } from '../../shell/shell.ts';
import { tabView } from '../../shell/tab-view.ts';
import type { TabView } from '../../shell/tab-view.ts';

/** The subtabs of the workspace tab that is seen, its own page first. */
export default class Subtabs extends LightningElement {
  tabs: readonly TabView[] = [];
  #endNotice: (() => void) | undefined;

  connectedCallback(): void {
    this.#endNotice = onShellChange(() => this.follow());
    this.follow();
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
  }

  get hasSubtabs(): boolean {
    return this.tabs.length > 1;
  }

  handleFocus(event: Event): void {
    focusPage((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }

  handleClose(event: Event): void {
    closePage((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }

  handleKey(event: KeyboardEvent): void {
    const id = (event.target as HTMLElement).dataset['id'];
    if (event.key === 'Delete' && id !== undefined && this.tabs.find((tab) => tab.id === id)?.isClosable === true) closePage(id);
    else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) moveFocus(event, [...(this.template?.querySelectorAll<HTMLElement>('.tab') ?? [])]);
  }

  private follow(): void {
    const open = openPages();
    const family = new Set(tabFamily(open, open.activeId).map(({ id }) => id));
    this.tabs = shownPages().filter(({ id }) => family.has(id)).map((page) => {
      const view = tabView(page, page.id === open.activeId, false);
      // The workspace's own page closes with the workspace.
      return page.parentId === undefined ? { ...view, isClosable: false } : view;
    });
  }
}
