/** Which pages a window has open, and what navigation does to them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

interface Page { readonly id: string; readonly address: string; readonly parentId: string | undefined; readonly isTab: boolean }
interface Open { readonly pages: readonly Page[]; readonly activeId: string; readonly counter: number }
interface Module {
  readonly NO_PAGES: Open;
  showOnly(open: Open, address: string): Open;
  navigateConsole(open: Open, address: string, fromId: string | undefined): Open;
  openTab(open: Open, address: string, isFocused: boolean): Open;
  openSubtab(open: Open, parentId: string, address: string, isFocused: boolean): Open;
  close(open: Open, id: string): Open;
}
// The specifier is not literal, because these files are compiled for browsers.
const { NO_PAGES, showOnly, navigateConsole, openTab, openSubtab, close } = (await import(new URL('./browser/shell/open-pages.ts', import.meta.url).href)) as Module;

const record = (name: string): string => `/lightning/r/a00${name.padEnd(12, '0')}/view`;
const addresses = (open: Open): string[] => open.pages.map(({ address, parentId }) => `${parentId === undefined ? '' : '  '}${address}`);
const active = (open: Open): string | undefined => open.pages.find(({ id }) => id === open.activeId)?.address;

describe('standard navigation', () => {
  it('shows one page at a time, under a new id each', () => {
    const one = showOnly(NO_PAGES, '/lightning/page/home');
    const two = showOnly(one, '/lightning/n/Bench');
    assert.deepEqual(addresses(two), ['/lightning/n/Bench']);
    assert.notEqual(one.activeId, two.activeId);
  });

  it('keeps the page while only its state changes', () => {
    const one = showOnly(NO_PAGES, '/lightning/n/Bench');
    const two = showOnly(one, '/lightning/n/Bench?c__tray=7');
    assert.deepEqual([two.activeId, active(two)], [one.activeId, '/lightning/n/Bench?c__tray=7']);
  });
});

describe('console navigation', () => {
  const home = navigateConsole(NO_PAGES, '/lightning/page/home', undefined);
  const withRye = navigateConsole(home, record('Rye'), home.activeId);

  it('opens a record from a navigation item in a workspace tab', () => {
    assert.deepEqual(addresses(withRye), ['/lightning/page/home', record('Rye')]);
    assert.equal(active(withRye), record('Rye'));
  });

  it('opens a record from a record in a subtab, also from a subtab', () => {
    const withBun = navigateConsole(withRye, record('Bun'), withRye.activeId);
    const withBap = navigateConsole(withBun, record('Bap'), withBun.activeId);
    assert.deepEqual(addresses(withBap), ['/lightning/page/home', record('Rye'), `  ${record('Bun')}`, `  ${record('Bap')}`]);
  });

  it('goes to a record that is open instead of opening it again', () => {
    const back = navigateConsole(navigateConsole(withRye, '/lightning/n/Bench', undefined), record('Rye'), undefined);
    assert.deepEqual([addresses(back), active(back)], [['/lightning/n/Bench', record('Rye')], record('Rye')]);
  });

  it('replaces the navigation item and leaves the tabs', () => {
    assert.deepEqual(addresses(navigateConsole(withRye, '/lightning/o/Loaf__c/list', withRye.activeId)), ['/lightning/o/Loaf__c/list', record('Rye')]);
  });

  it('puts a subtab behind the last of its workspace', () => {
    const two = openTab(withRye, record('Bun'), false);
    assert.deepEqual(addresses(openSubtab(two, withRye.activeId, record('Bap'), false)), ['/lightning/page/home', record('Rye'), `  ${record('Bap')}`, record('Bun')]);
  });

  it('closes a workspace with its subtabs, and shows what stood before it', () => {
    const withBap = openSubtab(openTab(withRye, record('Bun'), true), withRye.activeId, record('Bap'), true);
    const closed = close(withBap, withRye.activeId);
    assert.deepEqual([addresses(closed), active(closed)], [['/lightning/page/home', record('Bun')], '/lightning/page/home']);
  });

  it('shows the workspace when its subtab closes, and stays where it is when another tab closes', () => {
    const withBap = openSubtab(withRye, withRye.activeId, record('Bap'), true);
    assert.equal(active(close(withBap, withBap.activeId)), record('Rye'));
    const other = openTab(withRye, record('Bun'), false);
    assert.equal(active(close(other, other.pages.at(-1)?.id ?? '')), record('Rye'));
  });

  it('never gives an id twice', () => {
    const again = openTab(close(withRye, withRye.activeId), record('Bun'), true);
    assert.notEqual(again.activeId, withRye.activeId);
  });
});
