import { onError, subscribe, unsubscribe } from 'lightning/empApi';
import { AvailabilityStream } from '../availabilityStream';
import type { StreamListener } from '../availabilityStream';

const emp = { subscribe: subscribe as unknown as jest.Mock, unsubscribe: unsubscribe as unknown as jest.Mock, onError: onError as unknown as jest.Mock };
const listenerOf = (): { [K in keyof StreamListener]: jest.Mock } => ({ onChange: jest.fn(), catchUp: jest.fn().mockResolvedValue(undefined), onState: jest.fn() });
const states = (listener: { onState: jest.Mock }): string[] => listener.onState.mock.calls.map(([state]) => state as string);

describe('AvailabilityStream', () => {
  let stream: AvailabilityStream;
  let listener: ReturnType<typeof listenerOf>;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    emp.subscribe.mockResolvedValue({ id: '1', channel: 'x' });
    emp.unsubscribe.mockResolvedValue({});
    listener = listenerOf();
    stream = new AvailabilityStream(listener);
  });

  afterEach(() => {
    stream.stop();
    jest.useRealTimers();
  });

  it('is live once subscribed, and hands changes on', async () => {
    await stream.start();
    expect(states(listener)).toEqual(['live']);
    const [channel, replayId, onMessage] = emp.subscribe.mock.calls[0] as [string, number, (message: unknown) => void];
    expect([channel, replayId]).toEqual(['/event/Availability_Changed__e', -1]);
    onMessage({ data: { payload: { SKU__c: 'A' } } });
    expect(listener.onChange).toHaveBeenCalledWith({ SKU__c: 'A' });
  });

  it('polls when push is not granted', async () => {
    emp.subscribe.mockRejectedValue(new Error('403'));
    await stream.start();
    expect(states(listener)).toEqual(['polling']);
    await jest.advanceTimersByTimeAsync(5000);
    await jest.advanceTimersByTimeAsync(5000);
    expect(listener.catchUp).toHaveBeenCalledTimes(2);
  });

  it('catches up after an interruption and is live again when the org answers', async () => {
    await stream.start();
    const failStream = emp.onError.mock.calls[0][0] as () => void;
    listener.catchUp.mockRejectedValueOnce(new Error('away'));
    failStream();
    await jest.advanceTimersByTimeAsync(5000);
    expect(states(listener)).toEqual(['live', 'polling']);
    await jest.advanceTimersByTimeAsync(5000);
    expect(states(listener)).toEqual(['live', 'polling', 'live']);
  });

  it('catches up when the page is looked at again', async () => {
    await stream.start();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(listener.catchUp).toHaveBeenCalledTimes(1);
  });

  it('catches up now and then even while live, because small changes may not be published', async () => {
    await stream.start();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(listener.catchUp).toHaveBeenCalledTimes(1);
  });

  it('does nothing more once stopped', async () => {
    await stream.start();
    stream.stop();
    expect(emp.unsubscribe).toHaveBeenCalledTimes(1);
    document.dispatchEvent(new Event('visibilitychange'));
    await jest.advanceTimersByTimeAsync(600_000);
    expect(listener.catchUp).not.toHaveBeenCalled();
  });

  it('gives a subscription back that arrives after it was stopped', async () => {
    const starting = stream.start();
    stream.stop();
    await starting;
    expect(emp.unsubscribe).toHaveBeenCalledTimes(1);
    expect(states(listener)).toEqual([]);
  });
});
