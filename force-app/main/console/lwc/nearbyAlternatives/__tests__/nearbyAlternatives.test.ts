import { createElement } from 'lwc';
import NearbyAlternatives from 'c/nearbyAlternatives';
import alternativesOf from '@salesforce/apex/ReservationController.alternativesOf';

jest.mock('@salesforce/apex/ReservationController.alternativesOf', () => ({ default: jest.fn() }), { virtual: true });

const callAlternatives = alternativesOf as unknown as jest.Mock;
const store = (location: string, distanceKm: number | null): Record<string, unknown> => ({ location, locationName: `Store ${location}`, town: 'Town', distanceKm, left: 3 });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('c-nearby-alternatives', () => {
  let element: HTMLElement;
  const moves = (): HTMLButtonElement[] => [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('button[data-location]')];
  const show = async (): Promise<void> => {
    element = createElement('c-nearby-alternatives', { is: NearbyAlternatives });
    Object.assign(element, { requestKey: 'R-1' });
    document.body.replaceChildren(element);
    await settle();
  };

  it('lists stores with distance and what is left, and tells which was chosen', async () => {
    callAlternatives.mockResolvedValue([store('A', 4.24), store('B', null)]);
    await show();
    expect(element.shadowRoot!.textContent).toContain('4.2 km');
    expect(element.shadowRoot!.textContent).toContain('distance unknown');
    expect(element.shadowRoot!.textContent).toContain('3 left there');
    const chosen = jest.fn();
    element.addEventListener('locationchoice', (event) => chosen((event as CustomEvent).detail));
    moves()[0]!.click();
    expect(chosen).toHaveBeenCalledWith({ location: 'A', locationName: 'Store A' });
    await expect(element).toBeAccessible();
  });

  it('shows five, and the others when asked', async () => {
    callAlternatives.mockResolvedValue(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((code) => store(code, 1)));
    await show();
    expect(moves()).toHaveLength(5);
    [...element.shadowRoot!.querySelectorAll('button')].at(-1)!.click();
    await settle();
    expect(moves()).toHaveLength(7);
  });

  it('says what else can be done when no store has all of it', async () => {
    callAlternatives.mockResolvedValue([]);
    await show();
    expect(element.shadowRoot!.textContent).toContain('Lower the quantity');
  });
});
