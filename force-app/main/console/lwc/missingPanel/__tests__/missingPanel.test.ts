import { createElement } from 'lwc';
import MissingPanel from 'c/missingPanel';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });

describe('c-missing-panel', () => {
  let element: HTMLElement & { line?: unknown };
  let reports: unknown[];
  const steps = (): NodeListOf<HTMLElement & { disabled: boolean }> => element.shadowRoot!.querySelectorAll('lightning-button-icon');
  const button = (label: string): HTMLButtonElement => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent!.includes(label))!;

  beforeEach(() => {
    reports = [];
    element = createElement('c-missing-panel', { is: MissingPanel });
    element.line = { lineId: 'L1', sku: 'MUG', productName: 'Blue mug', quantity: 5, picked: 2, missing: 0, remaining: 3, isDone: false };
    element.addEventListener('report', (event) => reports.push((event as CustomEvent).detail));
    document.body.replaceChildren(element);
  });

  it('asks for all that is left, and takes the focus', async () => {
    expect(element.shadowRoot!.textContent).toContain('3 of 3 missing');
    expect(element.shadowRoot!.activeElement?.textContent).toContain('Cannot find Blue mug');
    await expect(element).toBeAccessible();
  });

  it('reports the chosen quantity and reason', async () => {
    steps()[0]!.click();
    await Promise.resolve();
    const damaged = element.shadowRoot!.querySelector<HTMLInputElement>('input[value="Damaged"]')!;
    damaged.checked = true;
    damaged.dispatchEvent(new Event('change'));
    button('Report').click();
    expect(reports).toEqual([{ lineId: 'L1', quantity: 2, reason: 'Damaged' }]);
  });

  it('stays between one and what is left', async () => {
    expect(steps()[1]!.disabled).toBe(true);
    for (let click = 0; click < 5; click += 1) steps()[0]!.click();
    await Promise.resolve();
    expect(steps()[0]!.disabled).toBe(true);
    expect(element.shadowRoot!.textContent).toContain('1 of 3 missing');
  });

  it('closes on Escape and on request', () => {
    const close = jest.fn();
    element.addEventListener('close', close);
    element.shadowRoot!.querySelector('section')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    button('Keep looking').click();
    expect(close).toHaveBeenCalledTimes(2);
  });
});
