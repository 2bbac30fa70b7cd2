import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import { CurrentPageReference } from 'lightning/navigation';
import TransferDesk from 'c/transferDesk';
import cancel from '@salesforce/apex/TransferController.cancel';
import dispatch from '@salesforce/apex/TransferController.dispatch';
import getOpenTransfers from '@salesforce/apex/TransferController.getOpenTransfers';
import getPlaces from '@salesforce/apex/TransferController.getPlaces';
import openTransfer from '@salesforce/apex/TransferController.openTransfer';
import receive from '@salesforce/apex/TransferController.receive';
import request from '@salesforce/apex/TransferController.request';
import type { TallyLine } from 'c/tallyList';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.getPlaces', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.cancel', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.dispatch', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.getOpenTransfers', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.openTransfer', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.receive', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/TransferController.request', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Move_Stock', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Work_In_All_Stores', () => ({ default: undefined }), { virtual: true });

const mock = (method: unknown): jest.Mock => method as jest.Mock;
const places = getPlaces as unknown as { emit(data: unknown): void };
const page = CurrentPageReference as unknown as { emit(reference: unknown): void };
type Child = HTMLElement & Record<string, unknown>;

const LINE = { sku: 'LAMP-1', productName: 'Reading lamp', requested: 4, toDispatch: 4, dispatched: 0, inTransit: 0, received: 0, inspection: 0, damaged: 0, lost: 0, surplus: 0, cancelled: 0 };
const TRANSFER = { documentNo: 'T-1', state: 'Requested', fromLocation: 'LYON', toLocation: 'NICE', summary: '4 × Reading lamp', lines: [LINE], codes: [{ code: 'LAMP-1', sku: 'LAMP-1', packQuantity: 1 }] };
const ON_THE_WAY = { ...TRANSFER, state: 'InTransit', lines: [{ ...LINE, toDispatch: 0, dispatched: 4, inTransit: 4 }] };

describe('c-transfer-desk', () => {
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
  const at = async (code: string, transfer: unknown, isMine = true): Promise<void> => {
    mock(getOpenTransfers).mockResolvedValue([transfer]);
    mock(openTransfer).mockResolvedValue(transfer);
    element = createElement('c-transfer-desk', { is: TransferDesk });
    document.body.replaceChildren(element);
    await tell('c-document-shell', 'storeshow', { code, name: code, isMine });
    await tell('c-document-shell', 'documentopen', 'T-1');
  };

  beforeEach(() => jest.clearAllMocks());

  it('lists what is to be sent and is accessible', async () => {
    await at('LYON', TRANSFER);
    expect(child('c-document-shell')!['documents']).toEqual([{ id: 'T-1', title: '4 × Reading lamp', badge: 'To send', detail: 'to NICE · T-1' }]);
    await expect(element).toBeAccessible();
  });

  it('sends what was scanned, as totals', async () => {
    await at('LYON', { ...TRANSFER, lines: [{ ...LINE, dispatched: 1, toDispatch: 3 }] });
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    expect(lines()[0]).toMatchObject({ tally: 2, verdict: '1 still missing' });
    mock(dispatch).mockResolvedValue(ON_THE_WAY);
    button('Send 2').click();
    await settle();
    expect(mock(dispatch)).toHaveBeenCalledWith({ documentNo: 'T-1', lines: [{ sku: 'LAMP-1', quantity: 3 }] });
  });

  it('counts what is scanned while the list is fetched again, and while the org records', async () => {
    await at('LYON', TRANSFER);
    await scanKeys('LAMP-1');
    const { promise, resolve } = Promise.withResolvers<unknown>();
    mock(dispatch).mockReturnValue(promise);
    mock(getOpenTransfers).mockReturnValue(new Promise(() => undefined));
    button('Send 1').click();
    await settle();
    await scanKeys('LAMP-1');
    resolve({ ...TRANSFER, lines: [{ ...LINE, dispatched: 1, toDispatch: 3, inTransit: 1 }] });
    await settle();
    await scanKeys('LAMP-1');
    expect(lines()[0]).toMatchObject({ tally: 2, verdict: '1 still missing' });
  });

  it('counts a scan that came while a figure had the focus', async () => {
    await at('LYON', TRANSFER);
    await tell('c-tally-list', 'scan', { code: 'LAMP-1', isTyped: false });
    expect(lines()[0]).toMatchObject({ tally: 1 });
    button('Ask for goods').click();
    await settle();
    await tell('c-tally-list', 'scan', { code: 'LAMP-1', isTyped: false });
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('LAMP-1 was not taken.');
  });

  it('refuses goods of another transfer in words', async () => {
    await at('LYON', TRANSFER);
    await tell('c-scan-field', 'scan', { code: 'VASE-1', isTyped: false });
    expect(element.shadowRoot!.querySelector('.last')!.textContent).toContain('VASE-1 is not part of this transfer.');
    expect(lines()[0]!.tally).toBe(0);
  });

  it('receives sellable and damaged goods apart, and closes with the rest missing', async () => {
    await at('NICE', ON_THE_WAY);
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    await tell('lightning-radio-group', 'change', { value: 'damaged' });
    await tell('c-tally-list', 'tally', { key: 'LAMP-1', quantity: 2 });
    expect(lines()[0]).toMatchObject({ tally: 2, verdict: '1 still missing', note: '4 on the way · 1 sellable' });
    mock(receive).mockResolvedValue({ ...ON_THE_WAY, state: 'Received' });
    button('Nothing more is coming').click();
    await settle();
    expect(mock(receive)).toHaveBeenCalledWith({ documentNo: 'T-1', lines: [{ sku: 'LAMP-1', received: 1, inspection: 0, damaged: 2 }], isClosing: true });
  });

  it('takes in what nobody sent', async () => {
    await at('NICE', ON_THE_WAY);
    await tell('c-product-search', 'productselect', { sku: 'VASE-1', name: 'Vase' });
    expect(lines()[1]).toMatchObject({ sku: 'VASE-1', tally: 1, verdict: '1 too many' });
  });

  it('takes everything at one press', async () => {
    await at('NICE', ON_THE_WAY);
    button('All of it').click();
    await settle();
    expect(lines()[0]).toMatchObject({ tally: 4, verdict: 'Complete' });
  });

  it('cancels what was not sent', async () => {
    await at('LYON', TRANSFER);
    mock(cancel).mockResolvedValue({ ...TRANSFER, state: 'Cancelled' });
    button('Do not send the rest').click();
    await settle();
    expect(mock(cancel)).toHaveBeenCalledWith({ documentNo: 'T-1' });
  });

  it('shows why something was refused, and keeps what was counted', async () => {
    await at('LYON', TRANSFER);
    await tell('c-scan-field', 'scan', { code: 'LAMP-1', isTyped: false });
    mock(dispatch).mockRejectedValue({ body: { message: 'The positions are busy.' } });
    button('Send 1').click();
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('The positions are busy.');
    expect(lines()[0]!.tally).toBe(1);
  });

  it('asks another place for goods', async () => {
    await at('NICE', ON_THE_WAY);
    places.emit([{ code: 'LYON', name: 'Lyon' }, { code: 'NICE', name: 'Nice' }]);
    await settle();
    button('Ask for goods').click();
    await settle();
    expect(child('lightning-combobox')!['options']).toEqual([{ label: 'Lyon', value: 'LYON' }]);
    await tell('lightning-combobox', 'change', { value: 'LYON' });
    await tell('c-product-search', 'productselect', { sku: 'LAMP-1', name: 'Reading lamp' });
    await tell('c-product-search', 'productselect', { sku: 'LAMP-1', name: 'Reading lamp' });
    mock(request).mockResolvedValue(TRANSFER);
    button('Ask for it').click();
    await settle();
    expect(mock(request)).toHaveBeenCalledWith(expect.objectContaining({ fromLocation: 'LYON', toLocation: 'NICE', lines: [{ sku: 'LAMP-1', quantity: 2 }] }));
  });

  it('lets people of another store look and do nothing', async () => {
    await at('LYON', TRANSFER, false);
    expect(child('c-scan-field')).toBeNull();
    expect((button('Ask for goods') as Child)['disabled']).toBe(true);
  });

  it('opens the transfer that a task names', async () => {
    await at('NICE', ON_THE_WAY);
    mock(openTransfer).mockClear();
    page.emit({ state: { c__document: 'T-7' } });
    await settle();
    expect(mock(openTransfer)).toHaveBeenCalledWith({ documentNo: 'T-7' });
  });
});
