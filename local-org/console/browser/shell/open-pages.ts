/**
 * Which pages are open, and which one is seen. An app with standard navigation has one; a console app keeps workspace tabs with subtabs beside the
 * page of the chosen navigation item. Pure: what happens in a browser is in `shell.ts`.
 */
import { pathOf, referenceOf } from '../../page-reference.ts';

export interface OpenPage {
  /** As the workspace API names tabs: `ctab1`, `ctab1_0`. */
  readonly id: string;
  readonly address: string;
  /** Of a subtab: its workspace tab. */
  readonly parentId: string | undefined;
  /** The page of a navigation item stands in no tab. */
  readonly isTab: boolean;
  /** Set by a component; otherwise the page's title. */
  readonly label: string | undefined;
  readonly icon: string | undefined;
  /** What the org called the page when it was last seen: for tabs of a window that was loaded again. */
  readonly title: string | undefined;
  readonly titleIcon: string | undefined;
  readonly isClosable: boolean;
  readonly isHighlighted: boolean;
}

export interface OpenPages {
  readonly pages: readonly OpenPage[];
  readonly activeId: string;
  /** Grows with every page that is opened: ids are never given twice. */
  readonly counter: number;
}

export const NO_PAGES: OpenPages = { pages: [], activeId: '', counter: 0 };

const plain = { parentId: undefined, label: undefined, icon: undefined, title: undefined, titleIcon: undefined, isClosable: true, isHighlighted: false };

export function activePage(open: OpenPages): OpenPage | undefined {
  return open.pages.find(({ id }) => id === open.activeId);
}

/** The workspace tab and its subtabs, in order; empty for the page of a navigation item. */
export function tabFamily(open: OpenPages, id: string): readonly OpenPage[] {
  const page = open.pages.find((candidate) => candidate.id === id);
  const rootId = page?.parentId ?? id;
  return open.pages.filter((candidate) => candidate.isTab && (candidate.id === rootId || candidate.parentId === rootId));
}

/** Standard navigation: the page is replaced, unless only its state changes. */
export function showOnly(open: OpenPages, address: string): OpenPages {
  const active = activePage(open);
  if (active !== undefined && pathOf(active.address) === pathOf(address)) return withPage(open, active.id, { address });
  const id = `page${open.counter}`;
  return { pages: [{ ...plain, id, address, isTab: false }], activeId: id, counter: open.counter + 1 };
}

/** Navigation in a console: records open in tabs, from a record as a subtab; everything else takes the place of the navigation item's page. */
export function navigateConsole(open: OpenPages, address: string, fromId: string | undefined): OpenPages {
  const already = open.pages.find((page) => pathOf(page.address) === pathOf(address));
  if (already !== undefined) return focus(withPage(open, already.id, { address }), already.id);
  const from = open.pages.find((page) => page.id === fromId && page.isTab);
  if (!belongsInTab(address)) return showItem(open, address);
  return from === undefined ? openTab(open, address, true) : openSubtab(open, from.parentId ?? from.id, address, true);
}

function belongsInTab(address: string): boolean {
  return ['standard__recordPage', 'standard__component'].includes(referenceOf(address)?.type ?? '');
}

function showItem(open: OpenPages, address: string): OpenPages {
  const id = `item${open.counter}`;
  const tabs = open.pages.filter((page) => page.isTab);
  return { pages: [{ ...plain, id, address, isTab: false }, ...tabs], activeId: id, counter: open.counter + 1 };
}

export function openTab(open: OpenPages, address: string, isFocused: boolean): OpenPages {
  const id = `ctab${open.counter}`;
  const pages = [...open.pages, { ...plain, id, address, isTab: true }];
  return { pages, activeId: isFocused ? id : open.activeId, counter: open.counter + 1 };
}

export function openSubtab(open: OpenPages, parentId: string, address: string, isFocused: boolean): OpenPages {
  const id = `${parentId}_${open.counter}`;
  const lastOfFamily = open.pages.findLastIndex((page) => page.id === parentId || page.parentId === parentId);
  const pages = open.pages.toSpliced(lastOfFamily + 1, 0, { ...plain, id, address, parentId, isTab: true });
  return { pages, activeId: isFocused ? id : open.activeId, counter: open.counter + 1 };
}

export function focus(open: OpenPages, id: string): OpenPages {
  return open.pages.some((page) => page.id === id) ? { ...open, activeId: id } : open;
}

/** A workspace tab takes its subtabs along. The neighbour is seen then: within the tab first, else the tab before, else the navigation item. */
export function close(open: OpenPages, id: string): OpenPages {
  const closed = open.pages.find((page) => page.id === id && page.isTab);
  if (closed === undefined) return open;
  const gone = new Set(closed.parentId === undefined ? tabFamily(open, id).map((page) => page.id) : [id]);
  const pages = open.pages.filter((page) => !gone.has(page.id));
  if (!gone.has(open.activeId)) return { ...open, pages };
  const at = open.pages.findIndex((page) => page.id === id);
  const neighbours = closed.parentId === undefined ? pages.filter((page) => page.parentId === undefined) : pages.filter((page) => page.id === closed.parentId || page.parentId === closed.parentId);
  const before = neighbours.findLast((page) => open.pages.indexOf(page) < at);
  return { ...open, pages, activeId: (before ?? neighbours[0] ?? pages[0])?.id ?? '' };
}

export function withPage(open: OpenPages, id: string, change: Partial<OpenPage>): OpenPages {
  return { ...open, pages: open.pages.map((page) => (page.id === id ? { ...page, ...change } : page)) };
}
