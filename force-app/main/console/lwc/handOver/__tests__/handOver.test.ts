import { createElement } from 'lwc';
import HandOver from 'c/handOver';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });

describe('c-hand-over', () => {
  let element: HTMLElement & Record<string, unknown>;
  let proofs: unknown[];
  const text = (): string => element.shadowRoot!.textContent!;
  const button = (label: string): HTMLButtonElement | undefined => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent === label);
  const scan = (code: string): void => {
    element.shadowRoot!.querySelector('c-scan-field')!.dispatchEvent(new CustomEvent('scan', { detail: { code, isTyped: false } }));
  };

  beforeEach(() => {
    proofs = [];
    element = createElement('c-hand-over', { is: HandOver }) as never;
    Object.assign(element, {
      task: { name: 'T-1', customerLabel: 'Amélie Laurent', orderRef: 'WEB-1', channel: 'WEB', bay: 'B-07', pickupCode: 'SECRET' },
      lines: [{ lineId: '1', sku: 'MUG', productName: 'Blue mug', quantity: 2, picked: 2, missing: 0 }, { lineId: '2', sku: 'LAMP', productName: 'Lamp', quantity: 1, picked: 0, missing: 1 }],
    });
    element.addEventListener('prove', (event) => proofs.push((event as CustomEvent).detail));
    document.body.replaceChildren(element);
  });

  it('names the customer, the bay, what goes over the counter and what does not', async () => {
    for (const part of ['Amélie Laurent', 'B-07', '2 ×', 'Blue mug', 'Not in the bag: 1 × Lamp']) expect(text()).toContain(part);
    await expect(element).toBeAccessible();
  });

  it('never shows the code the customer must bring', () => {
    expect(text()).not.toContain('SECRET');
  });

  it('takes the code of the customer as proof', () => {
    scan(' ab3k9x ');
    expect(proofs).toEqual([{ pickupCode: 'AB3K9X', identityChecked: false }]);
  });

  it('takes a checked identity instead, once it is confirmed', async () => {
    expect(button('Hand over without code')!.disabled).toBe(true);
    const box = element.shadowRoot!.querySelector<HTMLInputElement>('input[type="checkbox"]')!;
    box.checked = true;
    box.dispatchEvent(new Event('change'));
    await Promise.resolve();
    button('Hand over without code')!.click();
    expect(proofs).toEqual([{ pickupCode: null, identityChecked: true }]);
  });

  it('takes a code that is scanned while the tick has the focus', async () => {
    jest.spyOn(HTMLInputElement.prototype, 'getClientRects').mockReturnValue([{}] as unknown as DOMRectList);
    const box = element.shadowRoot!.querySelector<HTMLInputElement>('input[type="checkbox"]')!;
    box.focus();
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', bubbles: true, composed: true, cancelable: true }));
    const field = element.shadowRoot!.querySelector('c-scan-field')!.shadowRoot!.querySelector('input')!;
    expect(field.value).toBe('A');
    field.value += 'B3K9X';
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
    await Promise.resolve();
    expect(proofs).toEqual([{ pickupCode: 'AB3K9X', identityChecked: false }]);
    jest.restoreAllMocks();
  });

  it('proves nothing twice while the org is asked', async () => {
    element['isBusy'] = true;
    await Promise.resolve();
    scan('AB3K9X');
    expect(proofs).toEqual([]);
  });

  it('says why the org did not accept the proof', async () => {
    element['problem'] = 'That is not the code.';
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('That is not the code.');
  });

  it('notes that the customer has come, once', async () => {
    const arrived = jest.fn();
    element.addEventListener('arrived', arrived);
    button('Customer is here')!.click();
    expect(arrived).toHaveBeenCalledTimes(1);
    element['task'] = { ...(element['task'] as object), arrivedAtMillis: 1 };
    await Promise.resolve();
    expect(button('Customer is here')).toBeUndefined();
    expect(text()).toContain('The customer is waiting');
  });
});
