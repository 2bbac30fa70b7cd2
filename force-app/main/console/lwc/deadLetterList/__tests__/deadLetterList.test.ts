import { createElement } from 'lwc';
import DeadLetterList from 'c/deadLetterList';
import discard from '@salesforce/apex/IntegrationHealthController.discard';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';
import redrive from '@salesforce/apex/IntegrationHealthController.redrive';
import redriveReason from '@salesforce/apex/IntegrationHealthController.redriveReason';

jest.mock('@salesforce/apex/IntegrationHealthController.discard', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.getConcerns', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.redrive', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.redriveReason', () => ({ default: jest.fn() }), { virtual: true });

const NOW = 1_795_000_000_000;
const letter = (id: string, changes: object = {}): object => ({ exceptionId: id, source: 'SAP', eventKey: `2026/${id}`, workKind: 'document', reason: 'GW-UNMAPPED', message: 'Type 991 is not mapped.', happenedAtMillis: NOW - 60_000, ...changes });
const REASONS = [{ source: 'SAP', reason: 'GW-UNMAPPED', count: 12 }, { source: 'SHOPIFY', reason: 'GW-CONFLICT', count: 1 }];
const mock = (method: unknown): jest.Mock => method as jest.Mock;

describe('c-dead-letter-list', () => {
  let element: HTMLElement & { refresh(): Promise<void>; reasons: unknown };
  let asked: number;
  let toasts: { title: string }[];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const all = <Found extends HTMLElement>(selector: string): Found[] => [...element.shadowRoot!.querySelectorAll<Found>(selector)];
  const button = (text: string): HTMLElement => all('button, lightning-button').find((one) => one.textContent!.includes(text) || (one as { label?: string }).label === text)!;
  const click = async (text: string): Promise<void> => {
    button(text).click();
    await settle();
  };
  const choose = async (label: string): Promise<void> => {
    const box = all<HTMLInputElement>('input[type=checkbox]').find((one) => one.getAttribute('aria-label') === label)!;
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    await settle();
  };
  const show = async (rows: readonly object[] = [letter('1'), letter('2'), letter('3', { asked: 'Redrive' })], canManage = true, isMore = false): Promise<void> => {
    mock(getConcerns).mockResolvedValue({ rows, isMore });
    element = createElement('c-dead-letter-list', { is: DeadLetterList });
    [asked, toasts] = [0, []];
    element.addEventListener('asked', () => { asked += 1; });
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    Object.assign(element, { reasons: REASONS, nowMillis: NOW, canManage });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => jest.resetAllMocks());

  it('lists what was given up, with why and what is asked for already, and is accessible', async () => {
    await show();
    expect(all('.row-title').map((one) => one.textContent)).toEqual(['SAP 2026/1', 'SAP 2026/2', 'SAP 2026/3']);
    expect(all('.row')[0]!.textContent).toContain('document · GW-UNMAPPED · happened 60 s ago');
    expect(all('.asked').map((one) => one.textContent)).toEqual(['Asked for: deliver again']);
    expect(all('.chip').map((one) => one.textContent)).toEqual(['All13', 'SAP · GW-UNMAPPED12', 'SHOPIFY · GW-CONFLICT1']);
    await expect(element).toBeAccessible();
  });

  it('has chosen ones delivered again', async () => {
    await show();
    await choose('Choose SAP 2026/1');
    await choose('Choose SAP 2026/3');
    mock(redrive).mockResolvedValue(2);
    await click('Deliver again');
    expect(mock(redrive)).toHaveBeenCalledWith({ exceptionIds: ['1', '3'] });
    expect(toasts[0]!.title).toBe('2 dead letters asked to be delivered again');
    expect(asked).toBe(1);
    expect(all<HTMLInputElement>('.box').some(({ checked }) => checked)).toBe(false);
  });

  it('asks why before it discards, and takes that back with Escape', async () => {
    await show();
    await choose('Choose SAP 2026/2');
    await click('Discard…');
    all('form')[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(all('form')).toHaveLength(0);
    await click('Discard…');
    const input = all<HTMLInputElement>('.why input')[0]!;
    input.value = 'told by hand';
    input.dispatchEvent(new CustomEvent('input'));
    mock(discard).mockResolvedValue(1);
    all('form')[0]!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(mock(discard)).toHaveBeenCalledWith({ exceptionIds: ['2'], note: 'told by hand' });
  });

  it('says what to do about a reason, and delivers all of it again', async () => {
    await show();
    await click('SAP · GW-UNMAPPED');
    expect(mock(getConcerns)).toHaveBeenLastCalledWith({ type: 'DeadLetter', source: 'SAP', reason: 'GW-UNMAPPED', afterId: null });
    expect(all('.advice')[0]!.textContent).toContain('Add it to the Movement Map');
    mock(redriveReason).mockResolvedValue(undefined);
    await click('Deliver all 12 again');
    expect(mock(redriveReason)).toHaveBeenCalledWith({ source: 'SAP', reason: 'GW-UNMAPPED' });
    expect(toasts[0]!.title).toBe('12 dead letters asked to be delivered again');
  });

  it('goes back to all when nothing of the reason is left', async () => {
    await show();
    await click('SHOPIFY · GW-CONFLICT');
    element.reasons = [REASONS[0]];
    await settle();
    expect(all('.chip_chosen').map((one) => one.textContent)).toEqual(['All12']);
  });

  it('chooses all that are shown, and forgets those that are gone', async () => {
    await show();
    const box = all<HTMLInputElement>('.choose input')[0]!;
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    await settle();
    expect(element.shadowRoot!.textContent).toContain('3 dead letters chosen');
    mock(getConcerns).mockResolvedValue({ rows: [letter('2')], isMore: false });
    await element.refresh();
    await settle();
    expect(element.shadowRoot!.textContent).toContain('1 dead letter chosen');
  });

  it('shows why something could not be asked for', async () => {
    await show();
    await choose('Choose SAP 2026/1');
    mock(redrive).mockRejectedValue({ body: { message: 'The user lacks the custom permission Manage_Integrations.' } });
    await click('Deliver again');
    expect(all<HTMLElement & { message?: string }>('c-problem-note')[0]!.message).toContain('Manage_Integrations');
    expect(asked).toBe(0);
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
    await show([letter('1')], false);
    expect(all('input[type=checkbox]')).toHaveLength(0);
    await click('SAP · GW-UNMAPPED');
    expect(button('Deliver all 12 again')).toBeUndefined();
    await expect(element).toBeAccessible();
  });

  it('pages on', async () => {
    await show([letter('1')], true, true);
    mock(getConcerns).mockResolvedValue({ rows: [letter('2')], isMore: false });
    await click('Show more');
    expect(mock(getConcerns)).toHaveBeenLastCalledWith(expect.objectContaining({ afterId: '1' }));
    expect(all('.row')).toHaveLength(2);
  });

  it('says that nothing is dead', async () => {
    await show([]);
    expect(element.shadowRoot!.textContent).toContain('Nothing is dead');
  });
});
