import { onError, subscribe, unsubscribe } from 'lightning/empApi';
import { SignalStream } from '../signalStream';
import type { SignalListener, SignalState, StockSignal } from '../signalStream';

const emp = { subscribe: subscribe as unknown as jest.Mock, unsubscribe: unsubscribe as unknown as jest.Mock, onError: onError as unknown as jest.Mock };

describe('SignalStream', () => {
  let listener: { [K in keyof SignalListener]: jest.Mock };
  let stream: SignalStream;
  const states = (): SignalState[] => listener.onState.mock.calls.map(([state]) => state as SignalState);
  const signal = (payload: StockSignal): void => {
    const onMessage = emp.subscribe.mock.calls[0][2] as (message: unknown) => void;
    onMessage({ data: { payload } });
  };
  const show = (state: 'visible' | 'hidden'): void => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange'));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    emp.subscribe.mockResolvedValue({ id: '1', channel: 'x' });
    emp.unsubscribe.mockResolvedValue({});
    listener = { wants: jest.fn().mockReturnValue(true), refresh: jest.fn().mockResolvedValue(undefined), onState: jest.fn() };
    stream = new SignalStream(listener);
  });

  afterEach(() => {
    stream.stop();
    show('visible');
    jest.useRealTimers();
  });

  it('is live once subscribed', async () => {
    await stream.start();
    expect(emp.subscribe.mock.calls[0].slice(0, 2)).toEqual(['/event/Stock_Signal__e', -1]);
    expect(states()).toEqual(['live']);
  });

  it('asks once for signals that come together', async () => {
    await stream.start();
    for (let count = 0; count < 50; count += 1) signal({ Kind__c: 'TaskChanged' });
    await jest.advanceTimersByTimeAsync(50);
    expect(listener.refresh).toHaveBeenCalledTimes(1);
  });

  it('asks as soon as a delivery is taken, without waiting for another one', async () => {
    await stream.start();
    signal({ Kind__c: 'TaskChanged' });
    signal({ Kind__c: 'TaskBreached' });
    expect(listener.refresh).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(0);
    expect(listener.refresh).toHaveBeenCalledTimes(1);
  });

  it('does not wait for a stream of signals to end', async () => {
    await stream.start();
    for (let count = 0; count < 20; count += 1) {
      signal({});
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(listener.refresh.mock.calls.length).toBeGreaterThan(5);
  });

  it('leaves signals of other stores alone', async () => {
    await stream.start();
    listener.wants.mockReturnValue(false);
    signal({ Location_Code__c: 'ELSEWHERE' });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(listener.refresh).not.toHaveBeenCalled();
  });

  it('asks once more when a signal arrives while the org is answering', async () => {
    await stream.start();
    let answer: (() => void) | undefined;
    listener.refresh.mockImplementationOnce(() => new Promise<void>((resolve) => { answer = resolve; }));
    signal({});
    await jest.advanceTimersByTimeAsync(50);
    signal({});
    signal({});
    expect(listener.refresh).toHaveBeenCalledTimes(1);
    answer?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(listener.refresh).toHaveBeenCalledTimes(2);
  });

  it('asks every 20 seconds even when no signal comes', async () => {
    await stream.start();
    await jest.advanceTimersByTimeAsync(61_000);
    expect(listener.refresh).toHaveBeenCalledTimes(3);
  });

  it('says so when push is not granted, and asks at intervals', async () => {
    emp.subscribe.mockRejectedValue(new Error('403'));
    await stream.start();
    expect(states()).toEqual(['polling']);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(listener.refresh).toHaveBeenCalledTimes(1);
    expect(states()).toEqual(['polling']);
  });

  it('is offline when the org does not answer, tries sooner, and recovers', async () => {
    await stream.start();
    listener.refresh.mockRejectedValueOnce(new Error('away'));
    (emp.onError.mock.calls[0][0] as () => void)();
    await jest.advanceTimersByTimeAsync(0);
    expect(states()).toEqual(['live', 'offline']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(states()).toEqual(['live', 'offline', 'live']);
  });

  it('asks nothing while hidden, and at once when looked at again', async () => {
    await stream.start();
    show('hidden');
    await jest.advanceTimersByTimeAsync(300_000);
    expect(listener.refresh).not.toHaveBeenCalled();
    show('visible');
    await jest.advanceTimersByTimeAsync(0);
    expect(listener.refresh).toHaveBeenCalledTimes(1);
  });

  it('is silent once stopped', async () => {
    await stream.start();
    stream.stop();
    signal({});
    (emp.onError.mock.calls[0][0] as () => void)();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(listener.refresh).not.toHaveBeenCalled();
    expect(emp.unsubscribe).toHaveBeenCalledTimes(1);
  });
});
