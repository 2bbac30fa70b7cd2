import { createElement } from 'lwc';
import ExceptionList from 'c/exceptionList';

const NOW = Date.UTC(2026, 10, 22, 12);
const entries = [
  { id: 'a', type: 'SlaBreach', message: 'T-000007 was due at 10:00: 2 × Enamel mug', raisedAt: NOW - 60_000, taskId: 'a0T1', taskName: 'T-000007' },
  { id: 'b', type: 'MissingTask', message: 'Reservation R-1 had no task', raisedAt: NOW - 3_600_000, taskId: undefined, taskName: '' },
];

describe('c-exception-list', () => {
  let element: HTMLElement & Record<string, unknown>;
  const button = (label: string): HTMLButtonElement => [...element.shadowRoot!.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent!).startsWith(label))!;
  const place = async (settings: Record<string, unknown>): Promise<void> => {
    element = createElement('c-exception-list', { is: ExceptionList }) as never;
    Object.assign(element, { entries, canResolve: true, nowMillis: NOW, timeZone: 'Europe/London', ...settings });
    document.body.replaceChildren(element);
    await Promise.resolve();
  };

  it('says what is wrong and since when', async () => {
    await place({});
    expect(element.shadowRoot!.textContent).toContain('T-000007 was due at 10:00');
    expect(element.shadowRoot!.textContent).toMatch(/Too late · (11:59|11:59 AM)/);
    await expect(element).toBeAccessible();
  });

  it('asks what was done before it resolves', async () => {
    await place({});
    const resolved: unknown[] = [];
    element.addEventListener('resolve', (event) => resolved.push((event as CustomEvent).detail));
    button('Resolve: Reservation R-1').click();
    await Promise.resolve();
    const input = element.shadowRoot!.querySelector('input')!;
    expect(element.shadowRoot!.activeElement).toBe(input);
    const form = element.shadowRoot!.querySelector('form')!;
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    input.value = 'Picked by hand';
    input.dispatchEvent(new CustomEvent('input'));
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    expect(resolved).toEqual([{ id: 'b', resolution: 'Picked by hand' }]);
  });

  it('opens the task it is about', async () => {
    await place({});
    const opened: unknown[] = [];
    element.addEventListener('opentask', (event) => opened.push((event as CustomEvent).detail));
    button('Open task T-000007').click();
    expect(opened).toEqual(['a0T1']);
  });

  it('offers nothing to resolve to somebody who only looks', async () => {
    await place({ canResolve: false });
    expect(button('Resolve')).toBeUndefined();
  });

  it('says so when nothing is wrong', async () => {
    await place({ entries: [] });
    expect(element.shadowRoot!.textContent).toContain('Nothing is wrong');
    await expect(element).toBeAccessible();
  });
});
