import { LightningElement, api } from 'lwc';
import type { PageNode } from '../../../page-config.ts';
import { minimizeUtility } from '../../shell/utilities.ts';
import type { UtilityState } from '../../shell/utilities.ts';
import { provideUtilityId } from '../../shell/utility-context.ts';

/** The panel of one utility; its component lives on while the panel is minimised. */
export default class UtilityPanel extends LightningElement {
  @api utility!: UtilityState;

  constructor() {
    super();
    provideUtilityId(this, { consumerConnectedCallback: (consumer) => consumer.provide({ utilityId: this.utility.id }) });
  }

  @api focus(): void {
    (this.refs?.['panel'] as HTMLElement | undefined)?.focus();
  }

  get className(): string {
    return this.utility.isOpen ? 'panel' : 'panel slds-hide';
  }

  get size(): string {
    return `inline-size: ${this.utility.width}px; block-size: ${this.utility.height}px`;
  }

  get label(): string {
    return this.utility.panelLabel;
  }

  get icon(): string {
    return this.utility.panelIcon;
  }

  get minimizeText(): string {
    return `Minimize ${this.utility.panelLabel}`;
  }

  get nodes(): readonly PageNode[] {
    return [this.utility.node];
  }

  handleMinimize(): void {
    minimizeUtility(this.utility.id);
    this.dispatchEvent(new CustomEvent('minimize', { detail: this.utility.id }));
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    this.handleMinimize();
  }
}
