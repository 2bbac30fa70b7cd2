import { ServerClock } from '../serverClock';
import { Ticker } from '../ticker';

const NOON = Date.UTC(2026, 10, 22, 12);

/** A device whose two clocks the test moves. */
class Device {
  monotonicMillis = 5_000;
  wallMillis = NOON;
  readonly sources = { monotonic: (): number => this.monotonicMillis, wall: (): number => this.wallMillis };
  pass(millis: number): void {
    this.monotonicMillis += millis;
    this.wallMillis += millis;
  }
}

describe('ServerClock', () => {
  let device: Device;
  let clock: ServerClock;
  const answer = (serverNow: number, roundTripMillis = 0): void => {
    const sentAt = clock.mark();
    device.pass(roundTripMillis);
    clock.take(serverNow, sentAt);
  };

  beforeEach(() => {
    device = new Device();
    clock = new ServerClock(device.sources);
  });

  it('shows the time of the device until the org has answered', () => {
    expect(clock.now()).toBe(NOON);
  });

  it('does not care how wrong the clock of the device is', () => {
    device.wallMillis = 0;
    clock = new ServerClock(device.sources);
    answer(NOON);
    device.pass(90_000 - 1);
    expect(clock.now()).toBe(NOON + 90_000 - 1);
  });

  it('takes the middle of the round trip as the moment of the answer', () => {
    answer(NOON, 400);
    expect(clock.now()).toBe(NOON + 200);
  });

  it('prefers an exact sample to a newer one that says the same less exactly', () => {
    answer(NOON, 20);
    const before = clock.now();
    answer(before + 900, 2_000);
    expect(clock.now()).toBe(before + 2_000);
  });

  it('believes a newer sample that the older one cannot explain', () => {
    answer(NOON, 20);
    answer(NOON + 60_000, 100);
    expect(clock.now()).toBe(NOON + 60_050);
  });

  it('doubts the time, and counts the sleep, when the monotonic clock stood still', () => {
    const doubted = jest.fn();
    answer(NOON);
    clock.onDoubt(doubted);
    device.wallMillis += 3_600_000;
    expect(clock.now()).toBe(NOON + 3_600_000);
    expect(doubted).toHaveBeenCalledTimes(1);
    answer(NOON + 3_600_500, 100);
    expect(clock.now()).toBe(NOON + 3_600_550);
  });

  it('doubts the time, but does not go back, when somebody sets the clock of the device back', () => {
    const doubted = jest.fn();
    answer(NOON);
    clock.onDoubt(doubted);
    device.wallMillis -= 7_200_000;
    expect(clock.now()).toBe(NOON);
    expect(doubted).toHaveBeenCalledTimes(1);
  });

  it('doubts the time after a long silence even when both clocks agree', () => {
    const doubted = jest.fn();
    answer(NOON);
    clock.onDoubt(doubted);
    device.pass(120_000);
    expect(clock.now()).toBe(NOON + 120_000);
    expect(doubted).toHaveBeenCalledTimes(1);
  });

  it('lets small corrections of the device pass', () => {
    const doubted = jest.fn();
    answer(NOON);
    const end = clock.onDoubt(doubted);
    device.wallMillis += 800;
    expect(clock.now()).toBe(NOON);
    expect(doubted).not.toHaveBeenCalled();
    end();
    device.wallMillis += 80_000;
    clock.check();
    expect(doubted).not.toHaveBeenCalled();
  });
});

describe('Ticker', () => {
  const show = (state: 'visible' | 'hidden'): void => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const clock = { now: (): number => Date.now(), check: jest.fn() };
  let ticker: Ticker;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOON + 250 });
    ticker = new Ticker(clock);
  });

  afterEach(() => {
    show('visible');
    jest.useRealTimers();
  });

  it('ticks all listeners with one timer, at whole seconds', () => {
    const first = jest.fn();
    const second = jest.fn();
    ticker.add(first);
    ticker.add(second);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(2_750);
    expect(first.mock.calls).toEqual([[NOON + 1_000], [NOON + 2_000], [NOON + 3_000]]);
    expect(second).toHaveBeenCalledTimes(3);
  });

  it('stops with its last listener', () => {
    const end = ticker.add(jest.fn());
    end();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rests while the page is hidden, and looks at the clock when it is shown again', () => {
    const listener = jest.fn();
    const end = ticker.add(listener);
    show('hidden');
    jest.advanceTimersByTime(60_000);
    expect(listener).not.toHaveBeenCalled();
    show('visible');
    expect(clock.check).toHaveBeenCalled();
    expect(listener).toHaveBeenCalledTimes(1);
    end();
  });
});
