import { isStopped, locationOf, readDetail, readTask } from 'c/taskDetail';

const task = { taskId: 'T1', taskKey: 'PICK|R|LYON', name: 'T-1', kind: 'Pick', state: 'Open', version: 1 };

describe('taskDetail', () => {
  it('takes an answer whose empty members Apex has left out', () => {
    const detail = readDetail({ task, nowMillis: 5, lines: [{ lineId: 'L', sku: 'MUG', quantity: 2, picked: 0, missing: 0 }], codes: [] });
    expect(detail.task).toMatchObject({ state: 'Open' });
    expect(detail.timeZone).toBeUndefined();
  });

  it('names what an answer lacks', () => {
    expect(() => readDetail({ task, nowMillis: 5, lines: [{ lineId: 'L', sku: 'MUG', quantity: 2 }], codes: [] })).toThrow('picked, missing');
  });

  it.each([['kind', 'Sweep'], ['state', 'Lost']])('refuses a %s it does not know, by name', (member, value) => {
    expect(() => readTask({ ...task, [member]: value })).toThrow(value);
  });

  it('knows the location and the endings without a customer', () => {
    expect(locationOf(readTask(task))).toBe('LYON');
    expect([isStopped(readTask(task)), isStopped(readTask({ ...task, state: 'Expired' })), isStopped(readTask({ ...task, state: 'HandedOver' }))]).toEqual([false, true, false]);
  });
});
