import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import CountDesk from 'c/countDesk';
import approve from '@salesforce/apex/CountController.approve';
import getOpenCounts from '@salesforce/apex/CountController.getOpenCounts';
import openCount from '@salesforce/apex/CountController.openCount';
import record from '@salesforce/apex/CountController.record';
import recount from '@salesforce/apex/CountController.recount';
import start from '@salesforce/apex/CountController.start';
import type { TallyLine } from 'c/tallyList';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/CountController.approve', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/CountController.getOpenCounts', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/CountController.openCount', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/CountController.record', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/CountController.recount', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/CountController.skip', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/CountController.start', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Count_Stock', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Work_In_All_Stores', () => ({ default: undefined }), { virtual: true });

const mock = (method: unknown): jest.Mock => method as jest.Mock;
type Child = HTMLElement & Record<string, unknown>;

const COUNT = {
  documentNo: 'C-1', state: 'Counting', locationCode: 'LYON', cause: 'Chosen', isBlind: true, summary: 'Reading lamp +1 more', lineCount: 2, countedLines: 0, waitingLines: 0, canDecide: false,
  lines: [{ sku: 'LAMP-1', productName: 'Reading lamp', place: 'A-1', state: 'ToCount' }, { sku: 'VASE-1', productName: 'Vase', state: 'ToCount' }],
  codes: [{ code: 'LAMP-1', sku: 'LAMP-1', packQuantity: 1 }, { code: 'VASE-1', sku: 'VASE-1', packQuantity: 1 }],
};
const WAITING = { ...COUNT, state: 'Review', waitingLines: 1, canDecide: true, lines: [{ sku: 'LAMP-1', productName: 'Reading lamp', state: 'Waiting', counted: 2, countedBy: 'Robin', expected: 10, difference: -8 }] };

describe('c-count-desk', () => {
  let element: HTMLElement;
  const child = (name: string): Child | null => element.shadowRoot!.querySelector<Child>(name);
  const button = (label: string): HTMLElement => [...element.shadowRoot!.querySelectorAll<Child>('lightning-button')].find((candidate) => candidate['label'] === label)!;
  const lines = (): readonly TallyLine[] => child('c-tally-list')!['lines'] as readonly TallyLine[];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const tell = async (name: string, event: string, detail?: unknown): Promise<void> => {
    child(name)!.dispatchEvent(new CustomEvent(event, { detail }));
    await settle();
  };
  /** Through the field itself, as a scanner does. */
  const scanKeys = async (code: string): Promise<void> => {
    const field = child('c-scan-field')!.shadowRoot!.querySelector('input')!;
    field.value = code;
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await settle();
  };
  const at = async (count: unknown, isMine = true): Promise<void> => {
    mock(getOpenCounts).mockResolvedValue([count]);
    mock(openCount).mockResolvedValue(count);
    element = createElement('c-count-desk', { is: CountDesk });
    document.body.replaceChildren(element);
    await tell('c-document-shell', 'storeshow', { code: 'LYON', name: 'Lyon', isMine });
    await tell('c-document-shell', 'documentopen', 'C-1');
  };

  beforeEach(() => {
    jest.clearAllMocks();
    jest.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12), doNotFake: ['queueMicrotask'] });
  });
  afterEach(() => jest.useRealTimers());

  it('lists open counts without what is expected, and is accessible', async () => {
    await at(COUNT);
    expect(child('c-document-shell')!['documents']).toEqual([{ id: 'C-1', title: 'Reading lamp +1 more', badge: 'To count', detail: '2 of 2 left · C-1' }]);
    expect(lines().map(({ tally, verdict, note }) => [tally, verdict, note])).toEqual([[0, 'Not counted yet', 'at A-1'], [0, 'Not counted yet', '']]);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('records only what was counted, with the moment of each', async () => {
    await at(COUNT);
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    mock(record).mockResolvedValue(COUNT);
    button('Record 1 product').click();
    await settle();
    expect(mock(record)).toHaveBeenCalledWith({ documentNo: 'C-1', lines: [{ sku: 'LAMP-1', quantity: 2, countedAtMillis: Date.UTC(2026, 10, 22, 12) }] });
  });

  it('counts what is scanned while the list is fetched again', async () => {
    await at(COUNT);
    button('Start a count').click();
    await settle();
    mock(start).mockResolvedValue(COUNT);
    mock(getOpenCounts).mockReturnValue(new Promise(() => undefined));
    await tell('c-product-search', 'productselect', { sku: 'LAMP-1', name: 'Reading lamp' });
    button('Start').click();
    await settle();
    await scanKeys('LAMP-1');
    expect(lines()[0]).toMatchObject({ tally: 1, verdict: 'Counted' });
  });

  it('counts what is scanned while the org records, once it has answered', async () => {
    await at(COUNT);
    await scanKeys('LAMP-1');
    const { promise, resolve } = Promise.withResolvers<unknown>();
    mock(record).mockReturnValue(promise);
    button('Record 1 product').click();
    await settle();
    await scanKeys('VASE-1');
    await scanKeys('VASE-1');
    resolve({ ...COUNT, lines: [{ ...COUNT.lines[0], state: 'Done', counted: 1 }, COUNT.lines[1]] });
    await settle();
    expect(lines().map(({ tally }) => tally)).toEqual([undefined, 2]);
  });

  it('counts what nobody expected when the org has answered, and refuses it in words when nothing is counted any more', async () => {
    await at(COUNT);
    await scanKeys('LAMP-1');
    const { promise, resolve } = Promise.withResolvers<unknown>();
    mock(record).mockReturnValueOnce(promise);
    button('Record 1 product').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'MUG-1', name: 'Mug' });
    resolve(COUNT);
    await settle();
    expect(lines()[2]).toMatchObject({ sku: 'MUG-1', tally: 1 });
    mock(start).mockReturnValueOnce(new Promise((answered) => { setTimeout(() => answered(COUNT), 10); }));
    button('Start a count').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'LAMP-1', name: 'Reading lamp' });
    button('Start').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'MUG-1', name: 'Mug' });
    jest.advanceTimersByTime(10);
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('Mug was not taken.');
    expect(lines()).toHaveLength(2);
  });

  it('takes an empty shelf for a count', async () => {
    await at(COUNT);
    await tell('c-tally-list', 'tally', { key: 'VASE-1', quantity: 0 });
    expect(lines()[1]).toMatchObject({ tally: 0, verdict: 'Counted' });
    mock(record).mockResolvedValue(COUNT);
    button('Record 1 product').click();
    await settle();
    expect(mock(record).mock.calls[0]![0]).toMatchObject({ lines: [{ sku: 'VASE-1', quantity: 0 }] });
  });

  it('counts what nobody expected', async () => {
    await at(COUNT);
    await tell('c-product-search', 'productselect', { sku: 'MUG-1', name: 'Mug' });
    expect(lines()[2]).toMatchObject({ sku: 'MUG-1', tally: 1, verdict: 'Counted' });
  });

  it('refuses a code that is not on the list in words', async () => {
    await at(COUNT);
    await tell('c-scan-field', 'scan', { code: 'MUG-1', isTyped: false });
    expect(element.shadowRoot!.querySelector('.last')!.textContent).toContain('MUG-1 is not on the list.');
  });

  it('lets a manager post a difference or have it counted again', async () => {
    await at(WAITING);
    expect(lines()[0]!.note).toBe('2 counted by Robin · 10 expected, 8 missing');
    mock(approve).mockResolvedValue({ ...WAITING, state: 'Done' });
    mock(recount).mockResolvedValue(COUNT);
    button('Count again').click();
    await settle();
    expect(mock(recount)).toHaveBeenCalledWith({ documentNo: 'C-1', skus: null });
    await tell('c-document-shell', 'documentopen', 'C-1');
    button('Post the differences').click();
    await settle();
    expect(mock(approve)).toHaveBeenCalledWith({ documentNo: 'C-1', skus: null });
  });

  it('offers no decision to who may not decide', async () => {
    await at({ ...WAITING, canDecide: false });
    expect(button('Post the differences')).toBeUndefined();
  });

  it('starts a count of chosen goods, or of what is in doubt', async () => {
    await at(COUNT);
    button('Start a count').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'MUG-1', name: 'Mug' });
    mock(start).mockResolvedValue(COUNT);
    button('Start').click();
    await settle();
    expect(mock(start)).toHaveBeenCalledWith(expect.objectContaining({ locationCode: 'LYON', skus: ['MUG-1'], isBlind: true }));
    button('Start a count').click();
    await settle();
    mock(start).mockRejectedValue({ body: { message: 'Nothing at LYON is in doubt.' } });
    button('Count what is in doubt').click();
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('Nothing at LYON is in doubt.');
  });

  it('lets people of another store look and do nothing', async () => {
    await at(COUNT, false);
    expect(child('c-scan-field')).toBeNull();
    expect((button('Start a count') as Child)['disabled']).toBe(true);
  });
});
