import { referenceOf } from '../../page-reference.ts';

/** The address of this org's page that a click on a link leads to; `undefined` when the browser should do with the click what it does. */
export function lightningAddress(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && target.hasAttribute('href'));
  if (link === undefined || link.hasAttribute('download') || !['', '_self'].includes(link.target)) return undefined;
  const { origin, pathname, search } = new URL(link.href, location.href);
  return origin === location.origin && referenceOf(pathname) !== undefined ? pathname + search : undefined;
}
