import fc from 'fast-check';
import { ScanQueue } from 'c/scanQueue';
import type { QueuedScan, QueueState } from 'c/scanQueue';

const LOST = { ok: false, status: 0, body: { message: 'Disconnected' } };
const REFUSED = { ok: false, status: 500, body: { message: 'The task is over.', exceptionType: 'System.AuraHandledException' } };

const scan = (number: number): QueuedScan => ({ scanKey: `scan-${number}`, code: String(number), quantity: null, scannedAtMillis: 1_800_000_000_000 + number, device: 'test' });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** An org that counts each scan key once, and may be away. */
class Org {
  readonly received: string[] = [];
  readonly batches: number[] = [];
  failure: unknown;
  /** The work is done, but the answer is lost on its way. */
  isAnswerLost = false;

  send = async (scans: readonly QueuedScan[]): Promise<string> => {
    await Promise.resolve();
    if (this.failure !== undefined) throw this.failure;
    this.batches.push(scans.length);
    for (const { scanKey } of scans) if (!this.received.includes(scanKey)) this.received.push(scanKey);
    if (this.isAnswerLost) throw LOST;
    return 'taken';
  };
}

describe('scanQueue', () => {
  let org: Org;
  let states: QueueState[];
  let answered: string[];
  const queues: ScanQueue<string>[] = [];
  const open = (userId = 'U1', taskId = 'T1'): ScanQueue<string> => {
    const queue = new ScanQueue<string>(userId, taskId, {
      send: org.send,
      onAnswer: (_answer, scans) => answered.push(...scans.map(({ scanKey }) => scanKey)),
      onState: (state) => states.push(state),
    });
    queues.push(queue);
    queue.start();
    return queue;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    localStorage.clear();
    org = new Org();
    states = [];
    answered = [];
  });
  afterEach(() => {
    for (const queue of queues.splice(0)) queue.stop();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('sends at once, and forgets what was answered', async () => {
    const queue = open();
    queue.add(scan(1));
    await settle();
    expect(org.received).toEqual(['scan-1']);
    expect(answered).toEqual(['scan-1']);
    expect(queue.scans).toEqual([]);
    expect(localStorage).toHaveLength(0);
    expect(states).toEqual(['sending', 'idle']);
  });

  it('sends what was scanned during a call together, in order', async () => {
    const queue = open();
    for (const number of [1, 2, 3]) queue.add(scan(number));
    await settle();
    expect(org.received).toEqual(['scan-1', 'scan-2', 'scan-3']);
    expect(org.batches).toEqual([1, 2]);
  });

  it('sends at most fifty at a time', async () => {
    org.failure = LOST;
    const queue = open();
    for (let number = 0; number < 120; number += 1) queue.add(scan(number));
    await settle();
    org.failure = undefined;
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(org.batches).toEqual([50, 50, 20]);
  });

  it('keeps scans while the org is away, asks less and less often, and drains in order', async () => {
    org.failure = LOST;
    const send = jest.spyOn(org, 'send');
    const queue = open();
    queue.add(scan(1));
    queue.add(scan(2));
    await settle();
    expect([queue.state, queue.isDisturbed, queue.scans.length]).toEqual(['waiting', true, 2]);
    send.mockClear();
    for (const seconds of [1, 2, 4, 8, 15, 30, 30]) {
      await jest.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(queue.state).toBe('waiting');
      await jest.advanceTimersByTimeAsync(1);
    }
    org.failure = undefined;
    await jest.advanceTimersByTimeAsync(30_000);
    expect(org.received).toEqual(['scan-1', 'scan-2']);
    expect([queue.state, queue.isDisturbed]).toEqual(['idle', false]);
  });

  it('asks at once when the network returns', async () => {
    org.failure = LOST;
    const queue = open();
    queue.add(scan(1));
    await settle();
    org.failure = undefined;
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(org.received).toEqual(['scan-1']);
    expect(queue.scans).toEqual([]);
  });

  it('survives a reload', async () => {
    org.failure = LOST;
    const before = open();
    before.add(scan(1));
    before.add(scan(2));
    await settle();
    before.stop();
    org.failure = undefined;
    open();
    await settle();
    expect(org.received).toEqual(['scan-1', 'scan-2']);
    expect(localStorage).toHaveLength(0);
  });

  it('repeats a scan under its key when only the answer was lost', async () => {
    org.isAnswerLost = true;
    const queue = open();
    queue.add(scan(1));
    await settle();
    org.isAnswerLost = false;
    await jest.advanceTimersByTimeAsync(1000);
    expect(org.batches).toEqual([1, 1]);
    expect(org.received).toEqual(['scan-1']);
    expect(queue.scans).toEqual([]);
  });

  it('leaves the scans of another user and another task alone', async () => {
    org.failure = LOST;
    open('U1', 'T1').add(scan(1));
    await settle();
    expect(open('U2', 'T1').scans).toEqual([]);
    expect(open('U1', 'T2').scans).toEqual([]);
  });

  it('stops after three refusals, and starts again when told to', async () => {
    org.failure = REFUSED;
    const queue = open();
    queue.add(scan(1));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(queue.state).toBe('refused');
    org.failure = undefined;
    queue.retry();
    await settle();
    expect(org.received).toEqual(['scan-1']);
  });

  it('takes a busy row, which the org words as a refusal, for a reason to ask again', async () => {
    org.failure = REFUSED;
    const queue = open();
    queue.add(scan(1));
    await settle();
    expect(queue.state).toBe('waiting');
    org.failure = undefined;
    await jest.advanceTimersByTimeAsync(1000);
    expect(org.received).toEqual(['scan-1']);
  });

  it('sends nothing more once it was halted, and forgets when told to', async () => {
    const queue = open();
    queue.halt(REFUSED);
    queue.add(scan(1));
    await settle();
    expect(org.received).toEqual([]);
    expect(localStorage).toHaveLength(1);
    queue.discard();
    expect(localStorage).toHaveLength(0);
    expect(queue.scans).toEqual([]);
  });

  it('still sends when the browser stores nothing, and says that it is not durable', async () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('QuotaExceededError');
    });
    const queue = open();
    queue.add(scan(1));
    await settle();
    expect(org.received).toEqual(['scan-1']);
    expect(queue.isDurable).toBe(false);
  });

  it('leaves foreign contents of the storage alone', async () => {
    localStorage.setItem('holdfast.scan.U1.T1.1.000001.x', 'not JSON');
    localStorage.setItem('holdfast.scan.U1.T1.2.000001.y', '{"scanKey":1}');
    expect(open().scans).toEqual([]);
    await settle();
    expect(org.batches).toEqual([]);
  });

  it('delivers every scan exactly once and in order, whatever happens on the way', async () => {
    const happenings = fc.array(fc.constantFrom('scan', 'scan', 'scan', 'lose', 'loseAnswer', 'refuse', 'mend', 'reload', 'wait'), { maxLength: 40 });
    await fc.assert(fc.asyncProperty(happenings, async (script) => {
      localStorage.clear();
      org = new Org();
      const scanned: string[] = [];
      let queue = open();
      const steps: Record<string, () => void> = {
        scan: () => {
          const next = scan(scanned.length);
          scanned.push(next.scanKey);
          queue.add(next);
        },
        lose: () => Object.assign(org, { failure: LOST, isAnswerLost: false }),
        loseAnswer: () => Object.assign(org, { failure: undefined, isAnswerLost: true }),
        refuse: () => Object.assign(org, { failure: REFUSED, isAnswerLost: false }),
        mend: () => Object.assign(org, { failure: undefined, isAnswerLost: false }),
        reload: () => {
          queue.stop();
          queue = open();
        },
        wait: () => undefined,
      };
      for (const step of script) {
        steps[step]!();
        await jest.advanceTimersByTimeAsync(step === 'wait' ? 5000 : 1);
      }
      Object.assign(org, { failure: undefined, isAnswerLost: false });
      queue.retry();
      await jest.advanceTimersByTimeAsync(60_000);
      queue.stop();
      expect(org.received).toEqual(scanned);
      expect(queue.scans).toEqual([]);
    }), { numRuns: 60 });
  });
});
