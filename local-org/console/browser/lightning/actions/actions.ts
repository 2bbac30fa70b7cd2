/** `lightning/actions`: how the component of a quick action asks for its window to be closed. */
export const CLOSE_ACTION_SCREEN = 'lightning__actionsclosescreen';

export class CloseActionScreenEvent extends CustomEvent<undefined> {
  constructor() {
    super(CLOSE_ACTION_SCREEN, { bubbles: true, cancelable: true, composed: true });
  }
}
