import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import { CurrentPageReference } from 'lightning/navigation';
import { subscribe } from 'lightning/empApi';
import StoreQueue from 'c/storeQueue';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import getQueue from '@salesforce/apex/StoreTaskController.getQueue';
import claim from '@salesforce/apex/StoreTaskController.claim';
import findTask from '@salesforce/apex/StoreTaskController.findTask';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.getQueue', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.claim', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.handBack', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.pause', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.resume', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.findTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Pick_Tasks', () => ({ default: true }), { virtual: true });

const stores = getStores as unknown as { emit(data: unknown): void; error(body: unknown, status?: number): void };
const page = CurrentPageReference as unknown as { emit(reference: unknown): void };
const callQueue = getQueue as unknown as jest.Mock;
const callClaim = claim as unknown as jest.Mock;
const callFind = findTask as unknown as jest.Mock;
const MINUTE = 60_000;

type Child = HTMLElement & Record<string, unknown>;
type Answered = Record<string, unknown>;

const task = (id: string, more: Answered = {}): Answered => ({ taskId: id, name: `T-${id}`, kind: 'Pick', state: 'Open', summary: '2 × Enamel mug', quantity: 2, lineCount: 1, version: 1, pickupCode: `CODE${id}`, ...more });
const queue = (tasks: Answered[], more: Answered = {}): Answered => ({ locationCode: 'LON-01', timeZone: 'Europe/London', nowMillis: Date.now(), tasks, version: 5, canManage: false, isPushed: true, isDelta: false, ...more });

describe('c-store-queue', () => {
  let element: HTMLElement;
  let toasts: { title: string; message: string; variant: string }[];
  const child = (name: string): Child | null => element.shadowRoot!.querySelector<Child>(name);
  const list = (): Child => child('c-queue-list')!;
  const shownIds = (): string[] => (list()['tasks'] as { id: string }[]).map(({ id }) => id);
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const tell = async (name: string, event: string, detail?: unknown): Promise<void> => {
    child(name)!.dispatchEvent(new CustomEvent(event, { detail }));
    await settle();
  };
  const signal = async (payload: Answered): Promise<void> => {
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls.at(-1)![2] as (message: unknown) => void;
    onMessage({ data: { payload } });
    await jest.advanceTimersByTimeAsync(50);
    await settle();
  };
  const start = async (): Promise<void> => {
    element = createElement('c-store-queue', { is: StoreQueue });
    toasts = [];
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    document.body.replaceChildren(element);
    await settle();
  };
  const place = async (answer: unknown): Promise<void> => {
    callQueue.mockImplementation(async () => ({ ...(answer as Answered), nowMillis: Date.now() }));
    await start();
    stores.emit([{ code: 'LON-01', name: 'London', isMine: true, timeZone: 'Europe/London' }, { code: 'MAN-01', name: 'Manchester' }]);
    await settle();
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12) });
    jest.clearAllMocks();
    localStorage.clear();
    (subscribe as unknown as jest.Mock).mockResolvedValue({ id: '1' });
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('shows that it is loading, then the most urgent task first', async () => {
    await start();
    expect(element.shadowRoot!.querySelector('[aria-label="Loading the tasks"]')).not.toBeNull();
    await place(queue([task('calm', { dueAtMillis: Date.now() + 90 * MINUTE }), task('late', { dueAtMillis: Date.now() - MINUTE })]));
    expect(shownIds()).toEqual(['late', 'calm']);
    expect(text()).toContain('1 overdue');
  });

  it('is accessible', async () => {
    await place(queue([task('1')]));
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('follows a signal of its store, asking only for what has changed', async () => {
    await place(queue([task('1'), task('2')]));
    callQueue.mockResolvedValue(queue([task('2', { state: 'HandedOver', version: 2 }), task('3')], { isDelta: true, version: 6 }));
    await signal({ Location_Code__c: 'MAN-01' });
    expect(callQueue).toHaveBeenCalledTimes(1);
    await signal({ Location_Code__c: 'LON-01' });
    expect(callQueue).toHaveBeenLastCalledWith({ locationCode: 'LON-01', knownVersion: 5 });
    expect(shownIds()).toEqual(['1', '3']);
  });

  it('moves no row under the pointer, says what has changed, and shows it on request', async () => {
    await place(queue([task('1', { dueAtMillis: Date.now() + 50 * MINUTE }), task('2', { dueAtMillis: Date.now() + 60 * MINUTE })]));
    await tell('c-queue-list', 'engage');
    callQueue.mockResolvedValue(queue([task('1', { state: 'Cancelled', version: 2 }), task('0', { dueAtMillis: Date.now() + MINUTE })], { isDelta: true, version: 6 }));
    await signal({ Location_Code__c: 'LON-01' });
    expect(shownIds()).toEqual(['1', '2']);
    expect(list()['goneIds']).toEqual(['1']);
    const hint = element.shadowRoot!.querySelector<HTMLButtonElement>('.held')!;
    expect(hint.textContent).toBe('2 changes: show them');
    hint.click();
    await settle();
    expect(shownIds()).toEqual(['0', '2']);
  });

  it('shows held changes by itself when nobody has moved for a while', async () => {
    await place(queue([task('1')]));
    await tell('c-queue-list', 'engage');
    callQueue.mockResolvedValue(queue([task('0')], { isDelta: true, version: 6 }));
    await signal({ Location_Code__c: 'LON-01' });
    expect(shownIds()).toEqual(['1']);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(shownIds()).toEqual(['0', '1']);
  });

  it('reorders by itself when a due time passes, and says so', async () => {
    await place(queue([task('1', { dueAtMillis: Date.now() + MINUTE, warnAtMillis: Date.now() + 30_000 }), task('2', { dueAtMillis: Date.now() + 90 * MINUTE, warnAtMillis: Date.now() - MINUTE })]));
    expect(shownIds()).toEqual(['2', '1']);
    await jest.advanceTimersByTimeAsync(62_000);
    expect(shownIds()).toEqual(['1', '2']);
    expect(text()).toContain('1 task is overdue.');
  });

  it('claims several tasks, and keeps selected what a colleague took first', async () => {
    await place(queue([task('1'), task('2')]));
    await tell('c-queue-list', 'selectionchange', ['1', '2']);
    callClaim.mockResolvedValue([
      { taskId: '1', isDone: true, task: task('1', { state: 'Picking', isMine: true, assigneeId: '005', version: 2 }) },
      { taskId: '2', isDone: false, message: 'Robin took T-2 at 10:02.', task: task('2', { state: 'Picking', assigneeId: '006', assigneeName: 'Robin', version: 2 }) },
    ]);
    await tell('c-queue-bulk-bar', 'bulkaction', { verb: 'claim', ids: ['1', '2'], reason: '' });
    expect(callClaim).toHaveBeenCalledWith({ taskIds: ['1', '2'] });
    expect(toasts).toMatchObject([{ variant: 'warning', title: '1 of 2 tasks claimed', message: 'Robin took T-2 at 10:02.' }]);
    expect(list()['selectedIds']).toEqual(['2']);
    expect(list()['notices']).toEqual({ 2: 'Robin took T-2 at 10:02.' });
  });

  it('asks in parts when there are more tasks than one call takes', async () => {
    const many = Array.from({ length: 450 }, (_, index) => String(index));
    await place(queue(many.map((id) => task(id))));
    await tell('c-queue-list', 'selectionchange', many);
    callClaim.mockImplementation(async ({ taskIds }: { taskIds: string[] }) => taskIds.map((taskId) => ({ taskId, isDone: true })));
    await tell('c-queue-bulk-bar', 'bulkaction', { verb: 'claim', ids: many, reason: '' });
    expect(callClaim.mock.calls.map(([{ taskIds }]) => (taskIds as string[]).length)).toEqual([200, 200, 50]);
    expect(toasts[0]!.title).toBe('450 tasks claimed');
  });

  it('says when the org did not answer, and looks what became of it', async () => {
    await place(queue([task('1')]));
    callClaim.mockRejectedValue({ status: 0, body: { message: 'The org cannot be reached.' } });
    await tell('c-queue-list', 'rowaction', { id: '1', verb: 'claim' });
    expect(toasts).toMatchObject([{ variant: 'error', message: 'The org cannot be reached.' }]);
    expect(callQueue).toHaveBeenCalledTimes(2);
  });

  it('opens the task of a pickup code without asking', async () => {
    await place(queue([task('1')]));
    await tell('c-queue-toolbar', 'lookup', 'code1');
    expect(callFind).not.toHaveBeenCalled();
    expect(text()).not.toContain('No task');
  });

  it('asks the org for what it does not know, and says when there is none', async () => {
    await place(queue([task('1')]));
    callFind.mockResolvedValue([]);
    await tell('c-queue-toolbar', 'lookup', 'NOPE99');
    expect(callFind).toHaveBeenCalledWith({ locationCode: 'LON-01', term: 'NOPE99' });
    expect(text()).toContain('No task of London has “NOPE99”');
  });

  it('opens with the filter that a link names', async () => {
    await place(queue([task('1'), task('2', { state: 'Ready' })]));
    page.emit({ type: 'standard__navItemPage', attributes: { apiName: 'Store_Queue' }, state: { c__lane: 'ready' } });
    await settle();
    expect(shownIds()).toEqual(['2']);
  });

  it('shows another store on request, and lets only its own team work there', async () => {
    await place(queue([task('1')]));
    expect(list()['canAct']).toBe(true);
    await tell('c-store-picker', 'storechoose', 'MAN-01');
    expect(callQueue).toHaveBeenLastCalledWith({ locationCode: 'MAN-01', knownVersion: null });
    expect(list()['canAct']).toBe(false);
    expect(text()).toContain('Manchester is not your store');
  });

  it('says what comes next when there is nothing to pick', async () => {
    await place(queue([task('2', { state: 'Ready', collectByMillis: Date.UTC(2026, 10, 22, 18) })]));
    expect(text()).toContain('Nothing to pick');
    expect(text()).toMatch(/1 order waits for collection, the next until (18:00|06:00 PM)/);
  });

  it('shows what failed in place of the tasks, and tries again', async () => {
    callQueue.mockRejectedValueOnce({ status: 500, body: { message: 'Apex CPU time limit exceeded' } });
    await start();
    stores.emit([{ code: 'LON-01', name: 'London', isMine: true }]);
    await settle();
    expect(text()).toContain('Apex CPU time limit exceeded');
    callQueue.mockResolvedValue(queue([task('1')]));
    child('lightning-button')!.click();
    await settle();
    expect(shownIds()).toEqual(['1']);
  });

  it('keeps showing the tasks while the org is away, says since when, and recovers', async () => {
    await place(queue([task('1')]));
    callQueue.mockRejectedValue({ status: 0, body: { message: 'The org cannot be reached.' } });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(shownIds()).toEqual(['1']);
    expect(text()).toMatch(/Offline since (12:00|12:00 PM)/);
    callQueue.mockResolvedValue(queue([], { isDelta: true, version: 6 }));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(text()).toContain('Live');
  });

  it('tells somebody without permission whom to ask', async () => {
    await start();
    stores.error({ message: "You do not have access to the Apex class named 'StoreTaskController'." }, 403);
    await settle();
    expect(text()).toContain('You cannot see the work of a store');
  });

  it('tells somebody of no store whom to ask', async () => {
    await start();
    stores.emit([]);
    await settle();
    expect(text()).toContain('You belong to no store yet');
  });
});
