import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import { subscribe } from 'lightning/empApi';
import AvailabilityFinder from 'c/availabilityFinder';

jest.mock('@salesforce/apex/AvailabilityController.findProducts', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('@salesforce/apex/AvailabilityController.availabilityFor', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/AvailabilityController.getPlaces', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });
jest.mock('c/reserveModal', () => ({ __esModule: true, default: { open: jest.fn() } }));
jest.mock('@salesforce/customPermission/View_Availability', () => ({ default: undefined }), { virtual: true });

describe('c-availability-finder for a user without View Availability', () => {
  it('says who to ask, offers no search and listens to nothing', async () => {
    const element = createElement('c-availability-finder', { is: AvailabilityFinder });
    document.body.replaceChildren(element);
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('administrator');
    expect(element.shadowRoot!.querySelector('c-product-search')).toBeNull();
    expect(subscribe).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });
});
