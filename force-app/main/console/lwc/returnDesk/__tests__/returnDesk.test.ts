import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import ReturnDesk from 'c/returnDesk';
import findReturns from '@salesforce/apex/ReturnController.findReturns';
import getOpenReturns from '@salesforce/apex/ReturnController.getOpenReturns';
import inspect from '@salesforce/apex/ReturnController.inspect';
import openReturn from '@salesforce/apex/ReturnController.openReturn';
import sendToVendor from '@salesforce/apex/ReturnController.sendToVendor';
import take from '@salesforce/apex/ReturnController.take';
import type { TallyLine } from 'c/tallyList';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.cancel', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.findReturns', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.getOpenReturns', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.inspect', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.openReturn', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.sendToVendor', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReturnController.take', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Take_Returns', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Store', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/Work_In_All_Stores', () => ({ default: undefined }), { virtual: true });

const mock = (method: unknown): jest.Mock => method as jest.Mock;
type Child = HTMLElement & Record<string, unknown>;

const LINE = { line: '1', sku: 'LAMP-1', productName: 'Reading lamp', reason: 'Unwanted', announced: 2, received: 0, refundOnly: 0, turnedAway: 0, toInspect: 0, sellable: 0, damaged: 0, forVendor: 0, sentToVendor: 0 };
const EXPECTED = { documentNo: 'R-1', state: 'Announced', locationCode: 'NICE', orderRef: 'W-1', summary: '2 × Reading lamp', lines: [LINE], codes: [{ code: 'LAMP-1', sku: 'LAMP-1', packQuantity: 1 }] };
const HERE = { ...EXPECTED, state: 'Received', lines: [{ ...LINE, received: 2, toInspect: 2 }] };

describe('c-return-desk', () => {
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
  const at = async (document_: unknown, isMine = true): Promise<void> => {
    mock(getOpenReturns).mockResolvedValue([document_]);
    mock(openReturn).mockResolvedValue(document_);
    element = createElement('c-return-desk', { is: ReturnDesk });
    document.body.replaceChildren(element);
    await tell('c-document-shell', 'storeshow', { code: 'LYON', name: 'Lyon', isMine });
    await tell('c-document-shell', 'documentopen', 'R-1');
  };

  beforeEach(() => jest.clearAllMocks());

  it('lists what is expected and is accessible', async () => {
    await at(EXPECTED);
    expect(child('c-document-shell')!['documents']).toEqual([{ id: 'R-1', title: '2 × Reading lamp', badge: 'Expected', detail: 'W-1 · NICE · R-1' }]);
    await expect(element).toBeAccessible();
  });

  it('takes back in this store what was announced for another', async () => {
    await at(EXPECTED);
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    await tell('lightning-radio-group', 'change', { value: 'damaged' });
    mock(take).mockResolvedValue(HERE);
    button('Take back 1').click();
    await settle();
    expect(mock(take)).toHaveBeenCalledWith({ documentNo: 'R-1', locationCode: 'LYON', sale: null, lines: [{ line: '1', sku: 'LAMP-1', quantity: 1, reason: 'Unwanted', condition: 'damaged' }], isGoodwill: false });
  });

  it('counts what is scanned while the list is fetched again, and while the org records', async () => {
    await at({ ...HERE, lines: [{ ...LINE, received: 3, toInspect: 3 }] });
    await scanKeys('LAMP-1');
    const { promise, resolve } = Promise.withResolvers<unknown>();
    mock(inspect).mockReturnValue(promise);
    mock(getOpenReturns).mockReturnValue(new Promise(() => undefined));
    button('Record 1').click();
    await settle();
    await scanKeys('LAMP-1');
    resolve({ ...HERE, lines: [{ ...LINE, received: 3, sellable: 1, toInspect: 2 }] });
    await settle();
    await scanKeys('LAMP-1');
    expect(lines()[0]).toMatchObject({ tally: 2 });
  });

  it('begins no second return with what is scanned while the first is taken', async () => {
    await at(EXPECTED);
    button('Take goods back').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'LAMP-1', name: 'Reading lamp' });
    const { promise, resolve } = Promise.withResolvers<unknown>();
    mock(take).mockReturnValue(promise);
    button('Take back 1').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'MUG-1', name: 'Mug' });
    resolve(HERE);
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('Mug was not taken.');
    expect(child('c-document-shell')!['selectedId']).toBe('R-1');
  });

  it('records what was found, as totals', async () => {
    await at({ ...HERE, lines: [{ ...LINE, received: 3, sellable: 1, toInspect: 2 }] });
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    await tell('lightning-radio-group', 'change', { value: 'vendor' });
    await tell('c-tally-list', 'tally', { key: '1', quantity: 1 });
    expect(lines()[0]).toMatchObject({ tally: 1, verdict: 'Complete' });
    mock(inspect).mockResolvedValue(HERE);
    button('Record 2').click();
    await settle();
    expect(mock(inspect)).toHaveBeenCalledWith({ documentNo: 'R-1', lines: [{ line: '1', sellable: 2, damaged: 0, vendor: 1 }] });
  });

  it('sends to the vendor what waits for it', async () => {
    await at({ ...HERE, lines: [{ ...LINE, received: 2, forVendor: 2 }] });
    mock(sendToVendor).mockResolvedValue({ ...HERE, state: 'Done' });
    button('Sent to the vendor').click();
    await settle();
    expect(mock(sendToVendor)).toHaveBeenCalledWith({ documentNo: 'R-1' });
  });

  it('takes goods back that nobody announced, with reason and condition of each', async () => {
    await at(EXPECTED);
    button('Take goods back').click();
    await settle();
    await tell('c-product-search', 'productselect', { sku: 'VASE-1', name: 'Vase' });
    await tell('lightning-combobox', 'change', { value: 'Defective' });
    await tell('c-product-search', 'productselect', { sku: 'VASE-1', name: 'Vase' });
    expect(lines().map(({ note, tally }) => [note, tally])).toEqual([['Does not want it · Looks fine', 1], ['It does not work · Looks fine', 1]]);
    await tell('lightning-input.receipt', 'change', { value: ' 0815 ' });
    mock(take).mockResolvedValue(HERE);
    button('Take back 2').click();
    await settle();
    expect(mock(take)).toHaveBeenCalledWith(expect.objectContaining({ locationCode: 'LYON', sale: { receipt: '0815' }, isGoodwill: false }));
    expect(element.shadowRoot!.querySelector('lightning-input.goodwill')).toBeNull();
  });

  it('finds returns of every store by order or receipt and opens the only one', async () => {
    await at(EXPECTED);
    mock(findReturns).mockResolvedValue([{ ...EXPECTED, documentNo: 'R-9' }]);
    const find = child('lightning-input.find')!;
    find['value'] = 'W-1';
    find.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await settle();
    expect(mock(findReturns)).toHaveBeenCalledWith({ term: 'W-1' });
    expect(mock(openReturn)).toHaveBeenLastCalledWith({ documentNo: 'R-9' });
  });

  it('shows why something was refused', async () => {
    await at(EXPECTED);
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    mock(take).mockRejectedValue({ body: { message: 'Goods of return R-1 were taken back at NICE.' } });
    button('Take back 1').click();
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('were taken back at NICE');
  });

  it('lets people of another store look and do nothing', async () => {
    await at(HERE, false);
    expect(child('c-scan-field')).toBeNull();
    expect((button('Take goods back') as Child)['disabled']).toBe(true);
  });
});
