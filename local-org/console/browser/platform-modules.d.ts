/** Modules of the base component package that the console's own components import. */
declare module 'lightning/modal' {
  import { LightningElement } from 'lwc';
  export default class LightningModal extends LightningElement {
    static open<Result>(options: Readonly<Record<string, unknown>>): Promise<Result | undefined>;
    close(result?: unknown): void;
    size: string;
    disableClose: boolean;
  }
}
declare module 'lightning/confirm' {
  import { LightningElement } from 'lwc';
  export default class LightningConfirm extends LightningElement {
    static open(options: { readonly message: string; readonly label: string; readonly theme?: string; readonly variant?: string }): Promise<boolean>;
  }
}
