import { PickSession } from 'c/pickSession';
import type { Verdict } from 'c/pickSession';
import openTask from '@salesforce/apex/StoreTaskController.openTask';
import recordScans from '@salesforce/apex/StoreTaskController.recordScans';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });

const callOpen = openTask as unknown as jest.Mock;
const callRecord = recordScans as unknown as jest.Mock;
const MUG = '4006381333931';
const REFUSED = { body: { message: 'The task is over.', exceptionType: 'System.AuraHandledException' } };

const line = (change: Record<string, unknown> = {}): Record<string, unknown> => ({ lineId: 'L1', line: '1', sku: 'MUG', productName: 'Blue mug', place: 'A-01', quantity: 3, picked: 0, missing: 0, refusedScans: 0, ...change });
const detail = (version: number, lines = [line()], task: Record<string, unknown> = {}): Record<string, unknown> => ({
  task: { taskId: 'T1', taskKey: 'PICK|R|LYON', name: 'T-1', kind: 'Pick', state: 'Picking', isMine: true, version, ...task },
  nowMillis: 1_800_000_000_000,
  lines,
  codes: [{ code: `0${MUG}`, sku: 'MUG', lineId: 'L1', packQuantity: 1 }, { code: '14006381333938', sku: 'MUG', lineId: 'L1', packQuantity: 6 }],
});
const settle = async (): Promise<void> => {
  await jest.advanceTimersByTimeAsync(0);
};

describe('pickSession', () => {
  let session: PickSession;
  let corrections: Verdict[];
  const picked = (): number[] => session.lines.map((each) => each.picked);

  beforeEach(async () => {
    jest.useFakeTimers();
    localStorage.clear();
    let keys = 0;
    Object.assign(globalThis.crypto ?? {}, { randomUUID: () => `key-${(keys += 1)}` });
    corrections = [];
    callOpen.mockReset().mockResolvedValue(detail(1));
    callRecord.mockReset().mockImplementation(() => new Promise(() => undefined));
    session = new PickSession('T1', 'U1', { onChange: () => undefined, onCorrection: (verdict) => corrections.push(verdict) });
    await session.start();
  });
  afterEach(() => {
    session.stop();
    jest.useRealTimers();
  });

  it('judges at once, counts at once, and sends what was scanned', async () => {
    expect(session.scan(MUG, 'Scanner')).toMatchObject({ isGood: true, title: 'Blue mug', detail: '1 of 3 picked' });
    expect(picked()).toEqual([1]);
    await settle();
    expect(callRecord).toHaveBeenCalledWith({ taskId: 'T1', scans: [expect.objectContaining({ scanKey: 'key-1', code: MUG, quantity: null, device: 'Scanner' })] });
  });

  it.each([
    ['a product of another order', '036000291452', { outcome: 'Wrong', isGood: false, title: 'Wrong item', detail: '036000291452 is not in this order. Expected: Blue mug at A-01.' }],
    ['what nobody can read', ']C1010', { outcome: 'Unknown', isGood: false, title: 'Unknown code' }],
    ['a case that is too large', '14006381333938', { outcome: 'Surplus', isGood: false, title: 'Too many: Blue mug', detail: 'That is 6 at once, but only 3 are left. Scan single items.' }],
  ])('refuses %s, says what was expected, and lets Apex count it', async (_name, code, expected) => {
    expect(session.scan(code, 'Scanner')).toMatchObject(expected);
    expect(picked()).toEqual([0]);
    await settle();
    expect(callRecord).toHaveBeenCalledTimes(1);
  });

  it('refuses more than was ordered', () => {
    for (let count = 0; count < 3; count += 1) session.scan(MUG, 'Scanner');
    expect(session.current).toBeUndefined();
    expect(session.scan(MUG, 'Scanner')).toMatchObject({ outcome: 'Surplus', detail: 'All 3 are picked. Leave this one.' });
  });

  it('does not count twice what Apex has counted', async () => {
    callRecord.mockResolvedValue({ results: [{ scanKey: 'key-1', outcome: 'Accepted' }], detail: detail(2, [line({ picked: 1 })]) });
    session.scan(MUG, 'Scanner');
    await settle();
    expect([picked(), session.waitingScans, corrections]).toEqual([[1], 0, []]);
  });

  it('corrects the line and says so when Apex counts otherwise', async () => {
    callRecord.mockResolvedValue({ results: [{ scanKey: 'key-1', outcome: 'Surplus', message: 'Robin has picked the last one.' }], detail: detail(2) });
    session.scan(MUG, 'Scanner');
    await settle();
    expect(picked()).toEqual([0]);
    expect(corrections).toEqual([expect.objectContaining({ isGood: false, title: 'Not counted', detail: expect.stringContaining('Robin has picked the last one.') as unknown })]);
  });

  it('follows another device, and is not thrown back by an older answer', async () => {
    await session.act(() => Promise.resolve(detail(5, [line({ picked: 2 })]) as never));
    callOpen.mockResolvedValue(detail(4, [line({ picked: 1 })]));
    await session.reload();
    expect(picked()).toEqual([2]);
    callOpen.mockResolvedValue(detail(6, [line({ picked: 3 })]));
    await jest.advanceTimersByTimeAsync(20_000);
    expect(picked()).toEqual([3]);
  });

  it('keeps counting without a connection, and catches up in order', async () => {
    callRecord.mockRejectedValue({ status: 0, body: { message: 'Disconnected' } });
    session.scan(MUG, 'Scanner');
    session.scan(MUG, 'Scanner');
    await settle();
    expect([session.waitingScans, session.isDisturbed, picked()]).toEqual([2, true, [2]]);
    callRecord.mockImplementation(async ({ scans }: { scans: { scanKey: string }[] }) => ({ results: scans.map(({ scanKey }) => ({ scanKey, outcome: 'Accepted' })), detail: detail(3, [line({ picked: 2 })]) }));
    await jest.advanceTimersByTimeAsync(2000);
    expect(callRecord.mock.lastCall[0].scans.map(({ scanKey }: { scanKey: string }) => scanKey)).toEqual(['key-1', 'key-2']);
    expect([session.waitingScans, session.isDisturbed, picked()]).toEqual([0, false, [2]]);
  });

  it('fetches the task again when Apex refuses scans: it may be over', async () => {
    callRecord.mockRejectedValue(REFUSED);
    callOpen.mockResolvedValue(detail(2, [line()], { state: 'Cancelled' }));
    session.scan(MUG, 'Scanner');
    await settle();
    expect(session.detail?.task.state).toBe('Cancelled');
    expect(picked()).toEqual([0]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(session.isRefused).toBe(true);
    session.discardScans();
    expect([session.waitingScans, picked()]).toEqual([0, [0]]);
  });

  it('keeps what it shows when the task cannot be fetched again', async () => {
    callOpen.mockRejectedValue({ body: { message: 'away' } });
    await session.reload();
    expect(session.failure).toEqual({ body: { message: 'away' } });
    expect(session.detail?.task.taskId).toBe('T1');
  });

  it('takes no scan before the task is there', () => {
    expect(new PickSession('T2', 'U1', { onChange: () => undefined, onCorrection: () => undefined }).scan(MUG, 'Scanner')).toBeUndefined();
  });
});
