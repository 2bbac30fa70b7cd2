import { createElement } from 'lwc';
import ReserveModal from 'c/reserveModal';
import reserve from '@salesforce/apex/ReservationController.reserve';

const mockClosed = jest.fn();
jest.mock('lightning/modal', () => {
  const { LightningElement } = jest.requireActual<{ LightningElement: new () => object }>('lwc');
  return { __esModule: true, default: class extends LightningElement { close(result?: unknown): void { mockClosed(result); } } };
}, { virtual: true });
jest.mock('@salesforce/apex/ReservationController.reserve', () => ({ default: jest.fn() }), { virtual: true });

const callReserve = reserve as unknown as jest.Mock;
type Child = HTMLElement & Record<string, unknown>;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('c-reserve-modal', () => {
  let element: HTMLElement;
  const enter = (label: string, value: string): void => {
    [...element.shadowRoot!.querySelectorAll<Child>('lightning-input')].find((candidate) => candidate['label'] === label)!.dispatchEvent(new CustomEvent('change', { detail: { value } }));
  };
  const confirm = async (): Promise<void> => {
    [...element.shadowRoot!.querySelectorAll<Child>('lightning-button')].at(-1)!.click();
    await settle();
  };
  const keys = (): string[] => callReserve.mock.calls.map((parameters) => (parameters as [{ input: { requestKey: string } }])[0].input.requestKey);

  beforeEach(async () => {
    jest.clearAllMocks();
    let count = 0;
    Object.defineProperty(globalThis, 'crypto', { configurable: true, value: { randomUUID: () => `uuid-${(count += 1)}` } });
    element = createElement('c-reserve-modal', { is: ReserveModal });
    Object.assign(element, { sku: 'MUG', productName: 'Blue mug', location: 'A', locationName: 'Store A', available: 5, quantity: 2 });
    document.body.replaceChildren(element);
    await settle();
  });

  it('reserves for the customer and hands the answer back', async () => {
    const answer = { requestKey: 'k', status: 'Reserved', granted: 3, available: 2 };
    callReserve.mockResolvedValue(answer);
    enter('Customer', 'Ada L.');
    enter('Order', 'O-7');
    enter('Quantity', '3');
    await confirm();
    expect(callReserve).toHaveBeenCalledWith({ input: expect.objectContaining({ sku: 'MUG', location: 'A', quantity: 3, customerLabel: 'Ada L.', orderRef: 'O-7' }) as unknown });
    expect(mockClosed).toHaveBeenCalledWith(answer);
  });

  it('stays open with the reason of a refusal, and asks under a new key then', async () => {
    callReserve.mockResolvedValue({ requestKey: 'k', status: 'Refused', granted: 0, available: 1, reason: '1 available.' });
    await confirm();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('1 available.');
    expect(mockClosed).not.toHaveBeenCalled();
    await confirm();
    expect(keys()[1]).not.toBe(keys()[0]);
  });

  it('sends a wish whose answer was lost again under its key, and another wish under another', async () => {
    callReserve.mockRejectedValue({ body: { message: 'Disconnected' } });
    await confirm();
    await confirm();
    enter('Quantity', '1');
    await confirm();
    expect(keys()[1]).toBe(keys()[0]);
    expect(keys()[2]).not.toBe(keys()[0]);
  });

  it('asks nothing for no quantity', async () => {
    enter('Quantity', '');
    await confirm();
    expect(callReserve).not.toHaveBeenCalled();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('how many');
    await expect(element).toBeAccessible();
  });
});
