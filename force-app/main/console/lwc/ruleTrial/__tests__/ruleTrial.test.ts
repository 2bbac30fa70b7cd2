import { createElement } from 'lwc';
import RuleTrial from 'c/ruleTrial';
import tryOut from '@salesforce/apex/RuleSetController.tryOut';

jest.mock('@salesforce/apex/RuleSetController.tryOut', () => ({ default: jest.fn() }), { virtual: true });

const callTry = tryOut as unknown as jest.Mock;
type Child = HTMLElement & Record<string, unknown>;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('c-rule-trial', () => {
  let element: HTMLElement;
  const inputs = (): Child[] => [...element.shadowRoot!.querySelectorAll<Child>('lightning-input')];
  const place = (fields: readonly string[]): void => {
    element = createElement('c-rule-trial', { is: RuleTrial });
    Object.assign(element, { ruleSetId: 'a1', columns: fields.map((field) => ({ field })) });
    document.body.replaceChildren(element);
  };

  beforeEach(() => { jest.clearAllMocks(); });

  it('asks only for what the kind knows', () => {
    place(['SKU__c', 'Location_Code__c', 'Season_From__c']);
    expect(inputs().map((input) => input['label'])).toEqual(['SKU', 'Location code', 'Day (today when empty)']);
    place(['Channel__c', 'SKU__c', 'Starts_At__c']);
    expect(element.shadowRoot!.querySelector('input[type="datetime-local"]')).not.toBeNull();
  });

  it('shows who decides and why the others do not', async () => {
    place(['SKU__c']);
    callTry.mockResolvedValue({ caseText: 'LAMP-1 (General)', decision: 'Quantity 4', ruleVersion: 'SAFETY v1 / Lamps', fits: [{ ruleName: 'Lamps', decides: true, why: 'Decides' }, { ruleName: 'All', decides: false, why: 'Comes later: less precise' }] });
    inputs()[0]!.dispatchEvent(new CustomEvent('change', { detail: { value: 'lamp-1' } }));
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(callTry).toHaveBeenCalledWith({ ruleSetId: 'a1', sku: 'lamp-1', locationCode: '', channel: '', day: null, atMillis: null });
    expect(element.shadowRoot!.textContent).toContain('by SAFETY v1 / Lamps');
    expect([...element.shadowRoot!.querySelectorAll('tbody tr td:last-child')].map((cell) => cell.textContent)).toEqual(['Decides', 'Comes later: less precise']);
    await expect(element).toBeAccessible();
  });

  it('tells why a case cannot be tried', async () => {
    place(['SKU__c']);
    callTry.mockRejectedValue({ body: { message: 'There is no product with the SKU "X".' } });
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(element.shadowRoot!.querySelector('.refusal')!.textContent).toContain('There is no product');
  });
});
