import { createElement } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import { EnclosingTabId, setTabLabel } from 'lightning/platformWorkspaceApi';
import ReservationPanel from 'c/reservationPanel';
import changeQuantity from '@salesforce/apex/ReservationController.changeQuantity';
import getReservationById from '@salesforce/apex/ReservationController.getReservationById';
import move from '@salesforce/apex/ReservationController.move';
import release from '@salesforce/apex/ReservationController.release';

jest.mock('lightning/confirm', () => ({ __esModule: true, default: { open: jest.fn() } }), { virtual: true });
jest.mock('@salesforce/apex/ReservationController.changeQuantity', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReservationController.getReservationById', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReservationController.move', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReservationController.release', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ReservationController.alternativesOf', () => ({ default: jest.fn() }), { virtual: true });

const callGet = getReservationById as unknown as jest.Mock;
const callChange = changeQuantity as unknown as jest.Mock;
const callMove = move as unknown as jest.Mock;
const callRelease = release as unknown as jest.Mock;
const confirm = (LightningConfirm as unknown as { open: jest.Mock }).open;
type Child = HTMLElement & Record<string, unknown>;
const detail = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  requestKey: 'R-1', reservationId: 'a01', status: 'Reserved', kind: 'Firm', purpose: 'Pickup', channel: 'WEB', orderRef: 'O-7', customerLabel: 'Ada L.', location: 'LYON', locationName: 'Lyon store',
  reservedAtMillis: 1_700_000_000_000, nowMillis: 1_700_000_060_000, canChange: true, canRelease: true, canMove: true,
  lines: [{ line: '1', sku: 'MUG', productName: 'Blue mug', location: 'LYON', requested: 4, granted: 4, fulfilled: 0, released: 0, putAway: 0, open: 4 }],
  events: [{ entryKey: 'E-1', atMillis: 1_700_000_000_000, intent: 'ReservationCreated', quantity: 4, sku: 'MUG', location: 'LYON', userName: 'Grace' }],
  task: { taskId: 't01', name: 'T-000001', state: 'Open', dueAtMillis: 1_700_003_600_000, pickupCode: 'K7M2QX' },
  ...changes,
});
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('c-reservation-panel', () => {
  let element: HTMLElement;
  const child = (name: string): Child => element.shadowRoot!.querySelector<Child>(name)!;
  const button = (label: string): Child => [...element.shadowRoot!.querySelectorAll<Child>('lightning-button')].find((candidate) => candidate['label'] === label)!;
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const show = async (): Promise<void> => {
    element = createElement('c-reservation-panel', { is: ReservationPanel });
    (element as Child)['recordId'] = 'a01';
    document.body.replaceChildren(element);
    await settle();
  };
  const fire = async (name: string, type: string, value: unknown): Promise<void> => {
    child(name).dispatchEvent(new CustomEvent(type, { detail: value }));
    await settle();
  };

  beforeEach(() => {
    jest.clearAllMocks();
    callGet.mockResolvedValue(detail());
  });

  it('shows for whom, where it stands and what happened', async () => {
    await show();
    expect(text()).toContain('Ada L.');
    expect(text()).toContain('K7M2QX');
    expect(child('c-reservation-status')['status']).toBe('Reserved');
    expect(child('c-reservation-timeline')['events']).toHaveLength(1);
    expect(child('c-sla-countdown')['dueAt']).toBe(1_700_003_600_000);
    await expect(element).toBeAccessible();
  });

  it('shows a changed quantity when the org has agreed, and not before', async () => {
    await show();
    let agree: (answer: unknown) => void = () => undefined;
    callChange.mockReturnValue(new Promise((resolve) => { agree = resolve; }));
    await fire('c-reservation-lines', 'quantitychange', { line: '1', quantity: 6 });
    const granted = (): unknown => (child('c-reservation-lines')['lines'] as { granted: number }[])[0]!.granted;
    expect(callChange).toHaveBeenCalledWith({ requestKey: 'R-1', line: '1', quantity: 6 });
    expect(granted()).toBe(4);
    agree(detail({ lines: [{ line: '1', sku: 'MUG', productName: 'Blue mug', granted: 6, fulfilled: 0, released: 0, open: 6 }] }));
    await settle();
    expect(granted()).toBe(6);
  });

  it('puts a refused change beside its line', async () => {
    await show();
    callChange.mockRejectedValue({ body: { message: 'Only 2 more are available.' } });
    await fire('c-reservation-lines', 'quantitychange', { line: '1', quantity: 9 });
    expect([child('c-reservation-lines')['refusedLine'], child('c-reservation-lines')['refusal']]).toEqual(['1', 'Only 2 more are available.']);
  });

  it('releases only after a second word, and says why nothing can be done after that', async () => {
    await show();
    confirm.mockResolvedValueOnce(false).mockResolvedValueOnce(true);
    button('Release').click();
    await settle();
    expect(callRelease).not.toHaveBeenCalled();
    callRelease.mockResolvedValue(detail({ status: 'Released', canChange: false, canRelease: false, canMove: false, whyNot: 'It promises nothing any more.' }));
    button('Release').click();
    await settle();
    expect(callRelease).toHaveBeenCalledWith({ requestKey: 'R-1' });
    expect(button('Release')['disabled']).toBe(true);
    expect(text()).toContain('It promises nothing any more.');
  });

  it('moves to the store that is chosen, and stays with the reason when that is refused', async () => {
    await show();
    button('Move to another store').click();
    await settle();
    callMove.mockRejectedValueOnce({ body: { message: 'Cannot reserve 4 of MUG at NICE: 3 available.' } });
    await fire('c-nearby-alternatives', 'locationchoice', { location: 'NICE', locationName: 'Nice store' });
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('3 available');
    callMove.mockResolvedValue({ detail: detail({ status: 'Released' }), newRequestKey: 'R-1.moved-1', newReservationId: null });
    await fire('c-nearby-alternatives', 'locationchoice', { location: 'LILLE', locationName: 'Lille store' });
    expect(callMove).toHaveBeenLastCalledWith({ requestKey: 'R-1', toLocation: 'LILLE', newRequestKey: null });
    expect(child('c-reservation-status')['status']).toBe('Released');
    expect(child('c-nearby-alternatives')).toBeNull();
  });

  it('says what is wrong when it cannot be fetched, and tries again', async () => {
    callGet.mockRejectedValueOnce({ body: { message: 'There is no reservation' } });
    await show();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('There is no reservation');
    button('Try again').click();
    await settle();
    expect(text()).toContain('Ada L.');
  });

  it('names its console tab after the customer', async () => {
    await show();
    expect(setTabLabel).not.toHaveBeenCalled();
    (EnclosingTabId as unknown as { emit(tabId: string): void }).emit('tab0');
    await settle();
    expect(setTabLabel).toHaveBeenLastCalledWith('tab0', 'Ada L.');
  });
});
