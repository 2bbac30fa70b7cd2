import { FIRST_FILTER, HeldOrder, queueView } from '../queueView';
import type { QueueFilter } from '../queueView';
import { storeTaskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/storeTasks';

const NOW = 1_000_000;
const task = (id: string, more: Partial<StoreTask> = {}): StoreTask => ({ ...storeTaskOf({ taskId: id, name: `T-${id}`, kind: 'Pick', state: 'Open', version: 1 }), ...more });
const shownIds = (tasks: StoreTask[], filter: Partial<QueueFilter> = {}): string[] => queueView(tasks, { ...FIRST_FILTER, ...filter }, NOW).tasks.map(({ id }) => id);

describe('queueView', () => {
  const late = task('late', { dueAt: NOW - 1 });
  const later = task('later', { dueAt: NOW - 500 });
  const soon = task('soon', { dueAt: NOW + 900, warnAt: NOW - 1 });
  const calm = task('calm', { dueAt: NOW + 500, warnAt: NOW + 400 });
  const paused = task('paused', { dueAt: NOW - 900, pausedAt: NOW - 950 });
  const timeless = task('timeless');
  const all = [timeless, paused, calm, soon, late, later];

  it('puts overdue before amber before the rest, each by its due time, and paused work last', () => {
    expect(shownIds(all)).toEqual(['later', 'late', 'soon', 'calm', 'paused', 'timeless']);
  });

  it('puts my own tasks first when asked to, in the same order among themselves', () => {
    expect(shownIds([...all, task('my', { isMine: true, isAssigned: true, dueAt: NOW + 9_000 }), task('mine late', { isMine: true, dueAt: NOW - 2 })], { isMineFirst: true }).slice(0, 3)).toEqual(['mine late', 'my', 'later']);
  });

  it('orders tasks of one moment by name, so that equal rows never swap', () => {
    expect(shownIds([task('b', { dueAt: NOW }), task('a', { dueAt: NOW })])).toEqual(['a', 'b']);
  });

  it('keeps goods that wait for a customer and goods that go back on the shelf in lanes of their own', () => {
    const tasks = [late, task('ready', { state: 'Ready' }), task('back', { kind: 'PutAway' })];
    expect(shownIds(tasks, { lane: 'ready' })).toEqual(['ready']);
    expect(shownIds(tasks, { lane: 'putAway' })).toEqual(['back']);
    expect(queueView(tasks, FIRST_FILTER, NOW).laneCounts).toEqual({ pick: 1, ready: 1, putAway: 1, desk: 0 });
  });

  it('counts each filter within the lane, and what is late anywhere', () => {
    const tasks = [...all, task('mine', { isMine: true, isAssigned: true }), task('late and ready', { state: 'Ready', dueAt: NOW - 5 })];
    const view = queueView(tasks, FIRST_FILTER, NOW);
    expect(view.showCounts).toEqual({ all: 7, mine: 1, unassigned: 6, overdue: 2, paused: 1 });
    expect([view.overdue, view.dueSoon]).toEqual([3, 1]);
  });

  it.each([
    ['k7p', 'code'],
    ['WEB-1004', 'order'],
    ['walker', 'customer'],
    ['enamel', 'goods'],
    ['bay 3', 'bay'],
  ])('finds %s', (text, id) => {
    const tasks = [task('code', { pickupCode: 'K7PQ2X' }), task('order', { orderRef: 'web-1004' }), task('customer', { customerLabel: 'A. Walker' }), task('goods', { summary: '2 × Enamel mug' }), task('bay', { bay: 'Bay 3' })];
    expect(shownIds(tasks, { text: ` ${text} ` })).toEqual([id]);
  });

  it('filters by channel and offers the channels there are', () => {
    const tasks = [task('1', { channel: 'WEB' }), task('2', { channel: 'APP' })];
    expect(shownIds(tasks, { channel: 'APP' })).toEqual(['2']);
    expect(queueView(tasks, FIRST_FILTER, NOW).channels).toEqual(['APP', 'WEB']);
  });

  it('knows when time alone changes the order next', () => {
    expect(queueView(all, FIRST_FILTER, NOW).changesAt).toBe(NOW + 400);
    expect(queueView([late, paused], FIRST_FILTER, NOW).changesAt).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('HeldOrder', () => {
  it('follows the newest order while nobody is about to click', () => {
    const order = new HeldOrder();
    order.show(['a', 'b'], false);
    expect(order.show(['b', 'a', 'c'], false)).toEqual({ ids: ['b', 'a', 'c'], changes: 0 });
  });

  it('moves nothing while held, and counts what is new, gone and moved', () => {
    const order = new HeldOrder();
    order.show(['a', 'b', 'c', 'd'], false);
    expect(order.show(['d', 'a', 'b', 'e'], true)).toEqual({ ids: ['a', 'b', 'c', 'd'], changes: 3 });
    expect(order.show(['a', 'b', 'c', 'd'], true).changes).toBe(0);
    expect(order.show(['d', 'a'], false).ids).toEqual(['d', 'a']);
  });
});
