/** Going from page to page, and the tabs and utilities of a console. */
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

declare module 'lightning/platformWorkspaceApi' {
  import type { WireAdapterConstructor } from 'lwc';
  import type { PageReference } from 'lightning/navigation';
  export interface TabInfo {
    readonly tabId: string;
    readonly url?: string;
    readonly title?: string;
    readonly customTitle?: string | null;
    readonly icon?: string;
    readonly iconAlt?: string;
    readonly pageReference?: PageReference;
    readonly recordId?: string | null;
    readonly isSubtab: boolean;
    readonly parentTabId?: string | null;
    readonly subtabs?: readonly TabInfo[];
    readonly focused: boolean;
    readonly highlighted?: boolean;
    readonly pinned?: boolean;
    readonly closeable?: boolean;
  }
  /** One of `pageReference`, `recordId` and `url` says what the tab shows. */
  export interface TabTarget {
    readonly pageReference?: PageReference;
    readonly recordId?: string;
    readonly url?: string;
    readonly label?: string;
    readonly icon?: string;
    readonly iconAltText?: string;
    readonly focus?: boolean;
  }
  export const IsConsoleNavigation: WireAdapterConstructor<Record<string, never>, boolean>;
  export const EnclosingTabId: WireAdapterConstructor<Record<string, never>, string | undefined>;
  export function getFocusedTabInfo(): Promise<TabInfo>;
  export function getTabInfo(tabId: string): Promise<TabInfo>;
  export function getAllTabInfo(): Promise<readonly TabInfo[]>;
  /** Answers the id of the tab. */
  export function openTab(target: TabTarget & { readonly overrideNavRules?: boolean }): Promise<string>;
  export function openSubtab(parentTabId: string, target: TabTarget): Promise<string>;
  export function focusTab(tabId: string): Promise<unknown>;
  export function closeTab(tabId: string): Promise<boolean>;
  export function refreshTab(tabId: string, options?: { readonly includeAllSubtabs?: boolean }): Promise<unknown>;
  export function setTabLabel(tabId: string, label: string): Promise<TabInfo>;
  export function setTabIcon(tabId: string, icon: string, options?: { readonly iconAlt?: string }): Promise<TabInfo>;
  export function setTabHighlighted(tabId: string, isHighlighted: boolean, options?: { readonly pulse?: boolean; readonly state?: 'success' | 'warning' | 'error' }): Promise<TabInfo>;
  export function disableTabClose(tabId: string, isDisabled: boolean): Promise<TabInfo>;
}

declare module 'lightning/platformUtilityBarApi' {
  import type { WireAdapterConstructor } from 'lwc';
  export interface UtilityInfo {
    readonly id: string;
    readonly utilityLabel: string;
    readonly utilityIcon: string;
    readonly utilityHighlighted: boolean;
    readonly utilityVisible: boolean;
    readonly panelHeaderLabel: string;
    readonly panelHeaderIcon: string;
    readonly panelHeight: number;
    readonly panelWidth: number;
  }
  /** The utility that a component is in; `undefined` outside a utility bar. */
  export const EnclosingUtilityId: WireAdapterConstructor<Record<string, never>, string | undefined>;
  export function getAllUtilityInfo(): Promise<readonly UtilityInfo[]>;
  export function getInfo(utilityId: string): Promise<UtilityInfo>;
  export function open(utilityId: string, options?: { readonly autoFocus?: boolean }): Promise<boolean>;
  export function minimize(utilityId: string): Promise<boolean>;
  export function updateUtility(utilityId: string, change: { readonly label?: string; readonly icon?: string; readonly highlighted?: boolean }): Promise<boolean>;
  export function updatePanel(utilityId: string, change: { readonly label?: string; readonly icon?: string; readonly width?: number; readonly height?: number }): Promise<boolean>;
  export function onUtilityClick(utilityId: string, listener: (click: { readonly panelVisible: boolean }) => void): Promise<boolean>;
}
