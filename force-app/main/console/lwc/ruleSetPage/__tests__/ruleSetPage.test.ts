import { createElement } from 'lwc';
import RuleSetPage from 'c/ruleSetPage';
import activate from '@salesforce/apex/RuleSetController.activate';
import check from '@salesforce/apex/RuleSetController.check';
import newVersion from '@salesforce/apex/RuleSetController.newVersion';
import removeRule from '@salesforce/apex/RuleSetController.removeRule';
import sheet from '@salesforce/apex/RuleSetController.sheet';

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
  const navigate = Symbol('Navigate');
  const mixin = (base: new (...parameters: unknown[]) => object): unknown => class extends base { [navigate](reference: unknown): void { mockNavigate(reference); } };
  return { NavigationMixin: Object.assign(mixin, { Navigate: navigate }) };
}, { virtual: true });
const mockOpen = jest.fn();
jest.mock('c/ruleModal', () => ({ __esModule: true, default: { open: (...parameters: unknown[]): unknown => mockOpen(...parameters) } }));
jest.mock('@salesforce/apex/RuleSetController.activate', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.check', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.newVersion', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.removeRule', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.retire', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.sheet', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Edit_Rules', () => ({ default: true }), { virtual: true });

const mocks = { activate: activate as unknown as jest.Mock, check: check as unknown as jest.Mock, newVersion: newVersion as unknown as jest.Mock, removeRule: removeRule as unknown as jest.Mock, sheet: sheet as unknown as jest.Mock };
type Child = HTMLElement & Record<string, unknown>;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
};
const DRAFT = {
  ruleSet: { ruleSetId: 'a1', name: 'SAFETY', version: 2, kindLabel: 'Safety stock', state: 'Draft', standing: 'Draft' }, fallback: 'the safety stock of the product counts', mayEdit: true,
  columns: [{ field: 'SKU__c' }], rows: [{ ruleId: 'r1', name: 'All', scope: 'Everything', effect: 'Quantity 1' }], others: [{ ruleSetId: 'a0', name: 'SAFETY', version: 1, standing: 'In force' }],
  changes: [{ changeId: 'c1', who: 'Mia Merchant', atMillis: 0, what: 'Created All: Quantity to 1' }],
};

describe('c-rule-set-page', () => {
  let element: HTMLElement;
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const button = (label: string): Child => [...element.shadowRoot!.querySelectorAll<Child>('lightning-button')].find((each) => each['label'] === label)!;
  const click = async (label: string): Promise<void> => {
    button(label).click();
    await settle();
  };
  const place = async (): Promise<void> => {
    element = createElement('c-rule-set-page', { is: RuleSetPage });
    Object.assign(element, { recordId: 'a1' });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => {
    jest.clearAllMocks();
    mocks.sheet.mockResolvedValue(DRAFT);
  });

  it('shows the set, its rules and who changed what', async () => {
    await place();
    expect(element.shadowRoot!.querySelector('h1')!.textContent).toBe('SAFETY v2');
    expect(text()).toContain('Decides nothing yet');
    expect(text()).toContain('Created All: Quantity to 1');
    expect(element.shadowRoot!.querySelector<Child>('c-rule-table')!['rows']).toEqual(DRAFT.rows);
    await expect(element).toBeAccessible();
  });

  it('asks from when before it activates, and shows what keeps it from that', async () => {
    await place();
    mocks.activate.mockRejectedValue({ body: { message: 'Conflict: A says 1.' } });
    mocks.check.mockResolvedValue([{ kind: 'Conflict', message: 'A says 1.', blocks: true }]);
    await click('Activate…');
    expect(text()).toContain('SAFETY v1 counts until then.');
    expect(mocks.activate).not.toHaveBeenCalled();
    const start = element.shadowRoot!.querySelector('input')!;
    start.value = '2026-11-27T08:00';
    start.dispatchEvent(new CustomEvent('change'));
    await click('Activate');
    expect(mocks.activate).toHaveBeenCalledWith({ ruleSetId: 'a1', startsMillis: new Date(2026, 10, 27, 8).getTime() });
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Conflict: A says 1.');
    expect(element.shadowRoot!.querySelector<Child>('c-rule-findings')!['findings']).toHaveLength(1);
  });

  it('fetches anew after a rule was saved or removed', async () => {
    await place();
    mockOpen.mockResolvedValue('saved');
    element.shadowRoot!.querySelector('c-rule-table')!.dispatchEvent(new CustomEvent('edit', { detail: 'r1' }));
    await settle();
    expect(mockOpen).toHaveBeenCalledWith(expect.objectContaining({ ruleSetId: 'a1', rule: DRAFT.rows[0] }) as unknown);
    expect(mocks.sheet).toHaveBeenCalledTimes(2);
    mocks.removeRule.mockResolvedValue(undefined);
    element.shadowRoot!.querySelector('c-rule-table')!.dispatchEvent(new CustomEvent('remove', { detail: 'r1' }));
    await settle();
    expect(mocks.removeRule).toHaveBeenCalledWith({ ruleId: 'r1' });
    expect(mocks.sheet).toHaveBeenCalledTimes(3);
  });

  it('begins the next version and opens it', async () => {
    await place();
    mocks.newVersion.mockResolvedValue('a9');
    await click('New version from this one');
    expect(mockNavigate.mock.lastCall?.[0]).toMatchObject({ attributes: { recordId: 'a9' } });
  });

  it('lets nobody change what is in force, only take it out', async () => {
    mocks.sheet.mockResolvedValue({ ...DRAFT, mayEdit: false, ruleSet: { ...DRAFT.ruleSet, state: 'Active', standing: 'In force' } });
    await place();
    expect(button('Add rule')).toBeUndefined();
    expect(button('Activate…')).toBeUndefined();
    await click('Retire…');
    expect(text()).toContain('decides nothing, for good');
    await expect(element).toBeAccessible();
  });

  it('tells a failure, and fetches again', async () => {
    mocks.sheet.mockRejectedValueOnce({ body: { message: 'Out of order.' } });
    await place();
    expect(text()).toContain('Out of order.');
    await click('Try again');
    expect(text()).toContain('SAFETY v2');
  });
});
