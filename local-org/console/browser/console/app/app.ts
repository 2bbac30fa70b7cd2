import { LightningElement } from 'lwc';
import { connectionState, onConnection } from '../../connection.ts';
import type { ConnectionState } from '../../connection.ts';
import { page } from '../../page.ts';
import { isConsole, onShellChange, openPages, shownPages } from '../../shell/shell.ts';
import type { ShownPage } from '../../shell/shell.ts';

interface PageView {
  readonly id: string;
  readonly className: string;
  readonly page: ShownPage;
}

const BANNERS: Readonly<Record<ConnectionState, string | undefined>> = {
  connected: undefined,
  lost: 'The org does not answer. What you see may be out of date; this page reconnects by itself.',
  expired: 'Your session has ended.',
};

/** The frame around all pages: global header, navigation, connection banner, toasts. */
export default class App extends LightningElement {
  pages: readonly PageView[] = [];
  announcement = '';
  connection: ConnectionState = connectionState();
  #ends: (() => void)[] = [];

  connectedCallback(): void {
    this.#ends = [
      onConnection((state) => {
        this.connection = state;
      }),
      onShellChange(() => this.follow(true)),
    ];
    this.follow(false);
  }

  disconnectedCallback(): void {
    for (const end of this.#ends) end();
  }

  get isConsole(): boolean {
    return isConsole;
  }

  get hasUtilities(): boolean {
    return page.app.utilities.length > 0 || page.app.background.length > 0;
  }

  /** The utility bar stands over the end of the page, which must be reached all the same. */
  get contentClass(): string {
    return this.hasUtilities ? 'content above-utilities' : 'content';
  }

  get banner(): string | undefined {
    return BANNERS[this.connection];
  }

  get isExpired(): boolean {
    return this.connection === 'expired';
  }

  handleSkip(): void {
    (this.refs?.['content'] as HTMLElement | undefined)?.focus();
  }

  handleReload(): void {
    location.reload();
  }

  /** Pages stay in the document while they are open: their components keep what they hold. */
  private follow(mayAnnounce: boolean): void {
    const { activeId } = openPages();
    this.pages = shownPages().map((shown) => ({ id: shown.id, page: shown, className: shown.id === activeId ? 'page' : 'page slds-hide' }));
    const active = this.pages.find(({ id }) => id === activeId)?.page;
    if (mayAnnounce && active?.description !== undefined) this.announcement = active.label ?? active.description.title;
  }
}
