import { LightningElement } from 'lwc';
import type { NavigationItem } from '../../../page-config.ts';
import { page } from '../../page.ts';
import { lightningAddress } from '../../shell/links.ts';
import { moveFocus } from '../../shell/focus.ts';
import { go } from '../../shell/shell.ts';

interface App {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly address: string;
  readonly initials: string;
  readonly style: string;
  readonly current: 'true' | undefined;
}

/** Where the colour of an app is not given. */
const DEFAULT_COLOR = '#0250D9';

/** Every app this user may open, and the items of this one, found by what they are called. */
export default class AppLauncher extends LightningElement {
  isOpen = false;
  term = '';
  #mustFocusSearch = false;

  get expanded(): string {
    return String(this.isOpen);
  }

  get appLabel(): string {
    return page.app.label;
  }

  get apps(): App[] {
    return page.apps.filter(({ label, description }) => this.matches(label) || this.matches(description ?? '')).map(({ name, label, description, color }) => ({
      name,
      label,
      description: description ?? '',
      address: `/lightning/app/${encodeURIComponent(name)}`,
      initials: label.split(/\s+/).map((word) => word.charAt(0)).slice(0, 2).join('').toUpperCase(),
      style: `background: ${color ?? DEFAULT_COLOR}`,
      current: name === page.app.name ? 'true' : undefined,
    }));
  }

  get items(): NavigationItem[] {
    return page.app.items.filter(({ label }) => this.matches(label));
  }

  get isEmpty(): boolean {
    return this.apps.length === 0 && this.items.length === 0;
  }

  connectedCallback(): void {
    document.addEventListener('click', this.handleOutside);
  }

  disconnectedCallback(): void {
    document.removeEventListener('click', this.handleOutside);
  }

  renderedCallback(): void {
    if (!this.#mustFocusSearch) return;
    this.#mustFocusSearch = false;
    (this.refs?.['search'] as HTMLElement | undefined)?.focus();
  }

  handleToggle(): void {
    this.isOpen = !this.isOpen;
    this.term = '';
    this.#mustFocusSearch = this.isOpen;
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.term = event.detail.value;
  }

  handleItem(event: MouseEvent): void {
    const address = lightningAddress(event);
    if (address === undefined) return;
    event.preventDefault();
    this.isOpen = false;
    go(address, { fromId: undefined });
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.isOpen) {
      this.isOpen = false;
      (this.refs?.['button'] as HTMLElement | undefined)?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      moveFocus(event, [...this.template!.querySelectorAll<HTMLElement>('a.entry')]);
    }
  }

  handleOutside = (event: Event): void => {
    if (this.isOpen && !event.composedPath().includes(this.template!.host)) this.isOpen = false;
  };

  private matches(text: string): boolean {
    return text.toLowerCase().includes(this.term.trim().toLowerCase());
  }
}
