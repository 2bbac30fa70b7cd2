import { LightningElement } from 'lwc';
import { ShowToastEventName } from '../../lightning/platformShowToastEvent/platformShowToastEvent.ts';
import type { ToastDetail } from '../../lightning/platformShowToastEvent/platformShowToastEvent.ts';

interface Toast {
  readonly id: string;
  readonly title: string;
  readonly message: string | undefined;
  readonly className: string;
  readonly iconName: string;
  readonly variantText: string;
  readonly role: 'status' | 'alert';
}

/** How long a toast stays when nobody closes it. */
const SHOWN_MILLISECONDS = 5000;
let nextId = 0;

/** Shows what components report with `ShowToastEvent`, newest first. Listens on the window, because dialogs hang outside the shell. */
export default class Toasts extends LightningElement {
  toasts: readonly Toast[] = [];

  connectedCallback(): void {
    window.addEventListener(ShowToastEventName, this.handleToast);
  }

  disconnectedCallback(): void {
    window.removeEventListener(ShowToastEventName, this.handleToast);
  }

  handleToast = (event: Event): void => {
    const { title, message, variant = 'info', mode = 'dismissible' } = (event as CustomEvent<ToastDetail>).detail;
    const id = String(++nextId);
    const toast: Toast = {
      id,
      title,
      message,
      className: `slds-notify slds-notify_toast slds-theme_${variant}`,
      iconName: `utility:${variant}`,
      variantText: variant,
      role: variant === 'error' ? 'alert' : 'status',
    };
    this.toasts = [toast, ...this.toasts];
    if (mode !== 'sticky') setTimeout(() => this.remove(id), SHOWN_MILLISECONDS);
  };

  handleClose(event: Event): void {
    this.remove((event.currentTarget as HTMLElement).dataset['id']);
  }

  private remove(id: string | undefined): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}
