import { createElement } from 'lwc';
import QueueBulkBar from 'c/queueBulkBar';
import { storeTaskOf } from 'c/storeTasks';
import type { StoreTask } from 'c/storeTasks';

const task = (id: string, more: Partial<StoreTask> = {}): StoreTask => ({ ...storeTaskOf({ taskId: id, name: `T-${id}`, kind: 'Pick', state: 'Open', version: 1 }), ...more });

describe('c-queue-bulk-bar', () => {
  let element: HTMLElement & Record<string, unknown>;
  let actions: unknown[];
  const button = (label: string): HTMLButtonElement | undefined => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent!.startsWith(label));
  const place = async (settings: Record<string, unknown>): Promise<void> => {
    element = createElement('c-queue-bulk-bar', { is: QueueBulkBar }) as never;
    Object.assign(element, settings);
    actions = [];
    element.addEventListener('bulkaction', (event) => actions.push((event as CustomEvent).detail));
    document.body.replaceChildren(element);
    await Promise.resolve();
  };
  const free = task('free');
  const mine = task('mine', { state: 'Picking', isAssigned: true, isMine: true });
  const theirs = task('theirs', { state: 'Picking', isAssigned: true });
  const paused = task('paused', { isAssigned: true, pausedAt: 5 });

  it('says how many of the selected tasks each button is for', async () => {
    await place({ tasks: [free, mine, theirs, paused], canManage: true });
    expect(['Claim', 'Hand back', 'Pause', 'Resume'].map((label) => button(label)!.textContent)).toEqual(['Claim 1', 'Hand back 3', 'Pause 3…', 'Resume 1']);
    await expect(element).toBeAccessible();
  });

  it('lets an associate hand back only what is their own, and stop no clock', async () => {
    await place({ tasks: [mine, theirs], canManage: false });
    expect(button('Pause')).toBeUndefined();
    expect(button('Claim')!.disabled).toBe(true);
    button('Hand back')!.click();
    expect(actions).toEqual([{ verb: 'handBack', ids: ['mine'], reason: '' }]);
  });

  it('asks why before it pauses, and does not without a reason', async () => {
    await place({ tasks: [free], canManage: true });
    button('Pause')!.click();
    await Promise.resolve();
    const input = element.shadowRoot!.querySelector('input')!;
    const form = element.shadowRoot!.querySelector('form')!;
    expect(element.shadowRoot!.activeElement).toBe(input);
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    expect(actions).toEqual([]);
    input.value = 'Scanner is down';
    input.dispatchEvent(new CustomEvent('input'));
    form.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await Promise.resolve();
    expect(actions).toEqual([{ verb: 'pause', ids: ['free'], reason: 'Scanner is down' }]);
    expect(element.shadowRoot!.querySelector('form')).toBeNull();
  });

  it('can be left with Escape', async () => {
    await place({ tasks: [free], canManage: true });
    button('Pause')!.click();
    await Promise.resolve();
    element.shadowRoot!.querySelector('form')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('form')).toBeNull();
  });

  it('does nothing twice while the org is asked', async () => {
    await place({ tasks: [free], isBusy: true });
    expect(button('Claim')!.disabled).toBe(true);
  });
});
