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

  describe('with the focus on a figure', () => {
    let now = 1000;
    let codes: string[];
    const at = <Kind extends Event>(event: Kind): Kind => {
      Object.defineProperty(event, 'timeStamp', { value: now });
      return event;
    };
    const press = (key: string, gap: number, options: KeyboardEventInit = {}): KeyboardEvent => {
      now += gap;
      jest.advanceTimersByTime(gap);
      const event = at(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...options }));
      field().dispatchEvent(event);
      if (/^[0-9]$/.test(key)) field().value += key;
      return event;
    };
    const type = (text: string, gap: number): void => {
      for (const character of text) press(character, gap);
    };

    beforeEach(async () => {
      jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
      await place([LAMP]);
      codes = [];
      element.addEventListener('scan', (event) => codes.push((event as CustomEvent<{ code: string }>).detail.code));
    });
    afterEach(() => jest.useRealTimers());

    it.each(['Enter', 'Tab'])('takes a scan that ends with %s for a scan, and leaves the figure as it was', (terminator) => {
      type('4006381333931', 5);
      expect(press(terminator, 5).defaultPrevented).toBe(true);
      expect(codes).toEqual(['4006381333931']);
      expect(field().value).toBe('2');
      expect(changes).toEqual([]);
    });

    it('takes a scan that ends with silence, and the next one', () => {
      type('4006381333931', 5);
      jest.advanceTimersByTime(90);
      type('96385074', 5);
      press('Enter', 5);
      expect(codes).toEqual(['4006381333931', '96385074']);
      expect(field().value).toBe('2');
    });

    it('takes codes with letters and separators', () => {
      press('Shift', 500);
      type('LAMP', 5);
      press(']', 5, { ctrlKey: true });
      type('10', 5);
      press('Enter', 5);
      expect(codes).toEqual(['LAMP\u001d10']);
    });

    it('counts first what somebody typed before the scan', () => {
      field().value = '';
      type('7', 300);
      now += 400;
      type('96385074', 5);
      press('Enter', 5);
      expect(changes).toEqual([{ key: 'LAMP-1', quantity: 7 }]);
      expect(codes).toEqual(['96385074']);
      expect(field().value).toBe('7');
    });

    it('leaves to fingers what fingers type', () => {
      type('1250', 120);
      expect(press('Enter', 120).defaultPrevented).toBe(false);
      press('Tab', 300);
      jest.advanceTimersByTime(1000);
      expect(codes).toEqual([]);
      expect(field().value).toBe('21250');
    });

    it('forgets a code that is broken off', () => {
      type('400638', 5);
      press('Backspace', 5);
      jest.advanceTimersByTime(1000);
      expect(codes).toEqual([]);
    });
  });
});
