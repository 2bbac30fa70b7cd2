import { createElement } from 'lwc';
import StockTable from 'c/stockTable';
import type { LocationRow } from 'c/availabilityRows';

const row = (location: string, available: number): LocationRow => ({ location, locationName: `Store ${location}`, town: 'Town', onHand: available + 3, reserved: 1, safety: 2, available, version: 1 });

const show = (values: Record<string, unknown>): HTMLElement => {
  const element = createElement('c-stock-table', { is: StockTable });
  Object.assign(element, { productName: 'Mug', canReserve: true, ...values });
  document.body.replaceChildren(element);
  return element;
};
const buttons = (element: HTMLElement): HTMLButtonElement[] => [...element.shadowRoot!.querySelectorAll('button')];

describe('c-stock-table', () => {
  it('shows the numbers of every location', () => {
    const element = show({ rows: [row('A', 1250), row('B', 0)] });
    const cells = [...element.shadowRoot!.querySelectorAll('tbody tr')].map((line) => [...line.querySelectorAll('.quantity, .detail')].map((cell) => cell.textContent));
    expect(cells).toEqual([['1,250', '1,253', '1', '2'], ['0', '3', '1', '2']]);
  });

  it('says from which day on more can be promised', async () => {
    const element = show({ rows: [{ ...row('A', 0), promisable: [{ fromDay: '2026-11-22', quantity: 0 }, { fromDay: '2026-11-28', quantity: 20 }] }, row('B', 2)] });
    expect([...element.shadowRoot!.querySelectorAll('tr[data-location]')].map((line) => line.querySelector('.promise')?.textContent)).toEqual(['20 from Nov 28', undefined]);
    await expect(element).toBeAccessible();
  });

  it('offers to reserve what the customer wants, or what there is of it', () => {
    const element = show({ rows: [row('A', 5), row('B', 2), row('C', 0)], quantity: 3 });
    expect(buttons(element).map((button) => [button.textContent, button.ariaDisabled])).toEqual([['Reserve 3', 'false'], ['Reserve 2', 'false'], ['Reserve', 'true']]);
  });

  it('asks for the quantity that its button shows', () => {
    const element = show({ rows: [row('B', 2)], quantity: 3 });
    const asked = jest.fn();
    element.addEventListener('reserverequest', (event) => asked((event as CustomEvent).detail));
    buttons(element)[0]!.click();
    expect(asked).toHaveBeenCalledWith({ location: 'B', quantity: 2 });
  });

  it('offers nothing to who may not reserve', () => {
    expect(buttons(show({ rows: [row('A', 5)], canReserve: false }))).toEqual([]);
  });

  it('waits while a reservation is on its way', () => {
    const element = show({ rows: [row('A', 5), row('B', 5)], busyLocation: 'A' });
    const asked = jest.fn();
    element.addEventListener('reserverequest', asked);
    for (const button of buttons(element)) button.click();
    expect(buttons(element).map((button) => button.ariaDisabled)).toEqual(['true', 'true']);
    expect(asked).not.toHaveBeenCalled();
  });

  it('marks a changed value again when it changes twice by the same amount', async () => {
    const element = show({ rows: [row('A', 5)], recentChanges: { A: { difference: -1, count: 1 } } });
    const badge = element.shadowRoot!.querySelector('.badge')!;
    expect(badge.className).toContain('flash_odd');
    expect(badge.textContent).toContain('−1');
    Object.assign(element, { recentChanges: { A: { difference: -1, count: 2 } } });
    await Promise.resolve();
    expect(badge.className).toContain('flash_even');
  });

  it('is accessible', async () => {
    await expect(show({ rows: [row('A', 5), row('B', 0)] })).toBeAccessible();
  });
});
