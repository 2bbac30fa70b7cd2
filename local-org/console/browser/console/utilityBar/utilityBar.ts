import { LightningElement } from 'lwc';
import type { PageNode } from '../../../page-config.ts';
import { page } from '../../page.ts';
import { moveFocus } from '../../shell/focus.ts';
import { allUtilities, onUtilityChange, toggleUtility } from '../../shell/utilities.ts';
import type { UtilityState } from '../../shell/utilities.ts';

interface View {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly iconVariant: string | undefined;
  readonly className: string;
  readonly expanded: string;
  readonly isLoaded: boolean;
  readonly utility: UtilityState;
}

/** The bar at the bottom of the window: a button and a panel per utility of the app, and utilities without a button. */
export default class UtilityBar extends LightningElement {
  utilities: readonly UtilityState[] = allUtilities();
  #ends: (() => void)[] = [];

  connectedCallback(): void {
    const focusPanel = (event: Event): void => this.focusPanel((event as CustomEvent<string>).detail);
    addEventListener('console__focusutility', focusPanel);
    this.#ends = [
      onUtilityChange(() => {
        this.utilities = allUtilities();
      }),
      () => removeEventListener('console__focusutility', focusPanel),
    ];
  }

  disconnectedCallback(): void {
    for (const end of this.#ends) end();
  }

  get views(): View[] {
    return this.utilities.map((utility) => ({
      id: utility.id, label: utility.label, icon: utility.icon, iconVariant: utility.iconVariant, isLoaded: utility.isLoaded, utility,
      className: `action${utility.isOpen ? ' open' : ''}${utility.isHighlighted ? ' highlighted' : ''}`,
      expanded: String(utility.isOpen),
    }));
  }

  get background(): readonly PageNode[] {
    return page.app.background;
  }

  handleToggle(event: Event): void {
    const id = (event.currentTarget as HTMLElement).dataset['id'] ?? '';
    toggleUtility(id);
    if (allUtilities().some((utility) => utility.id === id && utility.isOpen)) this.focusPanel(id);
  }

  handleMinimize(event: CustomEvent<string>): void {
    this.template?.querySelector<HTMLElement>(`button[data-id="${event.detail}"]`)?.focus();
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const buttons = [...(this.template?.querySelectorAll<HTMLElement>('button.action') ?? [])];
    if (buttons.includes(event.target as HTMLElement)) moveFocus(event, buttons);
  }

  /** Once the panel has been rendered. */
  private focusPanel(id: string): void {
    requestAnimationFrame(() => this.template?.querySelector<HTMLElement>(`console-utility-panel[data-id="${id}"]`)?.focus());
  }
}
