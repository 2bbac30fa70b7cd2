import { createElement } from 'lwc';
import RuleDesk from 'c/ruleDesk';
import begin from '@salesforce/apex/RuleSetController.begin';
import desk from '@salesforce/apex/RuleSetController.desk';

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
  const navigate = Symbol('Navigate');
  const mixin = (base: new (...parameters: unknown[]) => object): unknown => class extends base { [navigate](reference: unknown): void { mockNavigate(reference); } };
  return { NavigationMixin: Object.assign(mixin, { Navigate: navigate }) };
}, { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.begin', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.desk', () => ({ default: jest.fn() }), { virtual: true });

const callDesk = desk as unknown as jest.Mock;
const callBegin = begin as unknown as jest.Mock;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const KINDS = [{ name: 'SafetyStock', label: 'Safety stock', fallback: 'the safety stock of the product counts' }, { name: 'Returns', label: 'Returns', fallback: 'goods are inspected' }];
const SETS = [
  { ruleSetId: 'a1', name: 'SAFETY', version: 2, kind: 'SafetyStock', state: 'Active', standing: 'In force', ruleCount: 3 },
  { ruleSetId: 'a0', name: 'SAFETY', version: 1, kind: 'SafetyStock', state: 'Active', standing: 'Over', untilMillis: 0, ruleCount: 1 },
];

describe('c-rule-desk', () => {
  let element: HTMLElement;
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const button = (name: string): HTMLButtonElement => [...element.shadowRoot!.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent!.trim()) === name)!;
  const show = async (answer: object = { kinds: KINDS, sets: SETS, mayEdit: true }): Promise<void> => {
    callDesk.mockResolvedValue(answer);
    element = createElement('c-rule-desk', { is: RuleDesk });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => { jest.clearAllMocks(); });

  it('says per kind who decides, and what counts where nothing does', async () => {
    await show();
    expect(text()).toContain('SAFETY v2 decides, 3 rules.');
    expect(text()).toContain('Nothing is in force: goods are inspected.');
    await expect(element).toBeAccessible();
  });

  it('shows what is over when asked', async () => {
    await show();
    expect(button('SAFETY v1')).toBeUndefined();
    button('Show what is over').click();
    await settle();
    expect(button('SAFETY v1')).toBeDefined();
    expect(button('Hide what is over').getAttribute('aria-pressed')).toBe('true');
  });

  it('opens the page of a set', async () => {
    await show();
    button('SAFETY v2').click();
    expect(mockNavigate.mock.lastCall?.[0]).toMatchObject({ attributes: { recordId: 'a1', objectApiName: 'Rule_Set__c' } });
  });

  it('begins a draft under a name and opens it', async () => {
    await show();
    callBegin.mockResolvedValue('a9');
    button('New draft: Returns').click();
    await settle();
    const input = element.shadowRoot!.querySelector('input')!;
    expect(element.shadowRoot!.activeElement).toBe(input);
    input.value = ' RETURNS ';
    input.dispatchEvent(new CustomEvent('input'));
    element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(callBegin).toHaveBeenCalledWith({ kind: 'Returns', name: 'RETURNS' });
    expect(mockNavigate.mock.lastCall?.[0]).toMatchObject({ attributes: { recordId: 'a9' } });
  });

  it('keeps the form with the reason when the draft is refused', async () => {
    await show();
    callBegin.mockRejectedValue({ body: { message: 'Not this name.' } });
    button('New draft: Returns').click();
    await settle();
    const input = element.shadowRoot!.querySelector('input')!;
    input.value = 'X';
    input.dispatchEvent(new CustomEvent('input'));
    element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Not this name.');
  });

  it('offers no draft to somebody who only looks', async () => {
    await show({ kinds: KINDS, sets: SETS, mayEdit: false });
    expect(button('New draft: Returns')).toBeUndefined();
    await expect(element).toBeAccessible();
  });

  it('tells a failure, and fetches again', async () => {
    callDesk.mockRejectedValue({ body: { message: 'Out of order.' } });
    element = createElement('c-rule-desk', { is: RuleDesk });
    document.body.replaceChildren(element);
    await settle();
    expect(text()).toContain('Out of order.');
    callDesk.mockResolvedValue({ kinds: KINDS, sets: SETS, mayEdit: true });
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(text()).toContain('SAFETY v2 decides');
  });

  it('says what to ask for without access', async () => {
    callDesk.mockRejectedValue({ status: 403, body: { message: 'No.' } });
    element = createElement('c-rule-desk', { is: RuleDesk });
    document.body.replaceChildren(element);
    await settle();
    expect(text()).toContain('Holdfast Merchant');
    await expect(element).toBeAccessible();
  });
});
