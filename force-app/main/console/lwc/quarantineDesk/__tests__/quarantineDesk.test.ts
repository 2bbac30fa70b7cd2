import { createElement } from 'lwc';
import QuarantineDesk from 'c/quarantineDesk';
import discard from '@salesforce/apex/QuarantineController.discard';
import driveAgain from '@salesforce/apex/QuarantineController.driveAgain';
import driveReasonAgain from '@salesforce/apex/QuarantineController.driveReasonAgain';
import getFacts from '@salesforce/apex/QuarantineController.getFacts';
import getReasons from '@salesforce/apex/QuarantineController.getReasons';

jest.mock('@salesforce/apex/QuarantineController.discard', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.driveAgain', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.driveReasonAgain', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.getFacts', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.getReasons', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Post_Facts', () => ({ default: true }), { virtual: true });

const mock = (method: unknown): jest.Mock => method as jest.Mock;
type Child = HTMLElement & Record<string, unknown>;

const REASONS = [
  { code: 'HF-DISCARDED', count: 4, isPassing: false, sources: [{ source: 'SAP', count: 4 }] },
  { code: 'HF-KEY-REUSED', count: 1, isPassing: false, sources: [{ source: 'TILL', count: 1 }] },
  { code: 'HF-UNKNOWN-SKU', count: 12, isPassing: true, sources: [{ source: 'SAP', count: 9 }, { source: 'TILL', count: 3 }] },
];
const FACT = { entryId: 'e1', key: 'T-1', intent: 'StockSold', sku: 'NEW-1', locationCode: 'LYON', quantity: 2, source: 'TILL', code: 'HF-UNKNOWN-SKU', message: 'There is no product with the SKU "NEW-1".', isDrivable: true };

describe('c-quarantine-desk', () => {
  let element: HTMLElement;
  let toasts: { title: string; message: string; variant: string }[];
  const text = (): string => element.shadowRoot!.textContent!;
  const children = (name: string): Child[] => [...element.shadowRoot!.querySelectorAll<Child>(name)];
  const choice = (title: string): HTMLElement => children('nav button').find((each) => each.textContent!.includes(title))!;
  const labelled = (label: string): Child | undefined => children('lightning-button').find((each) => each['label'] === label);
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const choose = async (title: string): Promise<void> => {
    choice(title).click();
    await settle();
  };
  const tell = async (name: string, event: string, detail: unknown): Promise<void> => {
    children(name)[0]!.dispatchEvent(new CustomEvent(event, { detail }));
    await settle();
  };
  const show = async (reasons: unknown = REASONS, facts: readonly unknown[] = [FACT], isMore = false): Promise<void> => {
    mock(getReasons).mockResolvedValue(reasons);
    mock(getFacts).mockResolvedValue({ facts, isMore });
    element = createElement('c-quarantine-desk', { is: QuarantineDesk });
    toasts = [];
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => jest.resetAllMocks());
  afterEach(() => jest.useRealTimers());

  it('lists the reasons, most frequent first, with their sources, and is accessible', async () => {
    await show();
    expect(children('.choice-title').map((title) => title.textContent)).toEqual(['All that waits', 'Unknown product', 'Another fact has its key', 'Discarded']);
    expect(children('.badge').map((badge) => badge.textContent)).toEqual(['13', '12', '1', '4']);
    expect(choice('Unknown product').textContent).toContain('SAP 9 · TILL 3');
    expect(mock(getFacts)).toHaveBeenLastCalledWith({ codes: ['HF-KEY-REUSED', 'HF-UNKNOWN-SKU'], source: null, term: '', beforeEntryId: null });
    await expect(element).toBeAccessible();
  });

  it('says what to do about a reason', async () => {
    await show();
    await choose('Unknown product');
    expect(text()).toContain('Create the product with this SKU, then try again.');
    expect(mock(getFacts)).toHaveBeenLastCalledWith(expect.objectContaining({ codes: ['HF-UNKNOWN-SKU'] }));
    expect(choice('Unknown product').getAttribute('aria-current')).toBe('true');
  });

  it('shows the code of a reason that it has no words for', async () => {
    await show([{ code: 'HF-NEW', count: 1, isPassing: false, sources: [] }]);
    await choose('HF-NEW');
    expect(element.shadowRoot!.querySelector('h2')!.textContent).toBe('HF-NEW');
  });

  it('tries all of one reason and says what became of them', async () => {
    await show();
    await choose('Unknown product');
    mock(driveReasonAgain).mockResolvedValue({ applied: 11, waiting: 1, isGoingOn: false });
    mock(getReasons).mockResolvedValue([{ ...REASONS[2], count: 1, sources: [{ source: 'SAP', count: 1 }] }]);
    labelled('Try all 12 facts again')!.click();
    await settle();
    expect(mock(driveReasonAgain)).toHaveBeenCalledWith({ code: 'HF-UNKNOWN-SKU' });
    expect(toasts).toEqual([expect.objectContaining({ title: '11 facts applied', message: '1 fact still waits.', variant: 'warning' })]);
    expect(labelled('Try it again')).toBeDefined();
  });

  it('says that a job goes on with what could not be tried at once', async () => {
    await show();
    await choose('Unknown product');
    mock(driveReasonAgain).mockResolvedValue({ applied: 100, waiting: 0, isGoingOn: true });
    labelled('Try all 12 facts again')!.click();
    await settle();
    expect(toasts[0]).toMatchObject({ title: '100 facts applied', message: 'A job goes on with the others.', variant: 'success' });
  });

  it('does not offer to try what never passes', async () => {
    await show();
    await choose('Another fact has its key');
    expect(children('lightning-button')).toEqual([]);
  });

  it('tries one fact, and goes back to all when its reason is gone', async () => {
    await show();
    await choose('Unknown product');
    mock(driveAgain).mockResolvedValue([{ key: 'T-1', effect: 'Applied', message: null }]);
    mock(getReasons).mockResolvedValue([REASONS[0]]);
    mock(getFacts).mockResolvedValue({ facts: [], isMore: false });
    await tell('c-quarantined-fact', 'drive', 'e1');
    expect(mock(driveAgain)).toHaveBeenCalledWith({ entryIds: ['e1'] });
    expect(toasts[0]).toMatchObject({ title: 'Applied', message: 'T-1' });
    expect(text()).toContain('Nothing waits.');
    expect(element.shadowRoot!.activeElement).toBe(element.shadowRoot!.querySelector('h2'));
  });

  it('says why a fact still waits', async () => {
    await show();
    mock(driveAgain).mockResolvedValue([{ key: 'T-1', effect: 'Quarantined', message: '0.5 is not a whole number.' }]);
    await tell('c-quarantined-fact', 'drive', 'e1');
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('It still waits: 0.5 is not a whole number.');
    expect(toasts).toEqual([]);
  });

  it('notices that somebody else was faster', async () => {
    await show();
    mock(driveAgain).mockResolvedValue([]);
    await tell('c-quarantined-fact', 'drive', 'e1');
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('Somebody else');
    mock(discard).mockResolvedValue(0);
    await tell('c-quarantined-fact', 'discard', { entryId: 'e1', reason: 'a test' });
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('does not wait any more');
  });

  it('discards a fact for a reason', async () => {
    await show();
    mock(discard).mockResolvedValue(1);
    await tell('c-quarantined-fact', 'discard', { entryId: 'e1', reason: 'a test' });
    expect(mock(discard)).toHaveBeenCalledWith({ entryIds: ['e1'], reason: 'a test' });
    expect(toasts[0]).toMatchObject({ title: 'Discarded' });
  });

  it('finds facts by what somebody types, and by source', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    await show();
    await choose('Unknown product');
    const field = element.shadowRoot!.querySelector<HTMLInputElement>('input.term')!;
    field.value = 'NEW-1';
    field.dispatchEvent(new InputEvent('input'));
    jest.advanceTimersByTime(300);
    await settle();
    await tell('lightning-combobox', 'change', { value: 'TILL' });
    expect(mock(getFacts)).toHaveBeenLastCalledWith({ codes: ['HF-UNKNOWN-SKU'], source: 'TILL', term: 'NEW-1', beforeEntryId: null });
  });

  it('shows the answer to the last question when answers cross', async () => {
    await show();
    const late = Promise.withResolvers<unknown>();
    mock(getFacts).mockReturnValueOnce(late.promise);
    await choose('Another fact has its key');
    await choose('Unknown product');
    late.resolve({ facts: [{ ...FACT, entryId: 'late' }], isMore: false });
    await settle();
    expect(children('c-quarantined-fact').map((each) => (each['fact'] as { entryId: string }).entryId)).toEqual(['e1']);
  });

  it('adds older facts on request', async () => {
    await show(REASONS, [FACT], true);
    mock(getFacts).mockResolvedValue({ facts: [{ ...FACT, entryId: 'e0' }], isMore: false });
    labelled('Show older ones')!.click();
    await settle();
    expect(mock(getFacts)).toHaveBeenLastCalledWith(expect.objectContaining({ beforeEntryId: 'e1' }));
    expect(children('c-quarantined-fact')).toHaveLength(2);
    expect(labelled('Show older ones')).toBeUndefined();
  });

  it('says so when nothing waits', async () => {
    await show([], []);
    expect(text()).toContain('Every fact that was told has been applied.');
    await expect(element).toBeAccessible();
  });

  it('shows that it is loading', async () => {
    mock(getReasons).mockReturnValue(new Promise(() => undefined));
    element = createElement('c-quarantine-desk', { is: QuarantineDesk });
    document.body.replaceChildren(element);
    await settle();
    expect(element.shadowRoot!.querySelector('[aria-label="Loading what waits"]')).not.toBeNull();
  });

  it('says why it failed, and tries again', async () => {
    mock(getReasons).mockRejectedValue({ body: { message: 'The org is busy.' } });
    element = createElement('c-quarantine-desk', { is: QuarantineDesk });
    document.body.replaceChildren(element);
    await settle();
    expect(text()).toContain('The org is busy.');
    mock(getReasons).mockResolvedValue(REASONS);
    mock(getFacts).mockResolvedValue({ facts: [FACT], isMore: false });
    labelled('Try again')!.click();
    await settle();
    expect(children('c-quarantined-fact')).toHaveLength(1);
  });
});
