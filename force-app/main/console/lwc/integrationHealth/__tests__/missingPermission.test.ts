import { createElement } from 'lwc';
import IntegrationHealth from 'c/integrationHealth';
import getOverview from '@salesforce/apex/IntegrationHealthController.getOverview';

jest.mock('@salesforce/apex/IntegrationHealthController.getOverview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Integrations', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Integrations', () => ({ default: undefined }), { virtual: true });

it('c-integration-health asks nothing without the permission, and says which is missing', async () => {
  const element = createElement('c-integration-health', { is: IntegrationHealth });
  document.body.append(element);
  await Promise.resolve();
  expect(element.shadowRoot!.textContent).toContain('“See the health of integrations”');
  expect(getOverview).not.toHaveBeenCalled();
  await expect(element).toBeAccessible();
});
