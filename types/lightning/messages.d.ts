/** Toasts, dialogs, and messages between components and from the org. */
declare module 'lightning/platformShowToastEvent' {
  export interface ToastConfig {
    readonly title: string;
    readonly message?: string;
    readonly variant?: 'info' | 'success' | 'warning' | 'error';
    readonly mode?: 'dismissible' | 'pester' | 'sticky';
  }
  export class ShowToastEvent extends CustomEvent<ToastConfig> {
    constructor(config: ToastConfig);
  }
}

declare module 'lightning/toast' {
  export interface ToastOptions {
    readonly label: string;
    readonly labelLinks?: readonly unknown[] | Readonly<Record<string, unknown>>;
    readonly message?: string;
    readonly messageLinks?: readonly unknown[] | Readonly<Record<string, unknown>>;
    readonly variant?: 'info' | 'success' | 'warning' | 'error';
    readonly mode?: 'dismissible' | 'sticky';
  }
  export default class Toast {
    static show(options: ToastOptions, source: unknown): Promise<unknown>;
  }
}

declare module 'lightning/modal' {
  import { LightningElement } from 'lwc';
  export interface ModalOptions {
    readonly label: string;
    readonly size?: 'small' | 'medium' | 'large' | 'full';
    readonly description?: string;
    readonly disableClose?: boolean;
  }
  export default class LightningModal extends LightningElement {
    /** Resolves with what `close` was given; `undefined` when the dialog was dismissed. Public properties of the component go beside the options. */
    static open<Result = unknown>(options: ModalOptions & Readonly<Record<string, unknown>>): Promise<Result | undefined>;
    label: string;
    size: string;
    description: string;
    disableClose: boolean;
    close(result?: unknown): void;
  }
}

declare module 'lightning/alert' {
  import type { DialogOptions } from 'lightning/confirm';
  export default class LightningAlert {
    static open(options: DialogOptions): Promise<void>;
  }
}

declare module 'lightning/confirm' {
  export interface DialogOptions {
    readonly message: string;
    readonly label?: string;
    readonly variant?: 'header' | 'headerless';
    readonly theme?: 'default' | 'shade' | 'inverse' | 'alt-inverse' | 'success' | 'info' | 'warning' | 'error' | 'offline';
  }
  export default class LightningConfirm {
    /** Resolves with whether the user agreed. */
    static open(options: DialogOptions): Promise<boolean>;
  }
}

declare module 'lightning/prompt' {
  import type { DialogOptions } from 'lightning/confirm';
  export default class LightningPrompt {
    /** Resolves with the text, or with null when the user went back. */
    static open(options: DialogOptions & { readonly defaultValue?: string }): Promise<string | null>;
  }
}

declare module 'lightning/actions' {
  export class CloseActionScreenEvent extends CustomEvent<never> {
    constructor();
  }
}

declare module 'lightning/empApi' {
  export interface EmpMessage<Payload> {
    readonly channel: string;
    readonly data: { readonly payload: Payload; readonly event: { readonly replayId: number } };
  }
  export interface EmpSubscription {
    readonly id: string;
    readonly channel: string;
  }
  /** `replayId` -1: only new events; -2: everything retained; otherwise what came after that event. */
  export function subscribe<Payload>(channel: string, replayId: number, onMessage: (message: EmpMessage<Payload>) => void): Promise<EmpSubscription>;
  export function unsubscribe(subscription: EmpSubscription, callback?: (response: unknown) => void): Promise<unknown>;
  /** Listeners stay for the life of the page; the platform offers no way to take one back. */
  export function onError(listener: (error: unknown) => void): void;
  export function isEmpEnabled(): Promise<boolean>;
  export function setDebugFlag(isOn: boolean): void;
}

declare module 'lightning/messageService' {
  import type { WireAdapterConstructor } from 'lwc';
  /** What `import channel from '@salesforce/messageChannel/Name__c'` gives. */
  export type MessageChannel = object & { readonly isMessageChannel?: never };
  export type MessageContextValue = object & { readonly isMessageContext?: never };
  export type MessageSubscription = object & { readonly isMessageSubscription?: never };
  export const MessageContext: WireAdapterConstructor<Record<string, never>, MessageContextValue>;
  /** Listens wherever a component of the application sends, not only where the listener is active. */
  export const APPLICATION_SCOPE: unique symbol;
  export function createMessageContext(): MessageContextValue;
  export function releaseMessageContext(context: MessageContextValue): void;
  export function publish(context: MessageContextValue, channel: MessageChannel, message?: Readonly<Record<string, unknown>>): void;
  export function subscribe<Message>(context: MessageContextValue, channel: MessageChannel, listener: (message: Message) => void, options?: { readonly scope?: typeof APPLICATION_SCOPE }): MessageSubscription;
  export function unsubscribe(subscription: MessageSubscription | null): void;
}

declare module 'lightning/refresh' {
  export class RefreshEvent extends CustomEvent<never> {
    constructor();
  }
  export const REFRESH_COMPLETE: string;
  export const REFRESH_COMPLETE_WITH_ERRORS: string;
  export const REFRESH_ERROR: string;
  /** @param refresh resolves with whether it went well; @returns what `unregisterRefreshHandler` takes */
  export function registerRefreshHandler(component: object, refresh: () => Promise<string>): string;
  export function unregisterRefreshHandler(id: string): void;
  export function registerRefreshContainer(component: object, refresh: (done: Promise<string>) => void): string;
  export function unregisterRefreshContainer(id: string): void;
}
