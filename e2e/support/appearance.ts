/** What every screen owes its users, whatever is on it. */
import assert from 'node:assert/strict';
import { accessibilityFindings } from './browser.ts';
import type { Window } from './console-windows.ts';

/** Keeps a picture; nothing scrolls sideways, nobody is shut out, nothing complained. */
export async function expectGoodLooks({ page, errors }: Window, picture: string): Promise<void> {
  await page.screenshot({ path: picture });
  assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0, 'nothing scrolls sideways');
  assert.deepEqual(await accessibilityFindings(page), []);
  assert.deepEqual(errors, []);
}
