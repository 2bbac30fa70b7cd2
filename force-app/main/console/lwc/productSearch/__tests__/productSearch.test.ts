import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import ProductSearch from 'c/productSearch';
import { playTone } from 'c/scanSound';
import findProducts from '@salesforce/apex/AvailabilityController.findProducts';

jest.mock('c/scanSound', () => ({ playTone: jest.fn() }));
jest.mock('@salesforce/apex/AvailabilityController.findProducts', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });

const wire = findProducts as unknown as { emit(data: unknown): void; error(body: unknown): void; getLastConfig(): { term?: string } | undefined };
const hits = [{ sku: 'MUG-1', name: 'Blue mug', imageUrl: null }, { sku: 'MUG-2', name: 'Red mug', imageUrl: null }];

describe('c-product-search', () => {
  let element: HTMLElement;
  let chosen: jest.Mock;
  const input = (): HTMLInputElement => element.shadowRoot!.querySelector('input')!;
  const options = (): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>('[role="option"]')];
  const type = (text: string): void => {
    input().value = text;
    input().dispatchEvent(new Event('input'));
  };
  const press = (key: string): void => {
    input().dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  };
  const answer = async (data: unknown): Promise<void> => {
    wire.emit(data);
    await Promise.resolve();
  };

  beforeEach(() => {
    localStorage.clear();
    jest.useFakeTimers();
    element = createElement('c-product-search', { is: ProductSearch });
    chosen = jest.fn();
    element.addEventListener('productselect', (event) => chosen((event as CustomEvent).detail));
    document.body.replaceChildren(element);
  });
  afterEach(() => jest.useRealTimers());

  it('asks once typing pauses, and not for a single letter', async () => {
    type('m');
    await jest.advanceTimersByTimeAsync(300);
    expect(wire.getLastConfig()?.term).toBeUndefined();
    type('mu');
    type('mug');
    await jest.advanceTimersByTimeAsync(199);
    expect(wire.getLastConfig()?.term).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(wire.getLastConfig()?.term).toBe('mug');
  });

  it('shows what was found and lets the arrow keys and Enter choose', async () => {
    type('mug');
    await jest.advanceTimersByTimeAsync(200);
    await answer(hits);
    expect(options().map((option) => option.textContent)).toEqual(['Blue mugMUG-1', 'Red mugMUG-2']);
    press('ArrowUp');
    press('Enter');
    expect(chosen).toHaveBeenCalledWith({ sku: 'MUG-2', name: 'Red mug' });
  });

  it('chooses by mouse', async () => {
    type('mug');
    await jest.advanceTimersByTimeAsync(200);
    await answer(hits);
    options()[0]!.click();
    expect(chosen).toHaveBeenCalledWith({ sku: 'MUG-1', name: 'Blue mug' });
  });

  it('takes a scan: Enter asks at once and chooses the only hit when it arrives', async () => {
    type('4006381333931');
    press('Enter');
    await jest.advanceTimersByTimeAsync(0);
    expect(wire.getLastConfig()?.term).toBe('4006381333931');
    await answer([hits[0]]);
    expect(chosen).toHaveBeenCalledWith({ sku: 'MUG-1', name: 'Blue mug' });
  });

  describe('when scans come faster than answers', () => {
    const scan = (code: string): void => {
      type(code);
      press('Enter');
    };
    const skus = (): unknown[] => chosen.mock.calls.map(([select]) => (select as { sku: string }).sku);
    const asked = async (): Promise<string | undefined> => {
      await jest.advanceTimersByTimeAsync(0);
      return wire.getLastConfig()?.term;
    };

    it('takes each of them, in their order', async () => {
      scan('4006381333931');
      scan('96385074');
      scan('MUG-1');
      expect(await asked()).toBe('4006381333931');
      await answer([hits[0]]);
      expect(await asked()).toBe('96385074');
      await answer([hits[1]]);
      expect(await asked()).toBe('MUG-1');
      await answer(hits);
      expect(skus()).toEqual(['MUG-1', 'MUG-2', 'MUG-1']);
      expect(input().value).toBe('Blue mug');
    });

    it('takes the same code as often as it was scanned', async () => {
      scan('4006381333931');
      scan('4006381333931');
      scan('4006381333931');
      await asked();
      await answer([hits[0]]);
      expect(skus()).toEqual(['MUG-1', 'MUG-1', 'MUG-1']);
    });

    it('takes a second Enter for impatience', async () => {
      scan('4006381333931');
      press('Enter');
      await asked();
      await answer([hits[0]]);
      expect(skus()).toEqual(['MUG-1']);
    });

    it('leaves alone what is being scanned while an answer comes', async () => {
      scan('4006381333931');
      type('9638');
      await asked();
      await answer([hits[0]]);
      expect(skus()).toEqual(['MUG-1']);
      expect(input().value).toBe('9638');
      scan('96385074');
      expect(await asked()).toBe('96385074');
    });

    it('says which of them no certain product has, and goes on', async () => {
      scan('MUG');
      scan('96385074');
      await asked();
      await answer(hits);
      expect(await asked()).toBe('96385074');
      await answer([hits[1]]);
      expect(skus()).toEqual(['MUG-2']);
      expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Not taken: MUG. Look it up again.');
      expect(playTone).toHaveBeenCalledWith('bad');
      element.shadowRoot!.querySelector<HTMLElement>('[role="alert"] lightning-button')!.click();
      await asked();
      expect(element.shadowRoot!.querySelector('[role="alert"]')).toBeNull();
    });

    it('says so when the org could not be asked about those that wait', async () => {
      scan('4006381333931');
      scan('96385074');
      await asked();
      wire.error({ message: 'Too slow' });
      await asked();
      expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Not taken: 4006381333931, 96385074. Look them up again.');
      expect(element.shadowRoot!.querySelector('[role="status"]')!.textContent).toBe('Too slow');
    });
  });

  it('never chooses for a scan what was found for the one before', async () => {
    type('mug');
    press('Enter');
    await jest.advanceTimersByTimeAsync(0);
    await answer(hits);
    type('96385074');
    press('Enter');
    expect(chosen).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(0);
    await answer([hits[1]]);
    expect(chosen).toHaveBeenCalledWith({ sku: 'MUG-2', name: 'Red mug' });
  });

  it('shows the name of what was chosen by mouse', async () => {
    type('mug');
    await jest.advanceTimersByTimeAsync(200);
    await answer(hits);
    options()[1]!.click();
    expect(input().value).toBe('Red mug');
  });

  it('chooses an exact SKU among several hits, and leaves the choice open otherwise', async () => {
    type('mug-2');
    press('Enter');
    await jest.advanceTimersByTimeAsync(0);
    await answer(hits);
    expect(chosen).toHaveBeenCalledTimes(1);
    type('mug');
    press('Enter');
    await jest.advanceTimersByTimeAsync(0);
    await answer(hits);
    expect(chosen).toHaveBeenCalledTimes(1);
    expect(input().getAttribute('aria-expanded')).toBe('true');
  });

  it('says when nothing was found', async () => {
    type('zzz');
    await jest.advanceTimersByTimeAsync(200);
    await answer([]);
    expect(element.shadowRoot!.querySelector('#hits p, [role="listbox"] p')!.textContent).toContain('zzz');
  });

  it('says why a search failed, and asks again on Enter', async () => {
    type('mug');
    await jest.advanceTimersByTimeAsync(200);
    wire.error({ message: 'Too slow' });
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('[role="status"]')!.textContent).toBe('Too slow');
    press('Enter');
    await jest.advanceTimersByTimeAsync(0);
    expect(wire.getLastConfig()?.term).toBe('mug');
  });

  it('closes on Escape and empties on a second one', async () => {
    type('mug');
    await jest.advanceTimersByTimeAsync(200);
    await answer(hits);
    press('Escape');
    await Promise.resolve();
    expect(input().getAttribute('aria-expanded')).toBe('false');
    press('Escape');
    expect(input().value).toBe('');
  });

  it('is accessible with its list open', async () => {
    type('mug');
    await jest.advanceTimersByTimeAsync(200);
    await answer(hits);
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('chooses the product whose short code was typed among others whose names contain it', async () => {
    type('4011');
    press('Enter');
    await answer([{ sku: 'A', name: 'Lamp 4011', imageUrl: null }, { sku: 'B', name: 'Chair', imageUrl: null, shortCode: '4011' }]);
    expect(chosen).toHaveBeenCalledWith({ sku: 'B', name: 'Chair' });
  });

  it('offers what was looked at lately while nothing is typed', async () => {
    type('mug');
    press('Enter');
    await answer([hits[0]]);
    type('');
    input().dispatchEvent(new FocusEvent('focus'));
    await Promise.resolve();
    expect(options().map((option) => option.dataset['sku'])).toEqual(['MUG-1']);
    press('ArrowDown');
    press('Enter');
    expect(chosen).toHaveBeenCalledTimes(2);
  });
});
