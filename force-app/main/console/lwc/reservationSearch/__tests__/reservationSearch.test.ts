import { createElement } from 'lwc';
import ReservationSearch from 'c/reservationSearch';
import find from '@salesforce/apex/ReservationController.find';

jest.mock('@salesforce/apex/ReservationController.find', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Availability', () => ({ default: true }), { virtual: true });

const callFind = find as unknown as jest.Mock;
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

describe('c-reservation-search', () => {
  let element: HTMLElement;
  const input = (): HTMLInputElement => element.shadowRoot!.querySelector('input')!;
  const rows = (): HTMLAnchorElement[] => [...element.shadowRoot!.querySelectorAll('a')];
  const show = async (): Promise<void> => {
    element = createElement('c-reservation-search', { is: ReservationSearch });
    document.body.replaceChildren(element);
    await settle();
  };
  const search = async (term: string): Promise<void> => {
    input().value = term;
    input().dispatchEvent(new Event('input'));
    input().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await settle();
  };

  beforeEach(() => callFind.mockReset());

  it('shows the latest until something is asked', async () => {
    callFind.mockResolvedValue([detail(), detail({ reservationId: 'a02', customerLabel: null, orderRef: 'O-8' })]);
    await show();
    expect(callFind).toHaveBeenCalledWith({ term: '' });
    expect(rows().map((row) => row.dataset['id'])).toEqual(['a01', 'a02']);
    expect(rows()[0]!.textContent).toContain('4 × Blue mug');
    expect(rows()[1]!.textContent).toContain('O-8');
    await expect(element).toBeAccessible();
  });

  it('says what to enter when nothing was found', async () => {
    callFind.mockResolvedValue([]);
    await show();
    await search('nobody');
    expect(callFind).toHaveBeenLastCalledWith({ term: 'nobody' });
    expect(element.shadowRoot!.textContent).toContain('Nothing found for “nobody”');
    expect(element.shadowRoot!.textContent).toContain('of a name a part is enough');
  });

  it('keeps the answer to the last question when answers cross', async () => {
    callFind.mockResolvedValue([]);
    await show();
    let answerFirst: (found: unknown) => void = () => undefined;
    callFind.mockReturnValueOnce(new Promise((resolve) => { answerFirst = resolve; }));
    await search('ada');
    callFind.mockResolvedValueOnce([detail({ reservationId: 'a03' }), detail()]);
    await search('ada l');
    answerFirst([detail({ reservationId: 'old' })]);
    await settle();
    expect(rows().map((row) => row.dataset['id'])).toEqual(['a03', 'a01']);
  });

  it('shows the failure and tries again', async () => {
    callFind.mockRejectedValueOnce({ body: { message: 'The org is away.' } });
    await show();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('The org is away.');
    callFind.mockResolvedValue([detail()]);
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(rows()).toHaveLength(1);
  });
});
