import { LightningElement } from 'lwc';
import { ShowToastEventName } from '../../lightning/platformShowToastEvent/platformShowToastEvent.ts';
import type { ToastDetail } from '../../lightning/platformShowToastEvent/platformShowToastEvent.ts';
import { lightningAddress } from '../../shell/links.ts';
import { go } from '../../shell/shell.ts';

interface Part {
  readonly key: string;
  readonly text: string;
  readonly url: string | undefined;
}
interface Toast {
  readonly id: string;
  readonly title: readonly Part[];
  readonly message: readonly Part[];
  readonly hasMessage: boolean;
  readonly isClosable: boolean;
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
    const { title, message = '', messageData = [], variant = 'info', mode = 'dismissible' } = (event as CustomEvent<ToastDetail>).detail;
    const id = String(++nextId);
    const toast: Toast = {
      id,
      title: partsOf(title, messageData),
      message: partsOf(message, messageData),
      hasMessage: message !== '',
      isClosable: mode !== 'pester',
      className: `slds-notify slds-notify_toast slds-theme_${variant}`,
      iconName: `utility:${variant}`,
      variantText: variant,
      role: variant === 'error' ? 'alert' : 'status',
    };
    this.toasts = [toast, ...this.toasts];
    if (mode !== 'sticky') setTimeout(() => this.remove(id), SHOWN_MILLISECONDS);
  };

  /** Toasts stand on no page; links to this org's pages still stay in the document. */
  handleClick(event: MouseEvent): void {
    const address = lightningAddress(event);
    if (address === undefined) return;
    event.preventDefault();
    go(address);
  }

  handleClose(event: Event): void {
    this.remove((event.currentTarget as HTMLElement).dataset['id']);
  }

  private remove(id: string | undefined): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}

/** A text with its placeholders filled. */
function partsOf(text: string, data: NonNullable<ToastDetail['messageData']>): Part[] {
  return text.split(/(\{\d+\})/).map((piece, index) => {
    const value = /^\{\d+\}$/.test(piece) ? data[Number(piece.slice(1, -1))] : undefined;
    const link = typeof value === 'object' && /^(?:https?:|\/(?!\/))/.test(value.url) ? value : undefined;
    return { key: String(index), text: typeof value === 'object' ? value.label : (value ?? piece), url: link?.url };
  });
}
