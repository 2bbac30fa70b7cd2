import { createElement } from 'lwc';
import TallyList from 'c/tallyList';
import type { TallyLine } from 'c/tallyList';

type List = HTMLElement & { lines: readonly TallyLine[]; disabled: boolean };

const LAMP: TallyLine = { key: 'LAMP-1', name: 'Reading lamp', sku: 'LAMP-1', imageUrl: undefined, note: '4 to send', tally: 2, verdict: '2 still missing', tone: 'plain' };

describe('c-tally-list', () => {
  let element: List;
  let changes: unknown[];
  const place = async (lines: readonly TallyLine[]): Promise<void> => {
    element = createElement('c-tally-list', { is: TallyList }) as List;
    element.lines = lines;
    changes = [];
    element.addEventListener('tally', (event) => changes.push((event as CustomEvent).detail));
    document.body.replaceChildren(element);
    await Promise.resolve();
  };
  const field = (): HTMLInputElement => element.shadowRoot!.querySelector('input')!;
  const buttons = (): HTMLButtonElement[] => [...element.shadowRoot!.querySelectorAll('button')];

  it('names every control after its goods and is accessible', async () => {
    await place([LAMP]);
    expect(buttons().map((button) => button.getAttribute('aria-label'))).toEqual(['One fewer of Reading lamp', 'One more of Reading lamp']);
    expect(field().getAttribute('aria-label')).toBe('Quantity of Reading lamp');
    await expect(element).toBeAccessible();
  });

  it('tells a step up, a step down and a typed figure', async () => {
    await place([LAMP]);
    buttons()[1]!.click();
    buttons()[0]!.click();
    field().value = '7';
    field().dispatchEvent(new CustomEvent('change'));
    expect(changes).toEqual([{ key: 'LAMP-1', quantity: 3 }, { key: 'LAMP-1', quantity: 1 }, { key: 'LAMP-1', quantity: 7 }]);
  });

  it('goes no lower than nothing, and puts back what is no figure', async () => {
    await place([{ ...LAMP, tally: 0 }]);
    buttons()[0]!.click();
    field().value = '';
    field().dispatchEvent(new CustomEvent('change'));
    expect(changes).toEqual([{ key: 'LAMP-1', quantity: 0 }]);
    expect(field().value).toBe('0');
  });

  it('shows goods that are not counted without a counter', async () => {
    await place([{ ...LAMP, tally: undefined }]);
    expect(element.shadowRoot!.querySelector('input')).toBeNull();
    expect(element.shadowRoot!.textContent).toContain('Reading lamp');
  });
});
