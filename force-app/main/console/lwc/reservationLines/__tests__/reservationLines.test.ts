import { createElement } from 'lwc';
import ReservationLines from 'c/reservationLines';

const line = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({ line: '1', sku: 'MUG', productName: 'Blue mug', requested: 4, granted: 4, fulfilled: 0, released: 0, putAway: 0, open: 4, ...changes });
type Child = HTMLElement & Record<string, unknown>;

describe('c-reservation-lines', () => {
  let element: Child;
  let asked: jest.Mock;
  const button = (label: RegExp): HTMLButtonElement | undefined => [...element.shadowRoot!.querySelectorAll('button')].find((candidate) => label.test(candidate.ariaLabel ?? ''));
  const input = (): HTMLInputElement => element.shadowRoot!.querySelector('input')!;
  const show = async (values: Record<string, unknown> = {}): Promise<void> => {
    element = createElement('c-reservation-lines', { is: ReservationLines }) as Child;
    Object.assign(element, { lines: [line()], canChange: true, ...values });
    asked = jest.fn();
    element.addEventListener('quantitychange', (event) => asked((event as CustomEvent).detail));
    document.body.replaceChildren(element);
    await Promise.resolve();
  };

  it('asks for the quantity that its button shows, and only when it differs', async () => {
    await show();
    expect(button(/^Change to/)).toBeUndefined();
    button(/^One more/)!.click();
    button(/^One more/)!.click();
    await Promise.resolve();
    expect(button(/^Change to 6, from 4/)).toBeDefined();
    button(/^Change to/)!.click();
    expect(asked).toHaveBeenCalledWith({ line: '1', quantity: 6 });
    await expect(element).toBeAccessible();
  });

  it('goes no lower than what was handed over', async () => {
    await show({ lines: [line({ fulfilled: 3, open: 1 })] });
    button(/^One less/)!.click();
    await Promise.resolve();
    expect(button(/^One less/)!.disabled).toBe(true);
    expect(button(/^Change to 3/)).toBeDefined();
  });

  it('forgets what was entered when the org has answered', async () => {
    await show();
    button(/^One more/)!.click();
    element['lines'] = [line({ granted: 5, open: 5 })];
    await Promise.resolve();
    expect(input().value).toBe('5');
    expect(button(/^Change to/)).toBeUndefined();
  });

  it('shows the refusal of a line as an alert, and notes what became of its goods', async () => {
    await show({ lines: [line({ requested: 6, fulfilled: 1, released: 1, putAway: 1, open: 2 })], refusedLine: '1', refusal: 'Only 2 more.' });
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Only 2 more.');
    expect(element.shadowRoot!.textContent).toContain('6 asked for · 1 handed over · 1 given back · 1 to put away');
  });

  it('shows numbers and no steppers to whom may not change them', async () => {
    await show({ canChange: false });
    expect(element.shadowRoot!.querySelector('input')).toBeNull();
    expect(element.shadowRoot!.textContent).toContain('4 reserved');
  });
});
