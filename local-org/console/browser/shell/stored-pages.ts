/** The tabs of a console survive a reload of their window. */
import { page } from '../page.ts';
import { NO_PAGES, type OpenPages } from './open-pages.ts';

const KEY = `console-tabs:${page.user.id}:${page.app.name}`;

export function storePages(open: OpenPages): void {
  sessionStorage.setItem(KEY, JSON.stringify(open));
}

export function restorePages(): OpenPages {
  const stored = sessionStorage.getItem(KEY);
  if (stored === null) return NO_PAGES;
  try {
    return JSON.parse(stored) as OpenPages;
  } catch {
    // Written by another version of the shell: then the window starts without tabs.
    return NO_PAGES;
  }
}
