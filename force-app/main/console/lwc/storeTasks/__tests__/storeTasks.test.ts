import { storeTaskOf, withAll, withChanges } from '../storeTasks';
import type { StoreTask } from '../storeTasks';

const task = (id: string, version = 1, more: Partial<StoreTask> = {}): StoreTask => ({ ...storeTaskOf({ taskId: id, name: `T-${id}`, kind: 'Pick', state: 'Open', version }), ...more });
const known = (...tasks: StoreTask[]): Map<string, StoreTask> => new Map(tasks.map((one) => [one.id, one]));

describe('storeTasks', () => {
  it('keeps the very same task when an answer has nothing newer', () => {
    const first = task('1', 3);
    expect(withAll(known(first), [task('1', 3), task('2')]).get('1')).toBe(first);
    expect(withChanges(known(first), [task('1', 2)]).get('1')).toBe(first);
  });

  it('drops what a whole answer does not hold', () => {
    expect([...withAll(known(task('1'), task('2')), [task('2')]).keys()]).toEqual(['2']);
  });

  it('adds, replaces and ends tasks by their changes', () => {
    const after = withChanges(known(task('1'), task('2')), [task('1', 2, { state: 'Picking' }), task('2', 2, { state: 'HandedOver' }), task('3')]);
    expect([...after.values()].map(({ id, state }) => [id, state])).toEqual([['1', 'Picking'], ['3', 'Open']]);
  });

  it('does not let a late answer bring an older state back', () => {
    expect(withChanges(known(task('1', 5, { state: 'Picked' })), [task('1', 4, { state: 'Cancelled' })]).get('1')?.state).toBe('Picked');
  });

  it('waits for the customer until the collection time, and for the associate once the customer has arrived', () => {
    expect(storeTaskOf({ taskId: '1', state: 'Ready', collectByMillis: 900 })).toMatchObject({ purpose: 'collect', dueAt: 900 });
    expect(storeTaskOf({ taskId: '1', state: 'Ready', collectByMillis: 900, dueAtMillis: 900 })).toMatchObject({ purpose: 'collect', dueAt: 900 });
    expect(storeTaskOf({ taskId: '1', state: 'Ready', collectByMillis: 900, dueAtMillis: 100 })).toMatchObject({ purpose: 'due', dueAt: 100 });
    expect(storeTaskOf({ taskId: '1', state: 'Open', collectByMillis: 900, dueAtMillis: 100 })).toMatchObject({ purpose: 'due', dueAt: 100 });
  });

  it('knows whether the customer is here, even when nobody knows where', () => {
    expect(storeTaskOf({ taskId: '1', state: 'Ready' }).arrival).toBeUndefined();
    expect(storeTaskOf({ taskId: '1', state: 'Ready', arrivedAtMillis: 5 }).arrival).toBe('');
    expect(storeTaskOf({ taskId: '1', state: 'Ready', arrivedAtMillis: 5, arrival: 'P2' }).arrival).toBe('P2');
  });

  it('reads an answer that leaves out everything empty', () => {
    expect(storeTaskOf({ taskId: '1' })).toMatchObject({ kind: 'Pick', state: 'Open', isMine: false, isAssigned: false, dueAt: undefined, channel: '' });
  });
});
