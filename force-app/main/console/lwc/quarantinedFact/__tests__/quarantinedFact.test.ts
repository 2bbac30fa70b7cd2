import { createElement } from 'lwc';
import QuarantinedFact from 'c/quarantinedFact';

type Fact = HTMLElement & { fact: unknown; isBusy: boolean };

const FACT = {
  entryId: 'e1', key: 'T-1', intent: 'StockSold', sku: 'NEW-1', locationCode: 'LYON', quantity: 2, source: 'TILL', register: 'R-3', reference: null, sequence: '9007199254740993',
  occurredAtMillis: Date.UTC(2026, 10, 21, 12), receivedAtMillis: Date.UTC(2026, 10, 21, 13), code: 'HF-UNKNOWN-SKU', message: 'There is no product with the SKU "NEW-1".', isDrivable: true,
};

describe('c-quarantined-fact', () => {
  let element: Fact;
  let driven: string[];
  let discarded: unknown[];
  const button = (label: string): HTMLButtonElement | undefined => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent!.trim() === label);
  const text = (): string => element.shadowRoot!.textContent!;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  const press = async (label: string): Promise<void> => {
    button(label)!.click();
    await settle();
  };
  const show = async (fact: unknown = FACT): Promise<void> => {
    element = createElement('c-quarantined-fact', { is: QuarantinedFact }) as Fact;
    element.fact = fact;
    [driven, discarded] = [[], []];
    element.addEventListener('drive', (event) => driven.push((event as CustomEvent<string>).detail));
    element.addEventListener('discard', (event) => discarded.push((event as CustomEvent).detail));
    document.body.replaceChildren(element);
    await settle();
  };
  const open = async (): Promise<void> => {
    element.shadowRoot!.querySelector<HTMLElement>('button.head')!.click();
    await settle();
  };

  it('says in one line what was told, and why it waits', async () => {
    await show();
    expect(element.shadowRoot!.querySelector('.title')!.textContent).toBe('Sold: 2 × NEW-1 at LYON');
    expect(text()).toContain('There is no product with the SKU "NEW-1".');
    expect(element.shadowRoot!.querySelector('dl')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows on request everything that was said, and nothing that was not', async () => {
    await show();
    await open();
    const names = [...element.shadowRoot!.querySelectorAll('dt')].map((name) => name.textContent);
    expect(names).toEqual(['Intent', 'SKU', 'Location', 'Quantity', 'Happened', 'Came', 'Source', 'Key', 'Register', 'Sequence']);
    expect(text()).toContain('9007199254740993');
    await expect(element).toBeAccessible();
  });

  it('names what a malformed fact lacks', async () => {
    await show({ entryId: 'e2', intent: 'StockSold', code: 'HF-MALFORMED', message: 'SKU__c is missing.', isDrivable: true });
    expect(element.shadowRoot!.querySelector('.title')!.textContent).toBe('Sold: no quantity × no SKU at no location');
  });

  it('is tried again', async () => {
    await show();
    await open();
    await press('Try again');
    expect(driven).toEqual(['e1']);
  });

  it('offers no second try to a fact whose key is taken', async () => {
    await show({ ...FACT, isDrivable: false });
    await open();
    expect(button('Try again')).toBeUndefined();
    expect(button('Discard')).toBeDefined();
  });

  it('is discarded for a reason, which is asked for', async () => {
    await show();
    await open();
    await press('Discard');
    const field = element.shadowRoot!.querySelector<HTMLInputElement>('input.reason')!;
    expect(element.shadowRoot!.activeElement).toBe(field);
    const form = element.shadowRoot!.querySelector('form')!;
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    expect(discarded).toEqual([]);
    field.value = ' a test ';
    field.dispatchEvent(new InputEvent('input'));
    await settle();
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    expect(discarded).toEqual([{ entryId: 'e1', reason: 'a test' }]);
    await expect(element).toBeAccessible();
  });

  it('is kept when somebody thinks again', async () => {
    await show();
    await open();
    await press('Discard');
    element.shadowRoot!.querySelector('form')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settle();
    expect(element.shadowRoot!.querySelector('form')).toBeNull();
  });

  it('says who discarded it and why, and cannot be discarded twice', async () => {
    await show({ ...FACT, discardReason: 'a test of the interface', discardedBy: 'Ada Admin', discardedAtMillis: Date.UTC(2026, 10, 22, 9) });
    expect(text()).toMatch(/Discarded by Ada Admin, .*: a test of the interface/);
    await open();
    expect(button('Discard')).toBeUndefined();
    expect(button('Try again')).toBeDefined();
  });
});
