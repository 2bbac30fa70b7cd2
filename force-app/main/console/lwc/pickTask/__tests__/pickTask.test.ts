import { createElement } from 'lwc';
import PickTask from 'c/pickTask';
import openTask from '@salesforce/apex/StoreTaskController.openTask';
import recordScans from '@salesforce/apex/StoreTaskController.recordScans';
import claim from '@salesforce/apex/StoreTaskController.claim';
import resume from '@salesforce/apex/StoreTaskController.resume';
import reportMissing from '@salesforce/apex/StoreTaskController.reportMissing';
import finishPick from '@salesforce/apex/StoreTaskController.finishPick';
import stage from '@salesforce/apex/StoreTaskController.stage';
import handOver from '@salesforce/apex/StoreTaskController.handOver';
import finishPutAway from '@salesforce/apex/StoreTaskController.finishPutAway';
import findTask from '@salesforce/apex/StoreTaskController.findTask';
import { playTone } from 'c/scanSound';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.claim', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.resume', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.reportMissing', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.finishPick', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.stage', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.handOver', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.markArrived', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.finishPutAway', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.findTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Pick_Tasks', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Store', () => ({ default: true }), { virtual: true });
jest.mock('c/scanSound', () => ({ playTone: jest.fn(), isSoundMuted: () => false, muteSound: jest.fn() }));

const mock = (method: unknown): jest.Mock => method as jest.Mock;
const MINE = { state: 'Picking', isMine: true, assigneeId: 'U1', assigneeName: 'Me' };
const refusal = (message: string): unknown => ({ status: 500, body: { message, exceptionType: 'System.AuraHandledException' } });
const line = (lineId: string, sku: string, quantity: number, picked = 0, missing = 0): Record<string, unknown> => ({ lineId, line: lineId, sku, productName: `Product ${sku}`, place: `A-${lineId}`, quantity, picked, missing, refusedScans: 0 });
const detail = (task: Record<string, unknown> = {}, lines = [line('1', 'MUG', 2), line('2', 'LAMP', 1)]): Record<string, unknown> => ({
  task: { taskId: 'T1', taskKey: 'PICK|R-1|LYON', requestKey: 'R-1', name: 'T-000001', kind: 'Pick', state: 'Open', customerLabel: 'Amélie', orderRef: 'WEB-1', isBreached: false, version: 1, ...task },
  nowMillis: 1_800_000_000_000,
  timeZone: 'Europe/Paris',
  lines,
  codes: [{ code: '04006381333931', sku: 'MUG', lineId: '1', packQuantity: 1 }],
});
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

describe('c-pick-task', () => {
  let element: HTMLElement & { recordId?: string };
  const inPage = (selector: string): (HTMLElement & Record<string, unknown>) | null => element.shadowRoot!.querySelector(selector);
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const button = (label: string): HTMLButtonElement => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent?.includes(label))!;
  const send = async (selector: string, name: string, data?: unknown): Promise<void> => {
    inPage(selector)!.dispatchEvent(new CustomEvent(name, { detail: data }));
    await settle();
  };
  const show = async (): Promise<void> => {
    element = createElement('c-pick-task', { is: PickTask });
    element.recordId = 'T1';
    document.body.append(element);
    await settle();
  };
  const open = async (answer: unknown = detail()): Promise<void> => {
    mock(openTask).mockResolvedValue(answer);
    await show();
  };

  beforeEach(() => {
    jest.resetAllMocks();
    localStorage.clear();
    let keys = 0;
    Object.assign(globalThis.crypto ?? {}, { randomUUID: () => `key-${(keys += 1)}` });
    mock(recordScans).mockReturnValue(new Promise(() => undefined));
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('shows that it is loading', async () => {
    mock(openTask).mockReturnValue(new Promise(() => undefined));
    await show();
    expect(inPage('[aria-label="Loading the task"]')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('offers to take a task that nobody has, and says who was quicker', async () => {
    await open();
    await expect(element).toBeAccessible();
    mock(claim).mockResolvedValueOnce([{ taskId: 'T1', isDone: false, message: 'Robin took T-000001 at 10:02.' }]);
    button('Take and start').click();
    await settle();
    expect(inPage('[role="alert"]')!.textContent).toContain('Robin took T-000001 at 10:02.');
    mock(claim).mockResolvedValueOnce([{ taskId: 'T1', isDone: true }]);
    mock(openTask).mockResolvedValue(detail({ ...MINE, version: 2 }));
    button('Take and start').click();
    await settle();
    expect(mock(claim)).toHaveBeenLastCalledWith({ taskIds: ['T1'] });
    expect(inPage('c-scan-desk')).not.toBeNull();
  });

  it('answers a scan before the org does, to eye and ear', async () => {
    await open(detail(MINE));
    await send('c-scan-desk', 'scan', { code: '4006381333931', isTyped: false });
    expect(inPage('c-scan-desk')!['verdict']).toMatchObject({ isGood: true });
    expect(mock(playTone)).toHaveBeenLastCalledWith('good');
    expect(text()).toContain('1 of 3');
    await send('c-scan-desk', 'scan', { code: '036000291452', isTyped: false });
    expect(inPage('c-scan-desk')!['verdict']).toMatchObject({ outcome: 'Wrong' });
    expect(mock(playTone)).toHaveBeenLastCalledWith('bad');
    await expect(element).toBeAccessible();
  });

  it('notes how a code came in: by scanner, by fingers, by a tap', async () => {
    await open(detail(MINE));
    mock(recordScans).mockResolvedValue({ results: [], detail: detail({ ...MINE, version: 2 }) });
    await send('c-scan-desk', 'scan', { code: '4006381333931', isTyped: false });
    await send('c-scan-desk', 'scan', { code: '4006381333931', isTyped: true });
    await send('c-scan-desk', 'tap', { lineId: '2' });
    const scans = mock(recordScans).mock.calls.flatMap(([call]) => (call as { scans: { device: string; code: string }[] }).scans);
    expect(scans.map(({ device, code }) => [device, code])).toEqual([['Scanner', '4006381333931'], ['Typed', '4006381333931'], ['Tapped', 'LAMP']]);
  });

  it('reports what cannot be found, and goes on', async () => {
    await open(detail(MINE));
    await send('c-scan-desk', 'missing', { lineId: '1' });
    expect(inPage('c-missing-panel')!['line']).toMatchObject({ lineId: '1' });
    mock(reportMissing).mockResolvedValue(detail({ ...MINE, version: 2 }, [line('1', 'MUG', 2, 0, 2), line('2', 'LAMP', 1)]));
    await send('c-missing-panel', 'report', { lineId: '1', quantity: 2, reason: 'Damaged' });
    expect(mock(reportMissing)).toHaveBeenCalledWith({ taskId: 'T1', lineId: '1', quantity: 2, reason: 'Damaged' });
    expect(inPage('c-scan-desk')!['currentLineId']).toBe('2');
    expect(text()).toContain('0 of 1, 2 missing');
  });

  it('finishes only when all is picked and the org has counted it', async () => {
    await open(detail(MINE, [line('1', 'MUG', 1)]));
    await send('c-scan-desk', 'scan', { code: 'HF-FINISH', isTyped: false });
    await send('c-scan-desk', 'scan', { code: '4006381333931', isTyped: false });
    await send('c-scan-desk', 'scan', { code: 'HF-FINISH', isTyped: false });
    expect(mock(finishPick)).not.toHaveBeenCalled();
    expect(button('Finish and stage').disabled).toBe(true);
  });

  it('finishes and stages with the scanner alone', async () => {
    await open(detail(MINE, [line('1', 'MUG', 1, 1)]));
    mock(finishPick).mockResolvedValue(detail({ ...MINE, state: 'Picked', version: 2 }, [line('1', 'MUG', 1, 1)]));
    await send('c-scan-desk', 'scan', { code: 'hf-finish', isTyped: false });
    mock(stage).mockResolvedValue(detail({ ...MINE, state: 'Ready', bay: 'B-7', version: 3 }, [line('1', 'MUG', 1, 1)]));
    await send('c-stage-panel', 'stage', { bay: 'B-7' });
    expect(mock(stage)).toHaveBeenCalledWith({ taskId: 'T1', bay: 'B-7' });
    expect(inPage('c-hand-over')).not.toBeNull();
  });

  it('hands over against the code of the customer, and says why not', async () => {
    await open(detail({ ...MINE, state: 'Ready', bay: 'B-7' }));
    mock(handOver).mockRejectedValueOnce(refusal('XYZ is not the code of T-000001.'));
    await send('c-hand-over', 'prove', { pickupCode: 'XYZ', identityChecked: false });
    expect(inPage('c-hand-over')!['problem']).toContain('XYZ is not the code');
    expect(mock(playTone)).toHaveBeenLastCalledWith('bad');
    mock(handOver).mockResolvedValueOnce(detail({ ...MINE, state: 'HandedOver', version: 2 }));
    await send('c-hand-over', 'prove', { pickupCode: 'ABC', identityChecked: false });
    expect(text()).toContain('Handed over to Amélie');
    await expect(element).toBeAccessible();
  });

  it('stops loudly when the order has ended, and leads to the put-away of what was picked', async () => {
    mock(findTask).mockResolvedValue([{ taskId: 'T9', taskKey: 'PUTAWAY|R-1|LYON', name: 'T-000009', kind: 'PutAway', state: 'Open', requestKey: 'R-1', version: 1 }]);
    await open(detail({ ...MINE, state: 'Cancelled' }, [line('1', 'MUG', 2, 2)]));
    expect(inPage('[role="alert"]')!.textContent).toContain('Stop: the customer cancelled');
    expect(text()).toContain('Put back 2 items');
    expect(inPage('c-scan-desk')).toBeNull();
    expect(mock(findTask)).toHaveBeenCalledWith({ locationCode: 'LYON', term: 'R-1' });
    expect(button('Open the put-away T-000009')).toBeDefined();
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing to put back when nothing was picked', async () => {
    await open(detail({ ...MINE, state: 'Expired' }));
    expect(text()).toContain('did not come in time');
    expect(text()).toContain('nothing to put back');
    expect(mock(findTask)).not.toHaveBeenCalled();
  });

  it('finishes a put-away', async () => {
    await open(detail({ ...MINE, kind: 'PutAway' }, [line('1', 'MUG', 1, 1)]));
    mock(finishPutAway).mockResolvedValue(detail({ ...MINE, kind: 'PutAway', state: 'Done', version: 2 }));
    await send('c-put-away', 'finish');
    expect(text()).toContain('Everything is put away');
  });

  it('shows why a task is paused, and resumes it', async () => {
    await open(detail({ ...MINE, pausedAtMillis: 1, pauseReason: 'Customer is late' }));
    expect(text()).toContain('Customer is late');
    mock(resume).mockResolvedValue([{ taskId: 'T1', isDone: true }]);
    mock(openTask).mockResolvedValue(detail({ ...MINE, version: 2 }));
    button('Resume').click();
    await settle();
    expect(inPage('c-scan-desk')).not.toBeNull();
  });

  it('does not let two associates scan for one task', async () => {
    await open(detail({ ...MINE, isMine: false, assigneeName: 'Robin' }));
    expect(text()).toContain('Robin is working on this');
    expect(inPage('c-scan-desk')).toBeNull();
  });

  it('says that the promised time is over', async () => {
    await open(detail({ ...MINE, isBreached: true, dueAtMillis: 1 }));
    expect(text()).toContain('The promised time is over');
  });

  it('says that the task is of another store', async () => {
    mock(openTask).mockRejectedValue(refusal('There is no such task that you may see. Tasks are seen by the people of their store.'));
    await show();
    expect(inPage('[role="alert"]')!.textContent).toContain('belongs to another store');
    await expect(element).toBeAccessible();
  });

  it('shows why the task could not be fetched, and fetches again', async () => {
    mock(openTask).mockRejectedValueOnce(refusal('The query took too long.'));
    await show();
    expect(inPage('[role="alert"]')!.textContent).toContain('The query took too long.');
    mock(openTask).mockResolvedValue(detail());
    inPage('lightning-button')!.click();
    await settle();
    expect(text()).toContain('Ready to be picked');
  });

  it('says how many scans wait while the connection is lost', async () => {
    await open(detail(MINE));
    mock(recordScans).mockRejectedValue({ status: 0, body: { message: 'Disconnected' } });
    await send('c-scan-desk', 'scan', { code: '4006381333931', isTyped: false });
    expect(inPage('c-scan-desk')!['disturbance']).toContain('1 scan kept on this device');
  });
});
