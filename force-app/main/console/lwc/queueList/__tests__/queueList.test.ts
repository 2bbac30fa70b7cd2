import { createElement } from 'lwc';
import QueueList from 'c/queueList';
import { storeTaskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/storeTasks';

const ROW_PIXELS = 56;
const VIEWPORT_PIXELS = 560;
const task = (index: number, more: Partial<StoreTask> = {}): StoreTask => ({
  ...storeTaskOf({ taskId: `id${index}`, name: `T-${index}`, kind: 'Pick', state: 'Open', version: 1, summary: '2 × Enamel mug', quantity: 2, lineCount: 1, pickupCode: 'K7PQ2X', customerLabel: 'A. Walker', orderRef: `WEB-${index}`, channel: 'WEB' }),
  ...more,
});
const tasks = (count: number): StoreTask[] => Array.from({ length: count }, (_, index) => task(index));

type List = HTMLElement & Record<string, unknown>;

describe('c-queue-list', () => {
  let element: List;
  let clientHeight: PropertyDescriptor | undefined;
  const viewport = (): HTMLElement => element.shadowRoot!.querySelector('.viewport')!;
  const rows = (): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>('[role="row"][data-id]')];
  const row = (id: string): HTMLElement => rows().find((each) => each.dataset['id'] === id)!;
  const heard = (name: string): unknown[] => {
    const details: unknown[] = [];
    element.addEventListener(name, (event) => details.push((event as CustomEvent).detail));
    return details;
  };
  const press = async (target: HTMLElement, key: string): Promise<void> => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    await settle();
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  const place = async (settings: Record<string, unknown>): Promise<void> => {
    element = createElement('c-queue-list', { is: QueueList }) as List;
    Object.assign(element, { label: 'Tasks', canAct: true, ...settings });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => {
    clientHeight = Object.getOwnPropertyDescriptor(Element.prototype, 'clientHeight');
    Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, get: () => VIEWPORT_PIXELS });
  });

  afterEach(() => {
    if (clientHeight !== undefined) Object.defineProperty(Element.prototype, 'clientHeight', clientHeight);
    document.body.replaceChildren();
  });

  it('draws only the rows in sight, and tells a screen reader of all', async () => {
    await place({ tasks: tasks(500) });
    expect(rows().length).toBeLessThan(40);
    expect(element.shadowRoot!.querySelector('[role="grid"]')!.getAttribute('aria-rowcount')).toBe('501');
    expect(rows()[0]!.getAttribute('aria-rowindex')).toBe('2');
  });

  it('is accessible', async () => {
    await place({ tasks: [task(0), task(1, { state: 'Picking', isAssigned: true, isMine: true })], notices: { id1: 'Robin took T-1 at 10:02.' } });
    await expect(element).toBeAccessible();
  });

  it('draws other rows when it is scrolled, each at its place', async () => {
    await place({ tasks: tasks(500) });
    viewport().scrollTop = 100 * ROW_PIXELS;
    viewport().dispatchEvent(new CustomEvent('scroll'));
    await settle();
    expect(rows().some((each) => each.dataset['id'] === 'id100')).toBe(true);
    expect(rows().some((each) => each.dataset['id'] === 'id0')).toBe(false);
    expect(row('id100').getAttribute('aria-rowindex')).toBe('102');
  });

  it('goes through a long list by keys alone', async () => {
    await place({ tasks: tasks(500) });
    row('id0').focus();
    await press(row('id0'), 'ArrowDown');
    expect(element.shadowRoot!.activeElement).toBe(row('id1'));
    await press(row('id1'), 'End');
    expect(element.shadowRoot!.activeElement).toBe(row('id499'));
    await press(row('id499'), 'Home');
    expect(element.shadowRoot!.activeElement).toBe(row('id0'));
  });

  it('has one row in the tab order', async () => {
    await place({ tasks: tasks(20) });
    expect(rows().filter((each) => each.tabIndex === 0).map((each) => each.dataset['id'])).toEqual(['id0']);
  });

  it('opens with Enter or a click, and selects with Space', async () => {
    await place({ tasks: tasks(3) });
    const actions = heard('rowaction');
    const selections = heard('selectionchange');
    row('id1').focus();
    await press(row('id1'), 'Enter');
    row('id2').click();
    await press(row('id1'), ' ');
    expect(actions).toEqual([{ id: 'id1', verb: 'open' }, { id: 'id2', verb: 'open' }]);
    expect(selections).toEqual([['id2']]);
  });

  it('claims what nobody has taken, without opening it', async () => {
    await place({ tasks: [task(0), task(1, { state: 'Picking', isAssigned: true, assigneeName: 'Robin' }), task(2, { state: 'Picking', isAssigned: true, isMine: true }), task(3, { state: 'Ready', bay: 'Bay 3' })] });
    const actions = heard('rowaction');
    expect(rows().map((each) => each.querySelector('button')!.textContent!.trim())).toEqual(['Claim', 'View', 'Pick', 'Hand over']);
    row('id0').querySelector('button')!.click();
    expect(actions).toEqual([{ id: 'id0', verb: 'claim' }]);
    expect(row('id0').querySelector('button')!.getAttribute('aria-label')).toBe('Claim T-0');
  });

  it('says that the customer is here, and where', async () => {
    await place({ tasks: [task(0, { state: 'Ready', bay: 'Bay 3', arrival: 'P2' }), task(1, { state: 'Ready', arrival: '' })] });
    expect(row('id0').textContent).toContain('Customer is here: P2');
    expect(row('id1').textContent).toContain('Customer is here');
  });

  it('selects a range with Shift', async () => {
    await place({ tasks: tasks(6) });
    const selections = heard('selectionchange');
    element.addEventListener('selectionchange', (event) => { element['selectedIds'] = (event as CustomEvent).detail; });
    row('id1').querySelector('input')!.click();
    await settle();
    row('id4').querySelector('input')!.dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true, composed: true }));
    await settle();
    expect(selections.at(-1)).toEqual(['id1', 'id2', 'id3', 'id4']);
    expect(row('id3').getAttribute('aria-selected')).toBe('true');
  });

  it('keeps the focus when the order changes around it', async () => {
    await place({ tasks: tasks(5) });
    row('id1').focus();
    element['tasks'] = [task(4), task(3), task(1), task(0)];
    await settle();
    expect(element.shadowRoot!.activeElement).toBe(row('id1'));
  });

  it('says at the row why it could not be claimed', async () => {
    await place({ tasks: tasks(2), notices: { id1: 'Robin took T-1 at 10:02.' } });
    expect(row('id1').textContent).toContain('Robin took T-1 at 10:02.');
  });

  it('leaves a row that ended in its place, with nothing to press', async () => {
    await place({ tasks: tasks(2), goneIds: ['id0'] });
    const actions = heard('rowaction');
    row('id0').click();
    expect(row('id0').textContent).toContain('No longer open');
    expect(row('id0').querySelector('button')).toBeNull();
    expect(actions).toEqual([]);
  });

  it('offers somebody who only looks nothing to select and nothing to claim', async () => {
    await place({ tasks: tasks(2), canAct: false });
    expect(element.shadowRoot!.querySelector('input')).toBeNull();
    expect(rows().map((each) => each.querySelector('button')!.textContent!.trim())).toEqual(['View', 'View']);
  });
});
