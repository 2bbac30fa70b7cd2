import { LightningElement, api } from 'lwc';
import { connectionState, onConnection } from '../../connection.ts';
import type { ConnectionState } from '../../connection.ts';
import { page } from '../../page.ts';

interface Tab {
  readonly name: string;
  readonly label: string;
  readonly url: string;
  readonly className: string;
  readonly current: 'page' | undefined;
}

const BANNERS: Readonly<Record<ConnectionState, string | undefined>> = {
  connected: undefined,
  lost: 'The org does not answer. What you see may be out of date; this page reconnects by itself.',
  expired: 'Your session has ended.',
};

/** The frame around every page: global header, app navigation, connection banner, toasts. */
export default class App extends LightningElement {
  component: typeof LightningElement | undefined;
  problems: readonly string[] = page.problems;
  connection: ConnectionState = connectionState();
  #endNotice: (() => void) | undefined;

  /** Shows a component as the content of the page. */
  @api show(component: typeof LightningElement): void {
    this.component = component;
  }

  /** Shows a text instead of the component. */
  @api report(problem: string): void {
    this.problems = [...this.problems, problem];
  }

  connectedCallback(): void {
    this.#endNotice = onConnection((state) => {
      this.connection = state;
    });
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
  }

  get brandLabel(): string {
    return 'Holdfast';
  }

  get appLabel(): string {
    return page.appLabel;
  }

  get navigationLabel(): string {
    return `${page.appLabel} navigation`;
  }

  get title(): string {
    return page.tabs.find((tab) => tab.name === page.activeTab)?.label ?? page.appLabel;
  }

  get userName(): string {
    return page.user.name;
  }

  get initials(): string {
    return page.user.name.split(/\s+/).map((word) => word.charAt(0)).slice(0, 2).join('').toUpperCase();
  }

  get tabs(): Tab[] {
    return page.tabs.map(({ name, label }) => ({
      name,
      label,
      url: `/lightning/n/${encodeURIComponent(name)}`,
      className: `slds-context-bar__item${name === page.activeTab ? ' slds-is-active' : ''}`,
      current: name === page.activeTab ? 'page' : undefined,
    }));
  }

  get banner(): string | undefined {
    return BANNERS[this.connection];
  }

  get isExpired(): boolean {
    return this.connection === 'expired';
  }

  get hasProblems(): boolean {
    return this.problems.length > 0;
  }

  handleSkip(): void {
    (this.refs?.['content'] as HTMLElement | undefined)?.focus();
  }

  handleReload(): void {
    location.reload();
  }
}
