import { createElement } from 'lwc';
import PickTask from 'c/pickTask';
import openTask from '@salesforce/apex/StoreTaskController.openTask';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Pick_Tasks', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Store', () => ({ default: undefined }), { virtual: true });

const task = { taskId: 'T1', taskKey: 'PICK|R-1|LYON', name: 'T-000001', kind: 'Pick', state: 'Ready', customerLabel: 'Amélie', version: 1 };

describe('c-pick-task without the permission to pick', () => {
  let element: HTMLElement & { recordId?: string };
  const open = async (change: Record<string, unknown>): Promise<void> => {
    (openTask as unknown as jest.Mock).mockResolvedValue({ task: { ...task, ...change }, nowMillis: 1, lines: [{ lineId: '1', sku: 'MUG', productName: 'Blue mug', quantity: 2, picked: 0, missing: 0 }], codes: [] });
    element = createElement('c-pick-task', { is: PickTask });
    element.recordId = 'T1';
    document.body.replaceChildren(element);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };

  it('shows the task and whom to ask, and offers nothing', async () => {
    await open({});
    expect(element.shadowRoot!.textContent).toContain('Ready for the customer');
    expect(element.shadowRoot!.textContent).toContain('Blue mug');
    expect(element.shadowRoot!.textContent).toContain('Pick tasks');
    expect(element.shadowRoot!.querySelector('button')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('leaves resuming to managers', async () => {
    await open({ pausedAtMillis: 1, pauseReason: 'Fire alarm' });
    expect(element.shadowRoot!.textContent).toContain('A manager of the store can resume it.');
    expect(element.shadowRoot!.querySelector('button')).toBeNull();
  });
});
