import { createElement } from 'lwc';
import PositionExplanation from 'c/positionExplanation';
import getExplanation from '@salesforce/apex/PositionController.getExplanation';

jest.mock('@salesforce/apex/PositionController.getExplanation', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Availability', () => ({ default: true }), { virtual: true });

const ask = getExplanation as unknown as jest.Mock;
const UNTIL = 1_800_000_000_000;
const part = (figure: string, kind: string, label: string, quantity: number, entries?: number): Record<string, unknown> => ({ figure, kind, label, quantity, ...(entries === undefined ? {} : { entries }) });
const ANSWER = {
  positionKey: 'MUG|LYON|0', onHand: 6, reserved: 2, safety: 2, available: 2, inspection: 0, damaged: 0, inTransit: 0,
  why: ['2 available of 6 on hand.', '4 held: 1 for pickup, 1 in carts until 14:05, 2 safety stock by SAFETY v3 / Outlets.'],
  parts: [
    part('onHand', 'CarriedForward', '40 entries up to 2026-11-01', 9, 40), part('onHand', 'Entries', 'StockSold', -3, 2),
    part('reserved', 'Reservation', 'R-1 line 1', 1), part('reserved', 'Reservation', 'CART line 1', 1),
    part('available', 'OnHand', 'On hand', 6), part('available', 'Reserved', 'Reserved', -2), part('available', 'Safety', 'SAFETY v3 / Outlets', -2),
  ],
  promises: [{ requestKey: 'R-1', line: '1', quantity: 1, kind: 'Firm', purpose: 'Pickup', orderRef: '801' }, { requestKey: 'CART', line: '1', quantity: 1, kind: 'Cart', expiresAtMillis: UNTIL }],
};
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('c-position-explanation', () => {
  let element: HTMLElement & { recordId?: string };
  const all = (selector: string): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const text = (node: Element): string => (node.textContent ?? '').replace(/\s+/g, ' ').trim();
  const choose = async (selector: string, value: string): Promise<void> => {
    all(selector)[0]!.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await settle();
  };

  beforeEach(async () => {
    ask.mockReset().mockResolvedValue(ANSWER);
    element = createElement('c-position-explanation', { is: PositionExplanation });
    element.recordId = 'P1';
    document.body.append(element);
    await settle();
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('says why in sentences, then shows each figure with its parts', async () => {
    expect(all('.sentence').map(text)).toEqual(ANSWER.why);
    expect(all('.figure-head').map(text)).toEqual(['Available2', 'On hand6', 'Reserved2']);
    expect(all('[data-figure="onHand"] tbody tr').map(text)).toEqual(['Carried forward40 entries up to 2026-11-01+9', 'Sold2 entries−3']);
    expect(text(all('[data-figure="available"] tbody tr')[2]!)).toBe('Safety stockby SAFETY v3 / Outlets−2');
    const [pickup, cart] = all('[data-figure="reserved"] tbody tr').map(text);
    expect(pickup).toBe('For pickup801+1');
    expect(cart).toMatch(/^In a cartCART, until .+\+1$/);
    await expect(element).toBeAccessible();
  });

  it('tells the past from an hour ago on, and at the moment that is chosen, in the chosen reading', async () => {
    await choose('lightning-radio-group', 'knownAt');
    const [{ reading, atMillis }] = ask.mock.lastCall as [{ reading: string; atMillis: number }];
    expect(reading).toBe('knownAt');
    expect(Math.abs(Date.now() - 3_600_000 - atMillis)).toBeLessThan(120_000);
    await choose('[data-part="day"]', '2026-11-21');
    await choose('[data-part="time"]', '08:30:00.000');
    const moment = new Date('2026-11-21T08:30:00.000').getTime();
    expect(ask).toHaveBeenLastCalledWith({ recordIdOrKey: 'P1', reading: 'knownAt', atMillis: moment });
    await choose('lightning-radio-group', 'at');
    expect(ask).toHaveBeenLastCalledWith({ recordIdOrKey: 'P1', reading: 'at', atMillis: moment });
    expect(text(all('.hint')[0]!)).toContain('reported late');
  });

  it('asks for a moment when there is none', async () => {
    await choose('lightning-radio-group', 'at');
    ask.mockClear();
    await choose('[data-part="time"]', '');
    expect(ask).not.toHaveBeenCalled();
    expect(text(all('.panel')[0]!)).toContain('Choose a date and time.');
  });

  it('says that a figure is unknown, and that one is made of nothing', async () => {
    ask.mockResolvedValue({ ...ANSWER, available: undefined, reserved: 0, parts: [part('onHand', 'Facts', 'Facts', 6)], promises: [] });
    await choose('lightning-radio-group', 'now');
    expect(all('.figure-head').map(text)).toEqual(['Availableunknown', 'On hand6', 'Reserved0']);
    expect(text(all('[data-figure="reserved"] tbody tr')[0]!)).toBe('Nothing.');
  });

  it('shows what went wrong and tries again', async () => {
    ask.mockRejectedValueOnce({ body: { message: 'onHand of MUG at LYON is 7, but its parts add up to 6.' } });
    await choose('lightning-radio-group', 'now');
    expect(text(all('[role="alert"]')[0]!)).toContain('add up to 6');
    await expect(element).toBeAccessible();
    all('lightning-button')[0]!.click();
    await settle();
    expect(all('.sentence')).toHaveLength(2);
  });

  it('shows the answer to the last question, however the answers overtake each other', async () => {
    let late: (answer: unknown) => void = () => undefined;
    ask.mockReturnValueOnce(new Promise((resolve) => { late = resolve; }));
    await choose('lightning-radio-group', 'now');
    ask.mockResolvedValueOnce({ ...ANSWER, why: ['Newer.'] });
    await choose('lightning-radio-group', 'now');
    late({ ...ANSWER, why: ['Older.'] });
    await settle();
    expect(all('.sentence').map(text)).toEqual(['Newer.']);
  });
});
