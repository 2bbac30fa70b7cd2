import type { PageConfig } from '../page-config.ts';

/** What the server wrote into the document for this page load. */
export const page: PageConfig = JSON.parse(document.getElementById('console-config')?.textContent ?? '{}') as PageConfig;

/** Headers of every request that acts for the user; the server refuses requests without the token. */
export const requestHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'x-console-token': page.requestToken,
};
