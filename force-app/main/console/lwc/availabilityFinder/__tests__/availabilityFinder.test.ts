import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import { CurrentPageReference } from 'lightning/navigation';
import { subscribe } from 'lightning/empApi';
import AvailabilityFinder from 'c/availabilityFinder';
import availabilityFor from '@salesforce/apex/AvailabilityController.availabilityFor';
import ReserveModal from 'c/reserveModal';
import release from '@salesforce/apex/AvailabilityController.release';

jest.mock('@salesforce/apex/AvailabilityController.findProducts', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/AvailabilityController.availabilityFor', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/AvailabilityController.getPlaces', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/AvailabilityController.getGroups', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('c/reserveModal', () => ({ __esModule: true, default: { open: jest.fn() } }));
jest.mock('@salesforce/apex/AvailabilityController.release', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Availability', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Reserve_Stock', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/Release_Stock', () => ({ default: true }), { virtual: true });

const callAvailability = availabilityFor as unknown as jest.Mock;
const page = CurrentPageReference as unknown as { emit(reference: unknown): void };
const openModal = (ReserveModal as unknown as { open: jest.Mock }).open;
const callRelease = release as unknown as jest.Mock;

const item = (location: string, available: number, version = 1): Record<string, unknown> => ({ location, locationName: `Store ${location}`, town: null, onHand: available + 2, reserved: 0, safety: 2, available, version });
const answer = (...items: unknown[]): Record<string, unknown> => ({ asOf: '2026-11-22T10:00:00.000Z', product: { sku: 'MUG', name: 'Blue mug' }, items });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const withResolvers = (): { promise: Promise<unknown>; resolve(value: unknown): void; reject(error: unknown): void } => {
  let settlers: { resolve(value: unknown): void; reject(error: unknown): void } | undefined;
  const promise = new Promise((resolve, reject) => {
    settlers = { resolve, reject };
  });
  return { promise, ...settlers! };
};

type Child = HTMLElement & Record<string, unknown>;

describe('c-availability-finder', () => {
  let element: HTMLElement;
  let toasts: { title: string; variant: string }[];
  const child = (name: string): Child | null => element.shadowRoot!.querySelector<Child>(name);
  const refreshButton = (): HTMLElement => [...element.shadowRoot!.querySelectorAll<Child>('lightning-button-icon')].find((button) => button['iconName'] === 'utility:refresh')!;
  const rows = (): { location: string; available: number }[] => child('c-stock-table')!['rows'] as never;
  /** Chooses the product; the org answers when the test says so. */
  const choose = async (): Promise<{ answer(data: unknown): Promise<void>; fail(message: string): Promise<void> }> => {
    const { promise, resolve, reject } = withResolvers();
    callAvailability.mockReturnValueOnce(promise);
    child('c-product-search')!.dispatchEvent(new CustomEvent('productselect', { detail: { sku: 'MUG', name: 'Blue mug' } }));
    await settle();
    return {
      async answer(data) {
        resolve(data);
        await settle();
      },
      async fail(message) {
        reject({ ok: false, status: 500, body: { message } });
        await settle();
      },
    };
  };
  const showStock = async (): Promise<void> => {
    await (await choose()).answer(answer(item('A', 5), item('B', 1)));
  };
  const ask = async (quantity: number): Promise<void> => {
    child('c-stock-table')!.dispatchEvent(new CustomEvent('reserverequest', { detail: { location: 'A', quantity } }));
    await settle();
  };

  beforeEach(async () => {
    sessionStorage.clear();
    jest.clearAllMocks();
    (subscribe as unknown as jest.Mock).mockResolvedValue({ id: '1' });
    callAvailability.mockReset().mockImplementation(async ({ sku }: { sku: string }) => ({ ...answer(item('A', 5), item('B', 1)), product: { sku: sku.toUpperCase(), name: 'Blue mug' } }));
    Object.assign(globalThis.crypto ?? {}, { randomUUID: () => `uuid-${Math.random()}` });
    element = createElement('c-availability-finder', { is: AvailabilityFinder });
    toasts = [];
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    document.body.replaceChildren(element);
    await settle();
  });

  it('invites to search before a product is chosen', async () => {
    expect(element.shadowRoot!.textContent).toContain('Scan a barcode');
    await expect(element).toBeAccessible();
  });

  it('shows that it is loading, then every location', async () => {
    const org = await choose();
    expect(element.shadowRoot!.querySelector('[aria-label="Loading availability"]')).not.toBeNull();
    await org.answer(answer(item('B', 1), item('A', 5)));
    expect(rows().map(({ location, available }) => [location, available])).toEqual([['A', 5], ['B', 1]]);
    expect(element.shadowRoot!.querySelector('dd')!.textContent).toBe('6');
    await expect(element).toBeAccessible();
  });

  it('shows why the numbers could not be fetched, and fetches again', async () => {
    await (await choose()).fail('The query took too long');
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('The query took too long');
    await expect(element).toBeAccessible();
    callAvailability.mockResolvedValueOnce(answer(item('A', 5)));
    child('lightning-button')!.click();
    await settle();
    expect(rows()).toHaveLength(1);
  });

  it('keeps the numbers it has when fetching them again fails', async () => {
    await showStock();
    callAvailability.mockRejectedValueOnce({ body: { message: 'away' } });
    refreshButton().click();
    await settle();
    expect(rows()).toHaveLength(2);
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('may be old');
    refreshButton().click();
    await settle();
    expect(element.shadowRoot!.querySelector('[role="alert"]')).toBeNull();
  });

  it('says who to ask when the user may not see stock', async () => {
    await (await choose()).fail("You do not have access to the Apex class named 'AvailabilityController'.");
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('administrator');
  });

  it('says when no location stocks the product', async () => {
    await (await choose()).answer(answer());
    expect(element.shadowRoot!.textContent).toContain('No location has ever stocked MUG.');
  });

  it('shows the product of a shared link', async () => {
    page.emit({ type: 'standard__navItemPage', attributes: { apiName: 'Availability' }, state: { c__sku: 'LAMP' } });
    await settle();
    expect(callAvailability).toHaveBeenCalledWith({ sku: 'LAMP', channel: 'STORE', groupCode: '', near: '' });
  });

  it('is live under the spelling of the org when a link spells the SKU otherwise', async () => {
    page.emit({ type: 'standard__navItemPage', attributes: { apiName: 'Availability' }, state: { c__sku: 'mug' } });
    await settle();
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls[0][2] as (message: unknown) => void;
    onMessage({ data: { payload: { SKU__c: 'MUG', Location_Code__c: 'A', Available__c: 1, On_Hand__c: 3, Reserved__c: 0, Version__c: 2 } } });
    await settle();
    expect(rows()[0]).toMatchObject({ available: 1 });
  });

  it('follows a sale made elsewhere, and tells it once', async () => {
    await showStock();
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls[0][2] as (message: unknown) => void;
    const payload = { SKU__c: 'MUG', Location_Code__c: 'A', Available__c: 3, On_Hand__c: 5, Reserved__c: 0, Version__c: 2 };
    onMessage({ data: { payload } });
    onMessage({ data: { payload } });
    await settle();
    expect(rows()[0]).toMatchObject({ available: 3, version: 2 });
    expect(child('c-stock-table')!['recentChanges']).toEqual({ A: { difference: -2, count: 1 } });
    expect([...element.shadowRoot!.querySelectorAll('[role="status"]')].at(-1)!.textContent).toBe('Store A: 3 available, was 5.');
  });

  it('does not show the answer about a product that is no longer wanted', async () => {
    const mug = await choose();
    child('c-product-search')!.dispatchEvent(new CustomEvent('productselect', { detail: { sku: 'LAMP', name: 'Lamp' } }));
    await mug.answer(answer(item('Z', 9)));
    expect(rows().map(({ location }) => location)).toEqual(['A', 'B']);
  });

  it('leaves events about other products alone', async () => {
    await showStock();
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls[0][2] as (message: unknown) => void;
    onMessage({ data: { payload: { SKU__c: 'LAMP', Location_Code__c: 'A', Available__c: 0, On_Hand__c: 0, Reserved__c: 0, Version__c: 9 } } });
    await settle();
    expect(rows()[0]).toMatchObject({ available: 5 });
  });

  it('reserves, says so, lists it and releases it again', async () => {
    await showStock();
    openModal.mockResolvedValue({ requestKey: 'k-1', status: 'Reserved', granted: 2, available: 3, reason: null, reservationId: 'a01' });
    callRelease.mockImplementation(async ({ requestKey }: { requestKey: string }) => ({ requestKey, status: 'Released' }));
    await ask(2);
    expect(openModal).toHaveBeenCalledWith(expect.objectContaining({ sku: 'MUG', location: 'A', quantity: 2, available: 5, locationName: 'Store A' }));
    expect(toasts.map(({ variant, title }) => [variant, title])).toEqual([['success', 'Reserved 2 at Store A']]);
    const listed = child('c-reservation-list')!['reservations'] as { requestKey: string }[];
    child('c-reservation-list')!.dispatchEvent(new CustomEvent('releaserequest', { detail: { requestKey: listed[0]!.requestKey } }));
    await settle();
    expect(callRelease).toHaveBeenCalledWith({ requestKey: listed[0]!.requestKey });
    expect(child('c-reservation-list')).toBeNull();
  });

  it('says how much of a partly granted wish was reserved', async () => {
    await showStock();
    openModal.mockResolvedValue({ requestKey: 'k', status: 'Partial', granted: 1, available: 0, reason: 'Only 1 left.' });
    await ask(3);
    expect(toasts[0]).toMatchObject({ variant: 'warning', title: 'Reserved 1 of 3 at Store A', message: 'Only 1 left.' });
  });

  it('lists nothing when the reservation was refused', async () => {
    await showStock();
    openModal.mockResolvedValue({ requestKey: 'k', status: 'Refused', granted: 0, available: 0, reason: 'Sold out.' });
    await ask(1);
    expect(toasts[0]).toMatchObject({ variant: 'warning', message: 'Sold out.' });
    expect(child('c-reservation-list')).toBeNull();
  });

  it('lists nothing when the user goes back, and fetches the numbers again', async () => {
    await showStock();
    openModal.mockResolvedValue(undefined);
    callAvailability.mockClear();
    await ask(1);
    expect(toasts).toEqual([]);
    expect(child('c-reservation-list')).toBeNull();
    expect(callAvailability).toHaveBeenCalledTimes(1);
  });

  it('lists a repeated answer once', async () => {
    await showStock();
    openModal.mockResolvedValue({ requestKey: 'k', status: 'Reserved', granted: 1, available: 4 });
    await ask(1);
    await ask(1);
    expect(child('c-reservation-list')!['reservations']).toHaveLength(1);
  });

  it('sorts by distance from the place that is chosen, and asks as the channel that is chosen', async () => {
    await showStock();
    callAvailability.mockResolvedValue(answer({ ...item('A', 5), distanceKm: 80 }, { ...item('B', 1), distanceKm: 2 }));
    child('c-finder-options')!.dispatchEvent(new CustomEvent('viewchange', { detail: { channel: 'WEB', group: 'NORTH', near: 'B', order: 'distance', isEnoughOnly: false } }));
    await settle();
    expect(callAvailability).toHaveBeenLastCalledWith({ sku: 'MUG', channel: 'WEB', groupCode: 'NORTH', near: 'B' });
    expect(rows().map(({ location }) => location)).toEqual(['B', 'A']);
  });

  it('leaves out locations that cannot promise what the customer wants, and says when none can', async () => {
    await showStock();
    const filter = async (isEnoughOnly: boolean): Promise<void> => {
      child('c-finder-options')!.dispatchEvent(new CustomEvent('viewchange', { detail: { channel: 'STORE', group: '', near: '', order: 'promise', isEnoughOnly } }));
      await settle();
    };
    const more = [...element.shadowRoot!.querySelectorAll<Child>('lightning-button-icon')].find((button) => button['iconName'] === 'utility:add')!;
    more.click();
    await filter(true);
    expect(rows().map(({ location }) => location)).toEqual(['A']);
    for (let times = 0; times < 5; times += 1) more.click();
    await settle();
    expect(rows()).toEqual([]);
    expect(element.shadowRoot!.textContent).toContain('No location can promise 7');
  });

  it('keeps a reservation listed when its release fails', async () => {
    await showStock();
    openModal.mockResolvedValue({ requestKey: 'k', status: 'Reserved', granted: 1, available: 4 });
    callRelease.mockRejectedValue({ body: { message: 'locked' } });
    await ask(1);
    child('c-reservation-list')!.dispatchEvent(new CustomEvent('releaserequest', { detail: { requestKey: 'k' } }));
    await settle();
    expect(toasts.at(-1)).toMatchObject({ variant: 'error' });
    expect(child('c-reservation-list')).not.toBeNull();
  });
});
