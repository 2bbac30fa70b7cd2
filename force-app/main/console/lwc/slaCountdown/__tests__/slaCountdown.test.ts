import { createElement } from 'lwc';
import SlaCountdown from 'c/slaCountdown';
import { serverClock } from 'c/serverClock';

const NOON = Date.UTC(2026, 10, 22, 12);
type Timer = HTMLElement & { dueAt: number | null; warnAt: number | null; pausedAt: number | null; quiet: boolean; subject: string };

describe('c-sla-countdown', () => {
  let element: Timer;
  const shown = (): string => element.shadowRoot!.querySelector('[role="timer"]')?.textContent ?? '';
  const boxClass = (): string => element.shadowRoot!.querySelector('[role="timer"]')!.className;
  const status = (): string => element.shadowRoot!.querySelector('[role="status"]')?.textContent ?? '';
  const pass = async (millis: number): Promise<void> => {
    jest.advanceTimersByTime(millis);
    await Promise.resolve();
  };
  const place = async (settings: Partial<Timer>): Promise<void> => {
    element = createElement('c-sla-countdown', { is: SlaCountdown }) as Timer;
    Object.assign(element, settings);
    document.body.replaceChildren(element);
    await Promise.resolve();
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: NOON });
    serverClock.take(NOON, serverClock.mark());
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('counts down, turns amber at the warning and red at the due time, and says so once', async () => {
    const changes: unknown[] = [];
    await place({ subject: 'T-000007', dueAt: NOON + 180_000, warnAt: NOON + 60_000, pausedAt: null });
    element.addEventListener('slachange', (event) => changes.push((event as CustomEvent).detail));
    expect(shown()).toBe('due in 3 min');
    expect(boxClass()).toContain('box_calm');
    expect(status()).toBe('');
    await pass(60_000);
    expect(shown()).toBe('due in 2 min');
    expect(boxClass()).toContain('box_soon');
    expect(status()).toBe('T-000007 is due soon.');
    await pass(30_000);
    expect(shown()).toBe('due in 1:30');
    await pass(90_000);
    expect(shown()).toBe('overdue 0:00');
    expect(status()).toBe('T-000007 is overdue.');
    expect(changes).toEqual(['soon', 'late']);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('has another shape for every state', async () => {
    const shapes = new Set<string | null>();
    for (const times of [
      { dueAt: NOON + 900_000, warnAt: NOON + 800_000, pausedAt: null },
      { dueAt: NOON + 900_000, warnAt: NOON - 1, pausedAt: null },
      { dueAt: NOON - 900_000, warnAt: NOON - 1, pausedAt: null },
      { dueAt: NOON, warnAt: NOON, pausedAt: NOON },
    ]) {
      await place(times);
      shapes.add(element.shadowRoot!.querySelector('path')!.getAttribute('d'));
    }
    expect(shapes.size).toBe(4);
  });

  it('stands still while paused and goes on when resumed', async () => {
    await place({ dueAt: NOON + 180_000, warnAt: null, pausedAt: NOON });
    await pass(600_000);
    expect(shown()).toBe('paused 10 min');
    element.pausedAt = null;
    element.dueAt = NOON + 780_000;
    await Promise.resolve();
    expect(shown()).toBe('due in 3 min');
  });

  it('shows nothing without a due time', async () => {
    await place({ dueAt: null });
    expect(element.shadowRoot!.querySelector('[role="timer"]')).toBeNull();
  });

  it('leaves speaking to the page when it is quiet', async () => {
    await place({ dueAt: NOON + 1_000, warnAt: NOON, quiet: true });
    await pass(2_000);
    expect(element.shadowRoot!.querySelector('[role="status"]')).toBeNull();
  });

  it('stops ticking when it is taken away', async () => {
    await place({ dueAt: NOON + 1_000 });
    element.remove();
    expect(jest.getTimerCount()).toBe(0);
  });
});
