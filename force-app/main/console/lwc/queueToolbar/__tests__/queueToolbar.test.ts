import { createElement } from 'lwc';
import QueueToolbar from 'c/queueToolbar';
import { FIRST_FILTER } from 'c/queueView';

describe('c-queue-toolbar', () => {
  let element: HTMLElement & Record<string, unknown>;
  let changes: unknown[];
  let lookups: unknown[];
  const button = (label: string): HTMLButtonElement => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent!.includes(label))!;
  const term = (): HTMLInputElement => element.shadowRoot!.querySelector('input[type="search"]')!;

  beforeEach(async () => {
    element = createElement('c-queue-toolbar', { is: QueueToolbar }) as never;
    Object.assign(element, { filter: { ...FIRST_FILTER, show: 'mine' }, laneCounts: { pick: 384, ready: 95, putAway: 0 }, showCounts: { all: 384, mine: 43, unassigned: 300, overdue: 9, paused: 13 }, channels: ['APP', 'WEB'] });
    changes = [];
    lookups = [];
    element.addEventListener('filterchange', (event) => changes.push((event as CustomEvent).detail));
    element.addEventListener('lookup', (event) => lookups.push((event as CustomEvent).detail));
    document.body.replaceChildren(element);
    await Promise.resolve();
  });

  it('says how many tasks each choice holds, and which is chosen', async () => {
    expect(button('Ready for collection').textContent).toContain('95');
    expect(button('Overdue').textContent).toContain('9');
    expect(button('Mine').getAttribute('aria-pressed')).toBe('true');
    expect(button('All').getAttribute('aria-pressed')).toBe('false');
    await expect(element).toBeAccessible();
  });

  it('tells only the part of the filter that changes', () => {
    button('To put back').click();
    button('Not taken').click();
    term().value = 'walker';
    term().dispatchEvent(new CustomEvent('input'));
    const select = element.shadowRoot!.querySelector('select')!;
    select.value = 'APP';
    select.dispatchEvent(new CustomEvent('change'));
    const box = element.shadowRoot!.querySelector<HTMLInputElement>('input[type="checkbox"]')!;
    box.checked = true;
    box.dispatchEvent(new CustomEvent('change'));
    expect(changes).toEqual([{ lane: 'putAway' }, { show: 'unassigned' }, { text: 'walker' }, { channel: 'APP' }, { isMineFirst: true }]);
  });

  it('looks a code up when a scanner ends it with Enter, and nothing when there is none', () => {
    const form = element.shadowRoot!.querySelector('form')!;
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    term().value = ' K7PQ2X ';
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    expect(lookups).toEqual(['K7PQ2X']);
  });

  it('offers no choice of channel when there is one', async () => {
    element['channels'] = ['WEB'];
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('select')).toBeNull();
  });
});
