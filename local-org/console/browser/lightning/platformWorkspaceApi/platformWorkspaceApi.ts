/** `lightning/platformWorkspaceApi` over the shell's tabs. Without console navigation its functions reject, as on the platform. */
import { addressOf, referenceOf } from '../../../page-reference.ts';
import type { LoosePageReference, PageReference } from '../../../page-reference.ts';
import { EnclosingTabId } from '../../shell/page-context.ts';
import { activePage, tabFamily } from '../../shell/open-pages.ts';
import { changePage, closePage, focusPage, isConsole, openInTab, openPages, reloadPage, shownPage, shownPages } from '../../shell/shell.ts';
import type { ShownPage } from '../../shell/shell.ts';

export { EnclosingTabId };

interface OpenOptions {
  readonly pageReference?: LoosePageReference;
  readonly recordId?: string;
  readonly url?: string;
  readonly focus?: boolean;
  readonly label?: string;
  readonly icon?: string;
}
interface TabInfo {
  readonly tabId: string;
  readonly url: string;
  readonly pageReference: PageReference;
  readonly recordId: string | undefined;
  readonly title: string;
  readonly customTitle: string | undefined;
  readonly icon: string;
  readonly customIcon: string | undefined;
  readonly closeable: boolean;
  readonly focused: boolean;
  readonly highlighted: boolean;
  readonly pinned: false;
  readonly isSubtab: boolean;
  readonly parentTabId: string | null;
  readonly subtabs: readonly TabInfo[];
}

/** Wire adapter: does the app have console navigation? */
export class IsConsoleNavigation {
  readonly #callback: (isConsole: boolean) => void;

  constructor(callback: (isConsole: boolean) => void) {
    this.#callback = callback;
  }
  connect(): void {
    this.#callback(isConsole);
  }
  disconnect(): void {}
  update(): void {}
}

export async function openTab(options: OpenOptions = {}): Promise<string> {
  await requireConsole();
  return opened(options, undefined);
}

export async function openSubtab(parentTabId: string, options: OpenOptions = {}): Promise<string> {
  await requireConsole();
  const parent = requireTab(parentTabId);
  return opened(options, parent.parentId ?? parent.id);
}

export async function closeTab(tabId: string): Promise<boolean> {
  await requireConsole();
  requireTab(tabId);
  closePage(tabId);
  return true;
}

export async function focusTab(tabId: string): Promise<boolean> {
  await requireConsole();
  requireTab(tabId);
  focusPage(tabId);
  return true;
}

export async function refreshTab(tabId: string): Promise<boolean> {
  await requireConsole();
  requireTab(tabId);
  reloadPage(tabId);
  return true;
}

export async function getFocusedTabInfo(): Promise<TabInfo> {
  await requireConsole();
  const active = activePage(openPages());
  if (active?.isTab !== true) throw new Error('No tab has the focus: the page of a navigation item is seen.');
  return infoOf(requireTab(active.id));
}

export async function getTabInfo(tabId: string): Promise<TabInfo> {
  await requireConsole();
  return infoOf(requireTab(tabId));
}

export async function getAllTabInfo(): Promise<TabInfo[]> {
  await requireConsole();
  return shownPages().filter(({ isTab, parentId }) => isTab && parentId === undefined).map(infoOf);
}

export async function setTabLabel(tabId: string, label: string): Promise<TabInfo> {
  return changed(tabId, { label });
}

export async function setTabIcon(tabId: string, icon: string, _options: { readonly iconAlt?: string } = {}): Promise<TabInfo> {
  return changed(tabId, { icon });
}

export async function setTabHighlighted(tabId: string, highlighted: boolean): Promise<TabInfo> {
  return changed(tabId, { isHighlighted: highlighted });
}

export async function disableTabClose(tabId: string, disabled: boolean): Promise<TabInfo> {
  return changed(tabId, { isClosable: !disabled });
}

async function changed(tabId: string, change: Parameters<typeof changePage>[1]): Promise<TabInfo> {
  await requireConsole();
  requireTab(tabId);
  changePage(tabId, change);
  return infoOf(requireTab(tabId));
}

function opened({ pageReference, recordId, url, focus = false, label, icon }: OpenOptions, parentId: string | undefined): string {
  const id = openInTab(addressFor(pageReference, recordId, url), focus, parentId);
  if (label !== undefined || icon !== undefined) changePage(id, { label, icon });
  return id;
}

function addressFor(pageReference: LoosePageReference | undefined, recordId: string | undefined, url: string | undefined): string {
  if (pageReference !== undefined) return addressOf(pageReference);
  if (recordId !== undefined) return addressOf({ type: 'standard__recordPage', attributes: { recordId, actionName: 'view' } });
  if (url === undefined) throw new Error('A tab needs a pageReference, a recordId or a url.');
  const target = new URL(url, location.origin);
  if (target.origin !== location.origin || referenceOf(target.href) === undefined) throw new Error(`The local org opens its own Lightning pages in tabs; '${url}' is none.`);
  return target.pathname + target.search;
}

async function requireConsole(): Promise<void> {
  await Promise.resolve();
  if (!isConsole) throw new Error('The workspace API needs an app with console navigation.');
}

function requireTab(tabId: string): ShownPage {
  const tab = shownPage(tabId);
  if (tab?.isTab !== true) throw new Error(`There is no tab '${tabId}'.`);
  return tab;
}

function infoOf(tab: ShownPage): TabInfo {
  const title = tab.description?.title ?? '';
  const subtabs = tab.parentId === undefined ? tabFamily(openPages(), tab.id).filter(({ id }) => id !== tab.id) : [];
  return {
    tabId: tab.id, url: new URL(tab.address, location.origin).href, pageReference: tab.reference, recordId: tab.reference.attributes['recordId'],
    title: tab.label ?? title, customTitle: tab.label, icon: tab.icon ?? tab.description?.icon ?? '', customIcon: tab.icon, closeable: tab.isClosable,
    focused: openPages().activeId === tab.id, highlighted: tab.isHighlighted, pinned: false, isSubtab: tab.parentId !== undefined, parentTabId: tab.parentId ?? null,
    subtabs: subtabs.map(({ id }) => infoOf(requireTab(id))),
  };
}
