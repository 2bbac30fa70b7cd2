/** `lightning/platformShowToastEvent`: an event that the console's toast container listens for on the window. */
export const ShowToastEventName = 'lightning__showtoast';

export interface ToastDetail {
  readonly title: string;
  readonly message?: string;
  /** Values of `{0}`, `{1}` … in title and message; those with an address become links. */
  readonly messageData?: readonly (string | { readonly url: string; readonly label: string })[];
  readonly variant?: 'info' | 'success' | 'warning' | 'error';
  readonly mode?: 'dismissible' | 'pester' | 'sticky';
}

export class ShowToastEvent extends CustomEvent<ToastDetail> {
  constructor(detail: ToastDetail) {
    super(ShowToastEventName, { bubbles: true, composed: true, cancelable: true, detail });
  }
}
