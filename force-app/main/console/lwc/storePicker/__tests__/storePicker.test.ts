import { createElement } from 'lwc';
import StorePicker from 'c/storePicker';
import { storesOf } from 'c/chosenStore';

type Picker = HTMLElement & { stores: unknown; value: string };

describe('c-store-picker', () => {
  const place = async (choices: Parameters<typeof storesOf>[0]): Promise<Picker> => {
    const element = createElement('c-store-picker', { is: StorePicker }) as Picker;
    element.stores = storesOf(choices);
    element.value = 'B';
    document.body.replaceChildren(element);
    await Promise.resolve();
    return element;
  };
  type Box = HTMLElement & { options: { label: string }[] };

  it('offers my stores first and marks the others as for looking only', async () => {
    const element = await place([{ code: 'A', name: 'Aldgate' }, { code: 'B', name: 'Borough', isMine: true }]);
    expect(element.shadowRoot!.querySelector<Box>('lightning-combobox')!.options.map(({ label }) => label)).toEqual(['Borough', 'Aldgate (view only)']);
    await expect(element).toBeAccessible();
  });

  it('marks nothing for somebody who looks after all stores', async () => {
    const element = await place([{ code: 'A', name: 'Aldgate' }, { code: 'B', name: 'Borough' }]);
    expect(element.shadowRoot!.querySelector<Box>('lightning-combobox')!.options.map(({ label }) => label)).toEqual(['Aldgate', 'Borough']);
  });

  it('names the only store instead of offering a choice of one', async () => {
    const element = await place([{ code: 'B', name: 'Borough', isMine: true }]);
    expect(element.shadowRoot!.querySelector('lightning-combobox')).toBeNull();
    expect(element.shadowRoot!.textContent).toBe('Borough');
  });

  it('tells which store was chosen', async () => {
    const element = await place([{ code: 'A', name: 'Aldgate' }, { code: 'B', name: 'Borough' }]);
    const chosen: unknown[] = [];
    element.addEventListener('storechoose', (event) => chosen.push((event as CustomEvent).detail));
    element.shadowRoot!.querySelector('lightning-combobox')!.dispatchEvent(new CustomEvent('change', { detail: { value: 'A' } }));
    expect(chosen).toEqual(['A']);
  });
});
