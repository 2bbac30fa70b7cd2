/** The pages of this window: what is open, what the org says stands there, and the browser's address and history. */
import type { PageDescription } from '../../page-config.ts';
import { addressOf, pathOf, referenceOf, type LoosePageReference, type PageReference } from '../../page-reference.ts';
import { page as config } from '../page.ts';
import { fetchPage } from './fetch-page.ts';
import { activePage, close, focus, navigateConsole, NO_PAGES, openSubtab, openTab, showOnly, withPage, type OpenPage, type OpenPages } from './open-pages.ts';
import { restorePages, storePages } from './stored-pages.ts';

export interface ShownPage extends OpenPage {
  /** `undefined`: not asked for yet, or on its way. */
  readonly description: PageDescription | undefined;
  readonly reference: PageReference;
  /** Why the org could not be asked. */
  readonly failure: string | undefined;
}

let open: OpenPages = NO_PAGES;
/** By page id. */
const descriptions = new Map<string, PageDescription>();
const failures = new Map<string, string>();
const asked = new Set<string>();
const listeners = new Set<() => void>();

export const isConsole = config.app.isConsole;

/** Returns the function that ends the notice. */
export function onShellChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function openPages(): OpenPages {
  return open;
}

export function shownPages(): readonly ShownPage[] {
  return open.pages.map(shown);
}

export function shownPage(id: string): ShownPage | undefined {
  const page = open.pages.find((candidate) => candidate.id === id);
  return page === undefined ? undefined : shown(page);
}

export function currentReference(): PageReference {
  const active = activePage(open);
  return active === undefined ? config.page.reference : shown(active).reference;
}

/** The first page of the document, and in a console the tabs this window had. */
export function startShell(): void {
  const { address } = config.page;
  const restored = isConsole ? restorePages() : NO_PAGES;
  const start = isConsole ? navigateConsole(restored, address, undefined) : showOnly(NO_PAGES, address);
  // A console opens with its first navigation item behind the tabs.
  const [firstItem] = config.app.items;
  open = isConsole && !start.pages.some((page) => !page.isTab) ? withItemBehind(start, firstItem?.address ?? '/lightning/page/home') : start;
  descriptions.set(open.activeId, config.page);
  open = withPage(open, open.activeId, { title: config.page.title, titleIcon: config.page.icon });
  history.replaceState({ pageId: open.activeId }, '', address);
  addEventListener('popstate', (event) => comeBack((event.state as { pageId?: string } | null)?.pageId));
  settle();
}

function withItemBehind(start: OpenPages, address: string): OpenPages {
  const { activeId } = start;
  const shownItem = navigateConsole(start, address, undefined);
  return { ...shownItem, activeId };
}

export interface NavigateOptions {
  readonly replace?: boolean;
  /** The page it was asked for from; the one that is seen when nobody says. */
  readonly fromId?: string | undefined;
}

/** Throws when the local org has no such page. */
export function navigate(reference: LoosePageReference, options: NavigateOptions = {}): void {
  const address = addressOf(reference);
  if (reference.type === 'standard__webPage') visit(address);
  else go(address, options);
}

export function go(address: string, { replace = false, fromId = open.activeId }: NavigateOptions = {}): void {
  if (referenceOf(address)?.type === 'standard__app') {
    location.assign(address);
    return;
  }
  change(isConsole ? navigateConsole(open, address, fromId) : showOnly(open, address));
  const state = { pageId: open.activeId };
  if (replace) history.replaceState(state, '', address);
  else history.pushState(state, '', address);
}

/** Addresses of this org's pages stay in the document; others get a window of their own. */
function visit(url: string): void {
  const target = new URL(url, location.href);
  if (!/^(?:https?|mailto|tel):$/.test(target.protocol)) throw new Error(`The address '${url}' cannot be opened: only web, mail and telephone addresses can.`);
  if (target.origin === location.origin && referenceOf(target.href) !== undefined) go(target.pathname + target.search);
  else window.open(target.href, '_blank', 'noopener');
}

export function focusPage(id: string): void {
  change(focus(open, id));
  follow();
}

export function closePage(id: string): void {
  change(close(open, id));
  follow();
}

/** Answers the id of the tab. */
export function openInTab(address: string, isFocused: boolean, parentId?: string): string {
  const already = open.pages.find((page) => page.isTab && pathOf(page.address) === pathOf(address) && page.parentId === parentId);
  if (already !== undefined) {
    if (isFocused) focusPage(already.id);
    return already.id;
  }
  change(parentId === undefined ? openTab(open, address, isFocused) : openSubtab(open, parentId, address, isFocused));
  follow();
  return open.pages.find((page) => page.isTab && page.parentId === parentId && page.address === address)?.id ?? '';
}

export function changePage(id: string, change_: Partial<Pick<OpenPage, 'label' | 'icon' | 'isClosable' | 'isHighlighted'>>): void {
  const page = open.pages.find((candidate) => candidate.id === id);
  // A component that names its tab whenever it hears of it would go on for ever.
  const isNews = page === undefined || Object.entries(change_).some(([name, value]) => page[name as keyof typeof change_] !== value);
  if (isNews) change(withPage(open, id, change_));
}

/** Asks again for what stands on a page; its components start anew. */
export function reloadPage(id: string): void {
  descriptions.delete(id);
  failures.delete(id);
  asked.delete(id);
  change(open);
}

function comeBack(pageId: string | undefined): void {
  const address = location.pathname + location.search;
  const known = open.pages.find((page) => page.id === pageId && pathOf(page.address) === pathOf(address));
  if (known !== undefined) change(focus(withPage(open, known.id, { address }), known.id));
  else change(isConsole ? navigateConsole(open, address, undefined) : showOnly(open, address));
  history.replaceState({ pageId: open.activeId }, '', address);
}

/** The address bar shows the page that is seen. */
function follow(): void {
  const active = activePage(open);
  if (active !== undefined && active.address !== location.pathname + location.search) history.pushState({ pageId: active.id }, '', active.address);
}

function change(next: OpenPages): void {
  open = next;
  settle();
}

function settle(): void {
  const ids = new Set(open.pages.map(({ id }) => id));
  for (const map of [descriptions, failures]) for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
  const active = activePage(open);
  if (active !== undefined && !descriptions.has(active.id) && !asked.has(active.id)) void ask(active);
  if (isConsole) storePages(open);
  const label = active === undefined ? undefined : (active.label ?? descriptions.get(active.id)?.title);
  if (label !== undefined) document.title = `${label} | ${config.app.label}`;
  for (const listener of [...listeners]) listener();
}

async function ask({ id, address }: OpenPage): Promise<void> {
  asked.add(id);
  try {
    const description = await fetchPage(address);
    if (description.orgVersion !== config.orgVersion) {
      // Something was deployed: this document's modules are of yesterday.
      location.assign(address);
      return;
    }
    descriptions.set(id, description);
    failures.delete(id);
    open = withPage(open, id, { title: description.title, titleIcon: description.icon });
  } catch (error) {
    failures.set(id, error instanceof Error ? error.message : String(error));
  }
  settle();
}

function shown(page: OpenPage): ShownPage {
  const description = descriptions.get(page.id);
  const inAddress = referenceOf(page.address) ?? config.page.reference;
  // The org knows more than the address does, the object of a record for one; the state changes without asking it.
  const reference = description === undefined ? inAddress : { ...description.reference, state: inAddress.state };
  return { ...page, description, reference, failure: failures.get(page.id) };
}
