import getToday from '@salesforce/apex/StoreHomeController.getToday';
import { serverClock } from 'c/serverClock';
import { fetchToday, storeTodayOf } from '../storeToday';

jest.mock('@salesforce/apex/StoreHomeController.getToday', () => ({ default: jest.fn() }), { virtual: true });

describe('storeToday', () => {
  it('reads an answer that leaves out everything empty', () => {
    expect(storeTodayOf({})).toMatchObject({ openTasks: 0, next: undefined, exceptions: [], canManage: false, isOpen: false });
  });

  it('says what is due next only when something is', () => {
    expect(storeTodayOf({ nextDueAtMillis: 9, nextDueTaskId: 'a0T', nextDueSummary: '2 × Mug' }).next).toMatchObject({ dueAt: 9, taskId: 'a0T', summary: '2 × Mug' });
  });

  it('sets the clock of the page by the answer', async () => {
    const ahead = Date.now() + 3_600_000;
    (getToday as unknown as jest.Mock).mockResolvedValue({ nowMillis: ahead, openTasks: 3 });
    expect((await fetchToday('LON-01')).openTasks).toBe(3);
    expect(Math.abs(serverClock.now() - ahead)).toBeLessThan(5_000);
  });
});
