/** Entry point of every document: chooses the app of this window, then shows the shell with its first page. */
import { createElement } from 'lwc';
import ConsoleApp from 'console/app';
import { page } from './page.ts';
import { startShell } from './shell/shell.ts';

/** A window stays in its app although another window of the browser has chosen another one since. */
const APP_KEY = `console-app:${page.user.id}`;

function isInItsApp(): boolean {
  const own = sessionStorage.getItem(APP_KEY);
  return page.isAppChosen || own === null || own === page.app.name || !page.apps.some(({ name }) => name === own);
}

if (isInItsApp()) {
  sessionStorage.setItem(APP_KEY, page.app.name);
  startShell();
  document.getElementById('console')?.replaceChildren(createElement('console-app', { is: ConsoleApp }));
} else {
  location.replace(`/lightning/app/${encodeURIComponent(sessionStorage.getItem(APP_KEY) ?? '')}?startURL=${encodeURIComponent(location.pathname + location.search)}`);
}
