import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { CLOSE_ACTION_SCREEN } from 'lightning/actions';
import { loadComponent, type ComponentConstructor } from '../../shell/load-component.ts';

/** The window in which the component of a quick action runs. */
export default class QuickAction extends LightningModal {
  @api component: ComponentConstructor | undefined;
  @api module: string | undefined;
  @api recordId: string | undefined;
  @api objectApiName: string | undefined;
  problem: string | undefined;

  connectedCallback(): void {
    this.template?.addEventListener(CLOSE_ACTION_SCREEN, () => {
      this.close(undefined);
    });
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      if (this.module !== undefined) this.component = await loadComponent(this.module);
    } catch (error) {
      this.problem = `${this.module ?? ''} cannot be shown: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
