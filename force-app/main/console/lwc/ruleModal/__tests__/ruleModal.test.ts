import { createElement } from 'lwc';
import RuleModal from 'c/ruleModal';
import saveRule from '@salesforce/apex/RuleSetController.saveRule';

const mockClosed = jest.fn();
jest.mock('lightning/modal', () => {
  const { LightningElement } = jest.requireActual<{ LightningElement: new () => object }>('lwc');
  return { __esModule: true, default: class extends LightningElement { close(result?: unknown): void { mockClosed(result); } } };
}, { virtual: true });
jest.mock('@salesforce/apex/RuleSetController.saveRule', () => ({ default: jest.fn() }), { virtual: true });

const callSave = saveRule as unknown as jest.Mock;
type Child = HTMLElement & Record<string, unknown>;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const COLUMNS = [
  { field: 'SKU__c', label: 'SKU', type: 'text', narrows: true },
  { field: 'Product_Class__c', label: 'Product Class', type: 'choice', narrows: true, choices: [{ label: 'Bulky', value: 'Bulky' }] },
  { field: 'Starts_At__c', label: 'Starts At', type: 'moment', narrows: true },
  { field: 'Quantity__c', label: 'Quantity', type: 'number', narrows: false, required: true },
  { field: 'Needs_Receipt__c', label: 'Needs Receipt', type: 'yesNo', narrows: false },
];

describe('c-rule-modal', () => {
  let element: HTMLElement;
  const field = (label: string): Child => [...element.shadowRoot!.querySelectorAll<Child>('lightning-input, lightning-combobox')].find((each) => each['label'] === label)!;
  const enter = (label: string, detail: object): void => { field(label).dispatchEvent(new CustomEvent('change', { detail })); };
  const save = async (): Promise<void> => {
    [...element.shadowRoot!.querySelectorAll<Child>('lightning-button')].at(-1)!.click();
    await settle();
  };
  const place = async (rule?: object): Promise<void> => {
    element = createElement('c-rule-modal', { is: RuleModal });
    Object.assign(element, { ruleSetId: 'a1', columns: COLUMNS, rule });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => { jest.clearAllMocks(); });

  it('saves what was entered and leaves out what is empty', async () => {
    await place();
    callSave.mockResolvedValue(undefined);
    enter('Name', { value: 'Lamps' });
    enter('SKU', { value: 'lamp-1' });
    enter('Quantity', { value: '4' });
    enter('Needs Receipt', { checked: true });
    const moment = element.shadowRoot!.querySelector<HTMLInputElement>('input[type="datetime-local"]')!;
    moment.value = '2026-11-27T08:00';
    moment.dispatchEvent(new CustomEvent('change'));
    await save();
    expect(callSave).toHaveBeenCalledWith({ ruleSetId: 'a1', ruleId: null, values: { Name: 'Lamps', SKU__c: 'lamp-1', Starts_At__c: new Date(2026, 10, 27, 8).toISOString(), Quantity__c: '4', Needs_Receipt__c: 'true' } });
    expect(mockClosed).toHaveBeenCalledWith('saved');
    await expect(element).toBeAccessible();
  });

  it('begins with what the rule says, and empties what is taken away', async () => {
    await place({ ruleId: 'r1', name: 'Lamps', priority: 10, values: { SKU__c: 'LAMP-1', Quantity__c: '4' } });
    callSave.mockResolvedValue(undefined);
    expect(field('Quantity')['value']).toBe('4');
    enter('SKU', { value: '' });
    await save();
    expect(callSave).toHaveBeenCalledWith({ ruleSetId: 'a1', ruleId: 'r1', values: { Name: 'Lamps', Priority__c: '10', Quantity__c: '4' } });
  });

  it('stays open with the reason of a refusal', async () => {
    await place();
    callSave.mockRejectedValue({ body: { message: 'Enter 0 units or more.' } });
    await save();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Enter 0 units or more.');
    expect(mockClosed).not.toHaveBeenCalled();
  });
});
