/** The work of a store in memory, as StoreTaskController answers it: for tests of the screens, which need hundreds of tasks and colleagues at will. */
import type { FakeMethod } from './fake-org.ts';

export interface FakeTask {
  taskId: string;
  name: string;
  kind: 'Pick' | 'PutAway';
  state: string;
  orderRef: string;
  channel: string;
  customerLabel: string;
  pickupCode: string;
  summary: string;
  quantity: number;
  lineCount: number;
  picked: number;
  bay: string | null;
  warnAtMillis: number | null;
  dueAtMillis: number | null;
  collectByMillis: number | null;
  pausedAtMillis: number | null;
  pauseReason: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  isMine: boolean;
  version: number;
}

const OVER = ['HandedOver', 'Cancelled', 'Expired', 'Done'];
const MINUTE = 60_000;
const ME = '005000000000001AAA';
const COLLEAGUE = '005000000000002AAA';
const GOODS = ['Enamel mug, sage', 'Stoneware mug, blue', 'Arc floor lamp', 'Linen cushion, oat', 'Oak frame sofa, armrest cover, left', 'Beech chopping board'];
const PEOPLE = ['A. Walker', 'J. Okafor', 'M. Lindqvist', 'P. Banerjee', 'S. O’Connell', 'T. van den Berg-Hendriks'];
const CHANNELS = ['WEB', 'APP', 'MARKET', 'CONSOLE'];

export class FakeStore {
  readonly tasks = new Map<string, FakeTask>();
  readonly stores = [
    { code: 'LON-01', name: 'London Covent Garden', timeZone: 'Europe/London', isMine: true },
    { code: 'MAN-01', name: 'Manchester Arndale', timeZone: 'Europe/London', isMine: false },
  ];
  canManage = false;
  #version = 1;
  readonly #changedAt = new Map<string, number>();

  /** Makes tasks in every state, a few of them late. Always the same ones. */
  constructor(taskCount: number, now: number) {
    for (let index = 0; index < taskCount; index += 1) this.add(taskOf(index, now));
  }

  add(task: FakeTask): void {
    this.tasks.set(task.taskId, task);
    this.#changedAt.set(task.taskId, ++this.#version);
  }

  change(taskId: string, part: Partial<FakeTask>): FakeTask {
    const task = this.tasks.get(taskId);
    if (task === undefined) throw new Error(`The fake store has no task ${taskId}`);
    const changed = { ...task, ...part, version: task.version + 1 };
    this.add(changed);
    return changed;
  }

  /** A colleague is faster. */
  takenByRobin(taskId: string): FakeTask {
    return this.change(taskId, { state: 'Picking', assigneeId: COLLEAGUE, assigneeName: 'Robin Associate', isMine: false });
  }

  readonly methods: Readonly<Record<string, FakeMethod>> = {
    'StoreTaskController.getStores': { isCacheable: true, answer: () => this.stores },
    'StoreTaskController.getQueue': { answer: ({ locationCode, knownVersion }) => this.#queue(String(locationCode), knownVersion as number | null) },
    'StoreTaskController.claim': { answer: ({ taskIds }) => (taskIds as string[]).map((taskId) => this.#claim(taskId)) },
    'StoreTaskController.handBack': { answer: ({ taskIds }) => this.#each(taskIds, { state: 'Open', assigneeId: null, assigneeName: null, isMine: false }) },
    'StoreTaskController.pause': { answer: ({ taskIds, reason }) => this.#each(taskIds, { pausedAtMillis: Date.now(), pauseReason: String(reason) }) },
    'StoreTaskController.resume': { answer: ({ taskIds }) => this.#each(taskIds, { pausedAtMillis: null, pauseReason: null }) },
    'StoreHomeController.getToday': { answer: () => this.#today() },
    'StoreHomeController.resolveException': {
      answer: ({ exceptionId }) => {
        this.exceptions = this.exceptions.filter((row) => row.exceptionId !== exceptionId);
        return null;
      },
    },
    'StoreHoursController.closeEarly': { answer: () => ({ exceptionId: 'a0H000000000001AAA', fromMillis: Date.now(), untilMillis: Date.now() + 300 * MINUTE }) },
    'StoreTaskController.findTask': { answer: ({ term }) => [...this.tasks.values()].filter((task) => task.pickupCode === String(term).toUpperCase() || task.orderRef === term) },
  };

  /** What has to be looked at, newest first. */
  exceptions = [
    { exceptionId: 'a0E000000000001AAA', type: 'SlaBreach', message: 'T-000001 was due at 10:02: 1 × Enamel mug, sage +1 more', raisedAtMillis: Date.now() - 7 * MINUTE, taskId: 'a0T000000000000AAA', taskName: 'T-000001' },
    { exceptionId: 'a0E000000000002AAA', type: 'NotFound', message: '1 × Stoneware mug, blue not found at A-03-2: shelf empty', raisedAtMillis: Date.now() - 31 * MINUTE, taskId: 'a0T000000000007AAA', taskName: 'T-000008' },
    { exceptionId: 'a0E000000000003AAA', type: 'MissingTask', message: 'Reservation WEB-100999-1 had no task at LON-01', raisedAtMillis: Date.now() - 95 * MINUTE },
  ];

  #today(): unknown {
    const open = [...this.tasks.values()].filter(({ state }) => !OVER.includes(state));
    const picks = open.filter((task) => task.kind === 'Pick' && task.state !== 'Ready' && task.pausedAtMillis === null).sort((left, right) => (left.dueAtMillis ?? 0) - (right.dueAtMillis ?? 0));
    const now = Date.now();
    const next = picks[0];
    return {
      locationCode: 'LON-01', nowMillis: now, timeZone: 'Europe/London', closesAtMillis: now + 300 * MINUTE, isOpen: true, canManage: this.canManage, isPushed: true,
      openTasks: open.filter((task) => task.kind === 'Pick' && task.state !== 'Ready').length,
      dueSoon: picks.filter((task) => (task.warnAtMillis ?? now) < now && (task.dueAtMillis ?? 0) > now).length,
      overdue: picks.filter((task) => (task.dueAtMillis ?? now) < now).length,
      readyForCollection: open.filter(({ state }) => state === 'Ready').length,
      toPutBack: open.filter(({ kind }) => kind === 'PutAway').length,
      handedOverToday: 31, expiredToday: 2, cancelledToday: 1,
      nextDueAtMillis: next?.dueAtMillis, nextWarnAtMillis: next?.warnAtMillis, nextDueTaskId: next?.taskId, nextDueTaskName: next?.name, nextDueSummary: next?.summary,
      exceptions: this.exceptions,
    };
  }

  #queue(locationCode: string, knownVersion: number | null): unknown {
    const isMine = locationCode === 'LON-01';
    const wanted = [...this.tasks.values()].filter((task) => isMine && (knownVersion === null ? !OVER.includes(task.state) : (this.#changedAt.get(task.taskId) ?? 0) > knownVersion));
    return { locationCode, locationName: this.stores.find(({ code }) => code === locationCode)?.name, timeZone: 'Europe/London', nowMillis: Date.now(), closesAtMillis: Date.now() + 300 * MINUTE, tasks: wanted, version: this.#version, canManage: this.canManage, isDelta: knownVersion !== null, isPushed: true };
  }

  #claim(taskId: string): unknown {
    const task = this.tasks.get(taskId);
    if (task === undefined || OVER.includes(task.state)) return { taskId, isDone: false, message: 'This task is not open any more.' };
    if (task.assigneeId !== null && !task.isMine) return { taskId, isDone: false, message: `${String(task.assigneeName)} took ${task.name} at 10:02.`, task };
    return { taskId, isDone: true, task: this.change(taskId, { state: 'Picking', assigneeId: ME, assigneeName: 'Ada Palmer', isMine: true }) };
  }

  #each(taskIds: unknown, part: Partial<FakeTask>): unknown {
    return (taskIds as string[]).map((taskId) => ({ taskId, isDone: true, task: this.change(taskId, part) }));
  }
}

function taskOf(index: number, now: number): FakeTask {
  const state = index % 5 === 4 ? 'Ready' : index % 7 === 3 ? 'Picking' : index % 11 === 5 ? 'Picked' : 'Open';
  const isPutAway = index % 23 === 19;
  const dueAt = now + (index * 37 % 400) * MINUTE - 9 * MINUTE + 20_000;
  const isTaken = state === 'Picking' || state === 'Picked';
  const isMine = isTaken && index % 2 === 1;
  return {
    taskId: `a0T${String(index).padStart(12, '0')}AAA`,
    name: `T-${String(index + 1).padStart(6, '0')}`,
    kind: isPutAway ? 'PutAway' : 'Pick',
    state: isPutAway ? 'Open' : state,
    orderRef: `WEB-${100_400 + index}`,
    channel: CHANNELS[index % CHANNELS.length]!,
    customerLabel: PEOPLE[index % PEOPLE.length]!,
    pickupCode: codeOf(index),
    summary: `${1 + (index % 3)} × ${GOODS[index % GOODS.length]!}${index % 4 === 0 ? ' +1 more' : ''}`,
    quantity: 1 + (index % 3) + (index % 4 === 0 ? 2 : 0),
    lineCount: index % 4 === 0 ? 2 : 1,
    picked: state === 'Picked' ? 1 + (index % 3) : 0,
    bay: state === 'Ready' ? `Bay ${1 + (index % 9)}` : null,
    warnAtMillis: isPutAway ? null : dueAt - 15 * MINUTE,
    dueAtMillis: isPutAway ? null : state === 'Ready' ? dueAt + 1440 * MINUTE : dueAt,
    collectByMillis: state === 'Ready' ? dueAt + 1440 * MINUTE : null,
    pausedAtMillis: index % 29 === 7 ? now - 4 * MINUTE : null,
    pauseReason: index % 29 === 7 ? 'Waiting for goods from the back room' : null,
    assigneeId: isTaken ? (isMine ? ME : COLLEAGUE) : null,
    assigneeName: isTaken ? (isMine ? 'Ada Palmer' : 'Robin Associate') : null,
    isMine,
    version: 1,
  };
}

function codeOf(index: number): string {
  const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  let rest = index * 7_919 + 104_729;
  return Array.from({ length: 6 }, () => {
    const letter = alphabet[rest % alphabet.length]!;
    rest = Math.floor(rest / 3) + 31 * index;
    return letter;
  }).join('');
}
