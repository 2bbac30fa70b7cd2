import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import { EnclosingUtilityId, updateUtility } from 'lightning/platformUtilityBarApi';
import { subscribe } from 'lightning/empApi';
import PickupTimer from 'c/pickupTimer';
import getStores from '@salesforce/apex/StoreTaskController.getStores';
import getToday from '@salesforce/apex/StoreHomeController.getToday';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/StoreHomeController.getToday', () => ({ default: jest.fn() }), { virtual: true });
jest.mock(
  'lightning/platformUtilityBarApi',
  () => ({ EnclosingUtilityId: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createTestWireAdapter(jest.fn()), updateUtility: jest.fn() }),
  { virtual: true },
);

const stores = getStores as unknown as { emit(data: unknown): void; error(body: unknown, status?: number): void };
const utility = EnclosingUtilityId as unknown as { emit(id: unknown): void };
const callToday = getToday as unknown as jest.Mock;
const callUpdate = updateUtility as unknown as jest.Mock;
const NOON = Date.UTC(2026, 10, 22, 12);

describe('c-pickup-timer', () => {
  let element: HTMLElement;
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const place = async (answer: Record<string, unknown>): Promise<void> => {
    callToday.mockImplementation(async () => ({ ...answer, nowMillis: Date.now() }));
    element = createElement('c-pickup-timer', { is: PickupTimer });
    document.body.replaceChildren(element);
    utility.emit('utility-1');
    stores.emit([{ code: 'LON-01', name: 'London', isMine: true }]);
    await settle();
  };
  const due = { nextDueAtMillis: NOON + 12 * 60_000 + 500, nextDueTaskId: 'a0T1', nextDueTaskName: 'T-000001', nextDueSummary: '2 × Enamel mug' };

  beforeEach(() => {
    jest.useFakeTimers({ now: NOON });
    jest.clearAllMocks();
    localStorage.clear();
    callUpdate.mockResolvedValue(true);
    (subscribe as unknown as jest.Mock).mockResolvedValue({ id: '1' });
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('counts down in the label of the bar, and tells it only what changes', async () => {
    await place(due);
    expect(callUpdate).toHaveBeenLastCalledWith('utility-1', { label: 'Next due in 12 min', highlighted: false });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(callUpdate.mock.calls.length).toBeLessThanOrEqual(2);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(callUpdate).toHaveBeenLastCalledWith('utility-1', { label: 'Next due in 10 min', highlighted: false });
  });

  it('lights up when something is overdue, and says how much', async () => {
    await place({ ...due, overdue: 2 });
    expect(callUpdate).toHaveBeenLastCalledWith('utility-1', { label: 'Next due in 12 min · 2 overdue', highlighted: true });
    expect(text()).toContain('2 tasks are overdue');
  });

  it('is quiet when nothing is due', async () => {
    await place({});
    expect(callUpdate).toHaveBeenLastCalledWith('utility-1', { label: 'Nothing due', highlighted: false });
    expect(text()).toContain('Nothing is due.');
  });

  it('is accessible', async () => {
    await place({ ...due, overdue: 1 });
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('says when there is no store', async () => {
    element = createElement('c-pickup-timer', { is: PickupTimer });
    document.body.replaceChildren(element);
    stores.emit([]);
    await settle();
    expect(text()).toContain('You belong to no store yet.');
  });
});
