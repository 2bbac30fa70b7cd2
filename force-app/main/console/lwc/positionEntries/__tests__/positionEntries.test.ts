import { createElement } from 'lwc';
import { subscribe } from 'lightning/empApi';
import PositionEntries from 'c/positionEntries';
import getEntries from '@salesforce/apex/PositionController.getEntries';
import getPosition from '@salesforce/apex/PositionController.getPosition';

jest.mock('@salesforce/apex/PositionController.getEntries', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/PositionController.getPosition', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Availability', () => ({ default: true }), { virtual: true });

const call = getEntries as unknown as jest.Mock;
const START = 1_800_000_000_000;
const sale = (entryId: string): Record<string, unknown> => ({ entryId, intent: 'StockSold', outcome: 'Applied', source: 'TILL', register: '3', reference: 'R-77', quantity: 2, onHandChange: -2, occurredAtMillis: START, receivedAtMillis: START });
const reservation = (entryId: string, reservationId?: string): Record<string, unknown> => ({ entryId, intent: 'ReservationCreated', outcome: 'Applied', source: 'HOLDFAST', quantity: 1, reservedChange: 1, occurredAtMillis: START, receivedAtMillis: START, requestKey: 'WEB-1', reservationId });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('c-position-entries', () => {
  let element: HTMLElement & { recordId?: string };
  const rows = (): string[] => [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => row.textContent!);
  const open = async (): Promise<void> => {
    element = createElement('c-position-entries', { is: PositionEntries });
    element.recordId = 'P1';
    document.body.append(element);
    await settle();
  };

  beforeEach(() => {
    (subscribe as unknown as jest.Mock).mockReset().mockResolvedValue({ id: '1' });
    (getPosition as unknown as jest.Mock).mockReset().mockResolvedValue({ positionKey: 'MUG|LYON|0' });
    call.mockReset().mockResolvedValue({ entries: [sale('E3'), reservation('E2', 'a01')], hasMore: true });
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('says what happened, what it changed, and who says so', async () => {
    await open();
    for (const part of ['Sold: 2', '−2 on hand', 'TILL · register 3 · R-77']) expect(rows()[0]).toContain(part);
    for (const part of ['Reserved: 1', '+1 reserved', 'WEB-1']) expect(rows()[1]).toContain(part);
    await expect(element).toBeAccessible();
  });

  it('links a reservation only when the user may see it', async () => {
    call.mockResolvedValue({ entries: [reservation('E2', 'a01'), reservation('E1')], hasMore: false });
    await open();
    expect(element.shadowRoot!.querySelectorAll('a')).toHaveLength(1);
    expect(rows()[1]).toContain('WEB-1');
  });

  it('says when a fact was told late, and when it was not applied', async () => {
    call.mockResolvedValue({ entries: [{ ...sale('E9'), outcome: 'Quarantined', reason: 'HF-UNKNOWN-SKU', receivedAtMillis: START + 3_600_000 }], hasMore: false });
    await open();
    for (const part of ['Waits: nothing was changed', 'told ', 'HF-UNKNOWN-SKU']) expect(rows()[0]).toContain(part);
  });

  it('pages to earlier entries', async () => {
    await open();
    call.mockResolvedValue({ entries: [sale('E1')], hasMore: false });
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(call).toHaveBeenLastCalledWith({ recordIdOrKey: 'P1', beforeEntryId: 'E2', pageSize: 25 });
    expect(rows()).toHaveLength(3);
    expect(element.shadowRoot!.querySelector('lightning-button')).toBeNull();
  });

  it('puts new entries on top and keeps what was paged to', async () => {
    await open();
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls[0][2] as (message: unknown) => void;
    call.mockResolvedValue({ entries: [sale('E4'), sale('E3'), reservation('E2')], hasMore: true });
    onMessage({ data: { payload: { Position_Key__c: 'MUG|LYON|0', Version__c: 2 } } });
    await settle();
    expect(rows()).toHaveLength(3);
    call.mockResolvedValue({ entries: [sale('E9')], hasMore: true });
    onMessage({ data: { payload: { Position_Key__c: 'MUG|LYON|0', Version__c: 3 } } });
    await settle();
    expect(rows()).toHaveLength(1);
  });

  it('says that nothing has happened, or why it is not known', async () => {
    call.mockResolvedValue({ entries: [], hasMore: false });
    await open();
    expect(element.shadowRoot!.textContent).toContain('Nothing has ever happened here.');
    document.body.replaceChildren();
    call.mockRejectedValue({ body: { message: 'away' } });
    await open();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('away');
    await expect(element).toBeAccessible();
  });
});
