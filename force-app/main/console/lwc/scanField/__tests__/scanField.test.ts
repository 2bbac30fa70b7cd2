import { createElement } from 'lwc';
import ScanField from 'c/scanField';
import { playTone } from 'c/scanSound';

jest.mock('c/scanSound', () => ({ playTone: jest.fn() }));

type Field = HTMLElement & { isBusy: boolean; takeKey(event: KeyboardEvent): void };

describe('c-scan-field', () => {
  let element: Field;
  let scans: { code: string; isTyped: boolean }[];
  let now: number;
  const input = (): HTMLInputElement => element.shadowRoot!.querySelector('input')!;

  /** The browser's own clock of events is replaced by the fake one. */
  const at = <Kind extends Event>(event: Kind): Kind => {
    Object.defineProperty(event, 'timeStamp', { value: now });
    return event;
  };
  const wait = (milliseconds: number): void => {
    now += milliseconds;
    jest.advanceTimersByTime(milliseconds);
  };
  const press = (key: string, target: EventTarget = input(), options: KeyboardEventInit = {}): KeyboardEvent => {
    const event = at(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...options }));
    target.dispatchEvent(event);
    return event;
  };
  const type = (text: string, gap: number): void => {
    for (const character of text) {
      wait(gap);
      if (!press(character).defaultPrevented) {
        input().value += character;
        input().dispatchEvent(at(new InputEvent('input', { data: character, inputType: 'insertText' })));
      }
    }
  };

  beforeEach(() => {
    jest.useFakeTimers();
    jest.mocked(playTone).mockClear();
    now = 1000;
    scans = [];
    // jsdom lays nothing out; the field is on the screen.
    jest.spyOn(HTMLInputElement.prototype, 'getClientRects').mockReturnValue([{}] as unknown as DOMRectList);
    element = createElement('c-scan-field', { is: ScanField }) as Field;
    element.addEventListener('scan', (event) => scans.push((event as CustomEvent).detail as never));
    document.body.replaceChildren(element);
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('has the focus from the start, and is accessible', async () => {
    expect(element.shadowRoot!.activeElement).toBe(input());
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it.each(['Enter', 'Tab'])('takes a burst that ends with %s', (terminator) => {
    type('4006381333931', 5);
    wait(5);
    expect(press(terminator).defaultPrevented).toBe(true);
    expect(scans).toEqual([{ code: '4006381333931', isTyped: false }]);
    expect(input().value).toBe('');
  });

  it('takes a burst that ends with silence, once', () => {
    type('4006381333931', 5);
    wait(89);
    expect(scans).toEqual([]);
    wait(1);
    expect(scans).toEqual([{ code: '4006381333931', isTyped: false }]);
    wait(1000);
    expect(scans).toHaveLength(1);
  });

  it('takes two bursts one after the other', () => {
    type('96385074', 5);
    press('Enter');
    type('4006381333931', 5);
    press('Enter');
    expect(scans.map(({ code }) => code)).toEqual(['96385074', '4006381333931']);
  });

  it('waits for Enter when somebody types, and says that it was typed', () => {
    type('4006381333931', 120);
    wait(5000);
    expect(scans).toEqual([]);
    press('Enter');
    expect(scans).toEqual([{ code: '4006381333931', isTyped: true }]);
  });

  it('leaves Tab to the keyboard user', () => {
    type('4711', 120);
    wait(300);
    expect(press('Tab').defaultPrevented).toBe(false);
    expect(scans).toEqual([]);
  });

  it('understands the separator of GS1 labels, typed as Ctrl and ]', () => {
    type(']C101040063813339311', 5);
    input().value = input().value.slice(0, -1);
    type('10LOT7', 5);
    wait(5);
    press(']', input(), { ctrlKey: true });
    type('302', 5);
    press('Enter');
    expect(scans[0]!.code).toBe(']C1010400638133393110LOT7\u001d302');
  });

  it('takes what a scanner app inserts at once', () => {
    input().value = '4006381333931';
    input().dispatchEvent(at(new InputEvent('input', { data: '4006381333931', inputType: 'insertText' })));
    wait(90);
    expect(scans).toEqual([{ code: '4006381333931', isTyped: false }]);
  });

  it('forgets what was begun on Escape', () => {
    type('400', 120);
    press('Escape');
    press('Enter');
    expect(scans).toEqual([]);
  });

  it('takes a scan that begins while nothing has the focus', () => {
    input().blur();
    press('4', document.body);
    expect(element.shadowRoot!.activeElement).toBe(input());
    type('006381333931', 5);
    press('Enter');
    expect(scans).toEqual([{ code: '4006381333931', isTyped: false }]);
  });

  it('takes the focus back when the screen is ready again', async () => {
    element.isBusy = true;
    await Promise.resolve();
    input().blur();
    element.isBusy = false;
    await Promise.resolve();
    expect(element.shadowRoot!.activeElement).toBe(input());
  });

  describe('while the screen is busy', () => {
    const turn = async (): Promise<void> => {
      for (let microtask = 0; microtask < 6; microtask += 1) await Promise.resolve();
    };
    const scan = (code: string): void => {
      type(code, 5);
      press('Enter');
    };
    beforeEach(async () => {
      element.isBusy = true;
      await turn();
      scan('96385074');
      scan('4006381333931');
    });

    it('takes every key, and tells no scan yet', () => {
      expect(input().disabled).toBe(false);
      expect(input().placeholder).toBe('One moment: scans are kept');
      expect(scans).toEqual([]);
    });

    it('tells the scans in their order as soon as the screen is ready', async () => {
      element.isBusy = false;
      await turn();
      expect(scans.map(({ code }) => code)).toEqual(['96385074', '4006381333931']);
    });

    it('tells a scan that was begun then whole', async () => {
      type('50', 5);
      element.isBusy = false;
      await turn();
      scan('1234500012');
      expect(scans.map(({ code }) => code)).toEqual(['96385074', '4006381333931', '501234500012']);
    });

    it('keeps the second when the first makes the screen busy again', async () => {
      element.addEventListener('scan', () => {
        element.isBusy = true;
      });
      element.isBusy = false;
      await turn();
      expect(scans.map(({ code }) => code)).toEqual(['96385074']);
      element.isBusy = false;
      await turn();
      expect(scans.map(({ code }) => code)).toEqual(['96385074', '4006381333931']);
    });

    it('warns when the screen goes on without them', () => {
      expect(playTone).not.toHaveBeenCalled();
      document.body.replaceChildren();
      expect(playTone).toHaveBeenCalledWith('bad');
      expect(scans).toEqual([]);
    });
  });

  it('takes nothing that is typed into another field', () => {
    const other = document.createElement('input');
    document.body.append(other);
    other.focus();
    press('4', other);
    expect(input().value).toBe('');
    other.addEventListener('keydown', (event) => element.takeKey(event));
    press('4', other);
    expect(input().value).toBe('');
    expect(document.activeElement).toBe(other);
  });

  it('takes keys from buttons of its screen, but not the space bar, which presses them', () => {
    const button = document.createElement('button');
    document.body.append(button);
    button.focus();
    button.addEventListener('keydown', (event) => element.takeKey(event));
    press(' ', button);
    expect(document.activeElement).toBe(button);
    press('4', button);
    expect(input().value).toBe('4');
  });

  it('takes keys from radio buttons and checkboxes, which have no use for them', () => {
    const radio = Object.assign(document.createElement('input'), { type: 'radio' });
    document.body.append(radio);
    radio.focus();
    radio.addEventListener('keydown', (event) => element.takeKey(event));
    press('4', radio);
    type('006381333931', 5);
    press('Enter');
    expect(scans).toEqual([{ code: '4006381333931', isTyped: false }]);
  });

  it('takes no shortcuts', () => {
    input().blur();
    press('r', document.body, { ctrlKey: true });
    expect(input().value).toBe('');
  });

  it('takes no stray keys while it is not on the screen', () => {
    (HTMLInputElement.prototype.getClientRects as unknown as jest.Mock).mockReturnValue([]);
    input().blur();
    press('4', document.body);
    expect(input().value).toBe('');
  });

  it('brings up the screen keyboard only when asked', async () => {
    expect(input().getAttribute('inputmode')).toBe('none');
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button-icon')!.click();
    await Promise.resolve();
    expect(input().getAttribute('inputmode')).toBe('text');
  });
});
