/** An associate at work: one step at a time, and never all of it, so that a visitor finds something to do. */
import type { ConsoleSession } from './console-session.ts';
import type { Random } from './random.ts';

export interface QueueTask {
  readonly taskId: string;
  readonly kind: string;
  readonly state: string;
  readonly isMine?: boolean;
  readonly assigneeId?: string;
  readonly dueAtMillis?: number;
  readonly pickupCode?: string;
  readonly pausedAtMillis?: number;
}

interface TaskDetail {
  readonly task: QueueTask;
  readonly nowMillis: number;
  readonly lines: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number; readonly picked?: number; readonly missing?: number }[];
  readonly codes?: readonly { readonly code: string; readonly lineId: string; readonly packQuantity: number }[];
}

/** Left alone for whoever visits. */
const KEPT_OPEN = 4;
const KEPT_READY = 3;
/** Now and then a hand slips to the neighbour's shelf. */
const WRONG_SCANS = 0.05;
const WRONG_CODE = '2009999999993';

/** What was done; `undefined`: there was nothing to do. */
export type Step = 'put away' | 'claimed' | 'scanned' | 'picked' | 'staged' | 'handed over' | undefined;

export class Associate {
  readonly #session: ConsoleSession;
  readonly #store: string;
  readonly #random: Random;
  #scans = 0;

  constructor(session: ConsoleSession, store: string, random: Random) {
    this.#session = session;
    this.#store = store;
    this.#random = random;
  }

  /** The next thing to do. A refusal, as when somebody else was faster, is thrown to be counted. */
  async step(): Promise<Step> {
    const { tasks = [] } = await this.#session.call<{ readonly tasks?: readonly QueueTask[] }>('StoreTaskController.getQueue', { locationCode: this.#store });
    const mine = tasks.find((task) => task.isMine === true && (task.state === 'Picking' || task.state === 'Picked'));
    if (mine !== undefined) return this.#carryOn(mine);
    const { taskId, what } = nextTask(tasks) ?? {};
    if (taskId === undefined) return undefined;
    return what === 'claimed' ? this.#claim(taskId) : this.#finish(taskId, tasks.find((task) => task.taskId === taskId)!);
  }

  async #claim(taskId: string): Promise<Step> {
    const [outcome] = await this.#session.call<readonly { readonly isDone?: boolean }[]>('StoreTaskController.claim', { taskIds: [taskId] });
    return outcome?.isDone === true ? 'claimed' : undefined;
  }

  async #finish(taskId: string, task: QueueTask): Promise<Step> {
    if (task.kind === 'PutAway') {
      await this.#session.call('StoreTaskController.finishPutAway', { taskId });
      return 'put away';
    }
    await this.#session.call('StoreTaskController.handOver', { taskId, pickupCode: task.pickupCode, identityChecked: true });
    return 'handed over';
  }

  async #carryOn({ taskId, state }: QueueTask): Promise<Step> {
    if (state === 'Picked') {
      await this.#session.call('StoreTaskController.stage', { taskId, bay: `Bay ${String(1 + this.#random.below(12))}` });
      return 'staged';
    }
    const detail = await this.#session.call<TaskDetail>('StoreTaskController.openTask', { taskId });
    const line = detail.lines.find(({ quantity, picked = 0, missing = 0 }) => picked + missing < quantity);
    if (line === undefined) {
      await this.#session.call('StoreTaskController.finishPick', { taskId });
      return 'picked';
    }
    const code = this.#random.next() < WRONG_SCANS ? WRONG_CODE : (detail.codes?.find(({ lineId, packQuantity }) => lineId === line.lineId && packQuantity === 1)?.code ?? line.sku);
    this.#scans += 1;
    await this.#session.call('StoreTaskController.recordScans', { taskId, scans: [{ scanKey: `demo-${taskId}-${String(detail.nowMillis)}-${String(this.#scans)}`, code, scannedAtMillis: detail.nowMillis, device: 'DEMO' }] });
    return 'scanned';
  }
}

/** Put-aways first, then customers, then the most urgent pick, as long as enough stays for others. */
export function nextTask(tasks: readonly QueueTask[]): { readonly taskId: string; readonly what: 'claimed' | 'finished' } | undefined {
  const byUrgency = tasks.filter(({ pausedAtMillis }) => pausedAtMillis === undefined).toSorted((left, right) => (left.dueAtMillis ?? Infinity) - (right.dueAtMillis ?? Infinity));
  const putAways = byUrgency.filter(({ kind }) => kind === 'PutAway');
  if (putAways.length > 1) return { taskId: putAways[0]!.taskId, what: 'finished' };
  const ready = byUrgency.filter(({ kind, state }) => kind === 'Pick' && state === 'Ready');
  if (ready.length > KEPT_READY) return { taskId: ready[0]!.taskId, what: 'finished' };
  const open = byUrgency.filter(({ kind, state }) => kind === 'Pick' && state === 'Open');
  return open.length > KEPT_OPEN ? { taskId: open[0]!.taskId, what: 'claimed' } : undefined;
}
