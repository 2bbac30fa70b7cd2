import { createElement } from 'lwc';
import RuleComparison from 'c/ruleComparison';
import compare from '@salesforce/apex/RuleSetController.compare';

jest.mock('@salesforce/apex/RuleSetController.compare', () => ({ default: jest.fn() }), { virtual: true });

const callCompare = compare as unknown as jest.Mock;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const OTHERS = [{ ruleSetId: 'a1', name: 'SAFETY', version: 1, standing: 'In force' }];

describe('c-rule-comparison', () => {
  let element: HTMLElement;
  const place = (others: readonly object[]): void => {
    element = createElement('c-rule-comparison', { is: RuleComparison });
    Object.assign(element, { ruleSetId: 'a2', others });
    document.body.replaceChildren(element);
  };
  const choose = async (): Promise<void> => {
    element.shadowRoot!.querySelector('lightning-combobox')!.dispatchEvent(new CustomEvent('change', { detail: { value: 'a1' } }));
    await settle();
  };

  beforeEach(() => { jest.clearAllMocks(); });

  it('shows both sides of every difference', async () => {
    place(OTHERS);
    callCompare.mockResolvedValue([{ key: 'Added|New', ruleName: 'New', verb: 'Added', after: 'LYON: Quantity 5' }]);
    await choose();
    expect(callCompare).toHaveBeenCalledWith({ ruleSetId: 'a2', beforeId: 'a1' });
    expect([...element.shadowRoot!.querySelectorAll('tbody td, tbody th')].map((cell) => cell.textContent)).toEqual(['Added', 'New', '—', 'LYON: Quantity 5']);
    await expect(element).toBeAccessible();
  });

  it('says so when both say the same, when there is no other, and when it fails', async () => {
    place(OTHERS);
    callCompare.mockResolvedValue([]);
    await choose();
    expect(element.shadowRoot!.textContent).toContain('Both say the same.');
    callCompare.mockRejectedValue({ body: { message: 'Out of order.' } });
    await choose();
    expect(element.shadowRoot!.textContent).toContain('Out of order.');
    place([]);
    expect(element.shadowRoot!.textContent).toContain('the only set of its kind');
  });
});
