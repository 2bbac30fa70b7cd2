import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import { subscribe } from 'lightning/empApi';
import StoreHome from 'c/storeHome';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import getToday from '@salesforce/apex/StoreHomeController.getToday';
import resolveException from '@salesforce/apex/StoreHomeController.resolveException';
import closeEarly from '@salesforce/apex/StoreHoursController.closeEarly';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/StoreHomeController.getToday', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreHomeController.resolveException', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreHoursController.closeEarly', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Pick_Tasks', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Store', () => ({ default: true }), { virtual: true });

const stores = getStores as unknown as { emit(data: unknown): void; error(body: unknown, status?: number): void };
const callToday = getToday as unknown as jest.Mock;
const callResolve = resolveException as unknown as jest.Mock;
const callClose = closeEarly as unknown as jest.Mock;
const NOON = Date.UTC(2026, 10, 22, 12);

type Child = HTMLElement & Record<string, unknown>;

const today = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ nowMillis: NOON, timeZone: 'Europe/London', isOpen: true, closesAtMillis: NOON + 21_600_000, openTasks: 3, nextDueAtMillis: NOON + 600_000, nextDueTaskId: 'a0T1', nextDueTaskName: 'T-000001', nextDueSummary: '2 × Enamel mug', exceptions: [{ exceptionId: 'x', type: 'SlaBreach', message: 'Late' }], ...more });

describe('c-store-home', () => {
  let element: HTMLElement;
  let toasts: { title: string; variant: string }[];
  const child = (name: string): Child | null => element.shadowRoot!.querySelector<Child>(name);
  const button = (label: string): HTMLButtonElement | undefined => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent!.includes(label));
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const start = async (): Promise<void> => {
    element = createElement('c-store-home', { is: StoreHome });
    toasts = [];
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    document.body.replaceChildren(element);
    await settle();
  };
  const place = async (answer: unknown): Promise<void> => {
    callToday.mockResolvedValue(answer);
    await start();
    stores.emit([{ code: 'LON-01', name: 'London', isMine: true, timeZone: 'Europe/London' }]);
    await settle();
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: NOON });
    jest.clearAllMocks();
    localStorage.clear();
    (subscribe as unknown as jest.Mock).mockResolvedValue({ id: '1' });
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('shows how the day stands, what is due next and what went wrong', async () => {
    await place(today());
    expect(child('c-store-figures')!['today']).toMatchObject({ openTasks: 3 });
    expect(child('c-exception-list')!['entries']).toHaveLength(1);
    expect(child('c-sla-countdown')!['dueAt']).toBe(NOON + 600_000);
    expect(text()).toMatch(/Open until (18:00|06:00 PM)/);
  });

  it('is accessible', async () => {
    await place(today());
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('follows the signals of its store', async () => {
    await place(today());
    callToday.mockResolvedValue(today({ openTasks: 4 }));
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls.at(-1)![2] as (message: unknown) => void;
    onMessage({ data: { payload: { Location_Code__c: 'LON-01' } } });
    await jest.advanceTimersByTimeAsync(50);
    expect(child('c-store-figures')!['today']).toMatchObject({ openTasks: 4 });
  });

  it('resolves an exception and fetches what is left', async () => {
    await place(today());
    callResolve.mockResolvedValue(null);
    callToday.mockResolvedValue(today({ exceptions: [] }));
    child('c-exception-list')!.dispatchEvent(new CustomEvent('resolve', { detail: { id: 'x', resolution: 'Picked by hand' } }));
    await settle();
    expect(callResolve).toHaveBeenCalledWith({ exceptionId: 'x', resolution: 'Picked by hand' });
    expect(child('c-exception-list')!['entries']).toEqual([]);
    expect(toasts[0]!.variant).toBe('success');
  });

  it('closes the store early only with a reason', async () => {
    await place(today());
    button('Close early today')!.click();
    await settle();
    const form = element.shadowRoot!.querySelector('form')!;
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(callClose).not.toHaveBeenCalled();
    const input = element.shadowRoot!.querySelector('input')!;
    input.value = 'Power cut';
    input.dispatchEvent(new CustomEvent('input'));
    callClose.mockResolvedValue({ untilMillis: NOON + 21_600_000 });
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(callClose).toHaveBeenCalledWith({ locationCode: 'LON-01', untilMillis: null, reason: 'Power cut' });
    expect(toasts[0]!.title).toContain('London is closed until');
  });

  it('says why the store stays open', async () => {
    await place(today());
    button('Close early today')!.click();
    await settle();
    const input = element.shadowRoot!.querySelector('input')!;
    input.value = 'Power cut';
    input.dispatchEvent(new CustomEvent('input'));
    callClose.mockRejectedValue({ body: { message: 'London is not your store.' } });
    element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(toasts).toMatchObject([{ variant: 'error', message: 'London is not your store.' }]);
  });

  it('offers nothing to close when the store is closed', async () => {
    await place(today({ isOpen: false }));
    expect(button('Close early today')).toBeUndefined();
    expect(text()).toContain('The store is closed now.');
  });

  it('says when nothing is due', async () => {
    await place(today({ nextDueAtMillis: null }));
    expect(text()).toContain('Nothing is due.');
  });

  it('keeps the day on the screen while the org is away', async () => {
    await place(today());
    callToday.mockRejectedValue({ status: 0, body: { message: 'The org cannot be reached.' } });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(child('c-store-figures')).not.toBeNull();
    expect(text()).toContain('Offline since');
  });

  it('shows what failed, and tries again', async () => {
    callToday.mockRejectedValueOnce({ status: 500, body: { message: 'Apex CPU time limit exceeded' } });
    await start();
    stores.emit([{ code: 'LON-01', name: 'London', isMine: true }]);
    await settle();
    expect(text()).toContain('Apex CPU time limit exceeded');
    callToday.mockResolvedValue(today());
    child('lightning-button')!.click();
    await settle();
    expect(child('c-store-figures')).not.toBeNull();
  });

  it('tells somebody of no store, or without permission, whom to ask', async () => {
    await start();
    stores.emit([]);
    await settle();
    expect(text()).toContain('You belong to no store yet');
    await start();
    stores.error({ message: "You do not have access to the Apex class named 'StoreTaskController'." }, 403);
    await settle();
    expect(text()).toContain('You cannot see how the day of a store stands');
  });
});
