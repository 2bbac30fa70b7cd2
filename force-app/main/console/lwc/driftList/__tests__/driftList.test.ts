import { createElement } from 'lwc';
import DriftList from 'c/driftList';
import acceptDrift from '@salesforce/apex/IntegrationHealthController.acceptDrift';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';
import recountDrift from '@salesforce/apex/IntegrationHealthController.recountDrift';

jest.mock('@salesforce/apex/IntegrationHealthController.acceptDrift', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.getConcerns', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.recountDrift', () => ({ default: jest.fn() }), { virtual: true });

const NOW = 1_795_000_000_000;
const DRIFT = { exceptionId: 'd1', driftClass: 'TrueLoss', quantity: -3, sku: 'LAMP-1', location: 'LYON', locationName: 'Lyon store', explanation: 'Both know the same documents.', divergingKey: '2026/4900000123/0001', divergingAtMillis: NOW - 7_200_000, raisedAtMillis: NOW - 60_000 };
const mock = (method: unknown): jest.Mock => method as jest.Mock;

describe('c-drift-list', () => {
  let element: HTMLElement & { refresh(): Promise<void> };
  let toasts: { title: string; message: string }[];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const all = <Found extends HTMLElement>(selector: string): Found[] => [...element.shadowRoot!.querySelectorAll<Found>(selector)];
  const click = async (text: string): Promise<void> => {
    all('button').find((one) => one.textContent!.includes(text))!.click();
    await settle();
  };
  const show = async (rows: readonly object[] = [DRIFT], canManage = true): Promise<void> => {
    mock(getConcerns).mockResolvedValue({ rows, isMore: false });
    element = createElement('c-drift-list', { is: DriftList });
    toasts = [];
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    Object.assign(element, { nowMillis: NOW, canManage });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => jest.resetAllMocks());

  it('names the class, the difference, the cause and the first event that differs, and is accessible', async () => {
    await show([DRIFT, { ...DRIFT, exceptionId: 'd2', driftClass: 'Lost', quantity: 2, divergingKey: null }]);
    const [first, second] = all('.row').map((row) => row.textContent!);
    expect(first).toContain('LAMP-1 at Lyon store Really missing');
    expect(first).toContain('The ERP has 3 less');
    expect(first).toContain('First differs at 2026/4900000123/0001');
    expect(second).toContain('The ERP has 2 more');
    expect(second).not.toContain('First differs');
    await expect(element).toBeAccessible();
  });

  it('accepts with a reason, which Escape takes back', async () => {
    await show();
    await click('Accept…');
    all('form')[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(all('form')).toHaveLength(0);
    await click('Accept…');
    const input = all<HTMLInputElement>('input.note')[0]!;
    input.value = 'broken glass';
    input.dispatchEvent(new CustomEvent('input'));
    mock(acceptDrift).mockResolvedValue(undefined);
    mock(getConcerns).mockResolvedValue({ rows: [], isMore: false });
    all('form')[0]!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(mock(acceptDrift)).toHaveBeenCalledWith({ exceptionId: 'd1', note: 'broken glass' });
    expect(element.shadowRoot!.textContent).toContain('The ERP and the ledger agree');
  });

  it('has the goods counted, and says under which number', async () => {
    await show();
    mock(recountDrift).mockResolvedValue('DRIFT-X-000007');
    mock(getConcerns).mockResolvedValue({ rows: [{ ...DRIFT, asked: 'Recount' }], isMore: false });
    await click('Have it counted');
    expect(toasts[0]!.message).toContain('DRIFT-X-000007');
    expect(all('.asked')[0]!.textContent).toContain('Count asked for');
    expect(all('button').map((one) => one.textContent)).toEqual(['Accept…']);
  });

  it('shows why it was refused', async () => {
    await show();
    mock(recountDrift).mockRejectedValue({ body: { message: 'There is no such location.' } });
    await click('Have it counted');
    expect(all<HTMLElement & { message?: string }>('c-problem-note')[0]!.message).toContain('There is no such location.');
  });

  it('says why it could not be read, until it can', async () => {
    await show();
    mock(getConcerns).mockRejectedValueOnce({ body: { message: 'The org is being maintained.' } });
    await element.refresh();
    await settle();
    expect(all<HTMLElement & { message?: string }>('c-problem-note')[0]!.message).toContain('maintained');
    await element.refresh();
    await settle();
    expect(all<HTMLElement & { message?: string }>('c-problem-note')[0]!.message).toBe('');
  });

  it('lets people look who may not decide', async () => {
    await show([DRIFT], false);
    expect(all('button')).toHaveLength(0);
  });
});
