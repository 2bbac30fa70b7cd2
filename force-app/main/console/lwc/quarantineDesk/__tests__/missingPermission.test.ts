import { createElement } from 'lwc';
import QuarantineDesk from 'c/quarantineDesk';
import getReasons from '@salesforce/apex/QuarantineController.getReasons';

jest.mock('@salesforce/apex/QuarantineController.discard', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.driveAgain', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.driveReasonAgain', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.getFacts', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/QuarantineController.getReasons', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Post_Facts', () => ({ default: undefined }), { virtual: true });

it('c-quarantine-desk asks nothing without the permission, and says which is missing', async () => {
  const element = createElement('c-quarantine-desk', { is: QuarantineDesk });
  document.body.append(element);
  await Promise.resolve();
  expect(element.shadowRoot!.textContent).toContain('“Post facts”');
  expect(getReasons).not.toHaveBeenCalled();
  await expect(element).toBeAccessible();
});
