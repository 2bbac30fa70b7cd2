import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import FinderOptions from 'c/finderOptions';
import getPlaces from '@salesforce/apex/AvailabilityController.getPlaces';
import getGroups from '@salesforce/apex/AvailabilityController.getGroups';

jest.mock('@salesforce/apex/AvailabilityController.getPlaces', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/AvailabilityController.getGroups', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
const groups = getGroups as unknown as { emit(data: unknown): void };
const places = getPlaces as unknown as { emit(data: unknown): void };

describe('c-finder-options', () => {
  it('offers places that are on the map, and sorts by distance once one is chosen', async () => {
    const element = createElement('c-finder-options', { is: FinderOptions });
    document.body.replaceChildren(element);
    const changed = jest.fn();
    element.addEventListener('viewchange', (event) => changed((event as CustomEvent).detail));
    places.emit([{ code: 'A', name: 'Store A', hasCoordinates: true }, { code: 'B', name: 'Store B', hasCoordinates: false }]);
    await Promise.resolve();
    const near = element.shadowRoot!.querySelector('select')!;
    expect([...near.options].map((option) => option.value)).toEqual(['', 'A']);
    near.value = 'A';
    near.dispatchEvent(new Event('change'));
    expect(changed).toHaveBeenCalledWith({ channel: 'STORE', group: '', near: 'A', order: 'distance', isEnoughOnly: false });
    await expect(element).toBeAccessible();
  });

  it('offers the groups of each kind, and asks for the one that is chosen', async () => {
    const element = createElement('c-finder-options', { is: FinderOptions });
    document.body.replaceChildren(element);
    const changed = jest.fn();
    element.addEventListener('viewchange', (event) => changed((event as CustomEvent).detail));
    expect(element.shadowRoot!.querySelector('optgroup')).toBeNull();
    groups.emit([{ code: 'NORTH', name: 'North', kind: 'Region' }, { code: 'ONLINE', name: 'Web shop', kind: 'View' }]);
    await Promise.resolve();
    const select = element.shadowRoot!.querySelector('select')!;
    expect([...select.querySelectorAll('optgroup')].map(({ label }) => label)).toEqual(['Regions', 'Views']);
    select.value = 'NORTH';
    select.dispatchEvent(new Event('change'));
    expect(changed).toHaveBeenCalledWith({ channel: 'STORE', group: 'NORTH', near: '', order: 'promise', isEnoughOnly: false });
    await expect(element).toBeAccessible();
  });
});
