import { createElement } from 'lwc';
import ReservationList from 'c/reservationList';

const reservations = [
  { requestKey: 'k1', sku: 'A', productName: 'Mug', location: 'S1', locationName: 'Store 1', quantity: 2 },
  { requestKey: 'k2', sku: 'B', productName: 'Lamp', location: 'S2', locationName: 'Store 2', quantity: 1 },
];
const show = (values: Record<string, unknown>): HTMLElement => {
  const element = createElement('c-reservation-list', { is: ReservationList });
  Object.assign(element, values);
  document.body.replaceChildren(element);
  return element;
};
const buttons = (element: HTMLElement): HTMLButtonElement[] => [...element.shadowRoot!.querySelectorAll('button')];

describe('c-reservation-list', () => {
  it('lists each reservation with its quantity and place', () => {
    const entries = [...show({ reservations }).shadowRoot!.querySelectorAll('li')].map((entry) => entry.textContent);
    expect(entries[0]).toContain('Mug');
    expect(entries[1]).toContain('Store 2');
  });

  it('asks to release the reservation whose button was pressed', () => {
    const element = show({ reservations });
    const asked = jest.fn();
    element.addEventListener('releaserequest', (event) => asked((event as CustomEvent).detail));
    buttons(element)[1]!.click();
    expect(asked).toHaveBeenCalledWith({ requestKey: 'k2' });
  });

  it('does not offer a release twice while it is on its way', () => {
    expect(buttons(show({ reservations, busyKey: 'k1' })).map((button) => button.ariaDisabled)).toEqual(['true', 'false']);
  });

  it('is accessible', async () => {
    await expect(show({ reservations })).toBeAccessible();
  });
});
