/** The parts of the platform's Lightning modules that Holdfast's components import. */
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

declare module 'lightning/navigation' {
  import type { LightningElement, WireAdapterConstructor } from 'lwc';
  export interface PageReference {
    readonly type: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly state?: Readonly<Record<string, string | undefined>>;
  }
  interface Navigation {
    [NavigationMixin.Navigate](reference: PageReference, replace?: boolean): void;
    [NavigationMixin.GenerateUrl](reference: PageReference): Promise<string>;
  }
  type NavigatingElement = LightningElement & Navigation;
  export function NavigationMixin(base: typeof LightningElement): Omit<typeof LightningElement, 'prototype'> & { new (): NavigatingElement; readonly prototype: NavigatingElement };
  export namespace NavigationMixin {
    const Navigate: unique symbol;
    const GenerateUrl: unique symbol;
  }
  export const CurrentPageReference: WireAdapterConstructor<Record<string, never>, PageReference | null>;
}
