import { createElement } from 'lwc';
import ScanDesk from 'c/scanDesk';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });

const line = (lineId: string, quantity: number, picked: number, missing = 0): Record<string, unknown> => ({ lineId, line: lineId, sku: `SKU-${lineId}`, productName: `Product ${lineId}`, place: `A-${lineId}`, quantity, picked, missing, remaining: quantity - picked - missing, isDone: quantity - picked - missing <= 0 });

type Desk = HTMLElement & Record<string, unknown> & { focus(): void };

describe('c-scan-desk', () => {
  let element: Desk;
  const rows = (): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>('li')];
  const events = (name: string): unknown[] => {
    const seen: unknown[] = [];
    element.addEventListener(name, (event) => seen.push((event as CustomEvent).detail));
    return seen;
  };
  const button = (label: string): HTMLButtonElement | undefined => [...element.shadowRoot!.querySelectorAll('button')].find((each) => each.textContent === label);

  beforeEach(() => {
    localStorage.clear();
    element = createElement('c-scan-desk', { is: ScanDesk }) as Desk;
    Object.assign(element, { lines: [line('1', 2, 2), line('2', 3, 1, 1), line('3', 1, 0)], currentLineId: '2', canReportMissing: true });
    document.body.replaceChildren(element);
  });

  it('shows what is next: name, place and how many', async () => {
    const next = element.shadowRoot!.querySelector('[aria-label="Next item"]')!.textContent;
    for (const part of ['Product 2', 'SKU-2', 'A-2', '1', 'to pick', '1 of 2 picked']) expect(next).toContain(part);
    await expect(element).toBeAccessible();
  });

  it('shows the walk, what is done, what is next and what is missing', () => {
    expect(rows().map((row) => [row.textContent!.includes('done'), row.getAttribute('aria-current')])).toEqual([[true, 'false'], [false, 'step'], [false, 'false']]);
    expect(rows()[1]!.textContent).toContain('1 missing');
    expect(rows()[1]!.textContent).toContain('1 / 2');
  });

  it('hands on scans, taps and reports of the line that is next', () => {
    const [scans, taps, reports] = [events('scan'), events('tap'), events('missing')];
    element.shadowRoot!.querySelector('c-scan-field')!.dispatchEvent(new CustomEvent('scan', { detail: { code: 'X', isTyped: false } }));
    button('Count 1 by hand')!.click();
    button('Cannot find it')!.click();
    expect([scans, taps, reports]).toEqual([[{ code: 'X', isTyped: false }], [{ lineId: '2' }], [{ lineId: '2' }]]);
  });

  it('gives the focus back to the scanner after a click, and leaves a keyboard user where he is', () => {
    const field = element.shadowRoot!.querySelector<HTMLElement>('c-scan-field')!;
    const focus = jest.spyOn(field, 'focus');
    button('Count 1 by hand')!.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 0 }));
    expect(focus).not.toHaveBeenCalled();
    button('Count 1 by hand')!.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 1 }));
    expect(focus).toHaveBeenCalledTimes(1);
  });

  it('speaks of putting back when goods go back', async () => {
    element['kind'] = 'PutAway';
    element['canReportMissing'] = false;
    await Promise.resolve();
    expect(element.shadowRoot!.textContent).toContain('Put back to');
    expect(button('Cannot find it')).toBeUndefined();
  });

  it('remembers that the sounds are off', async () => {
    const sound = element.shadowRoot!.querySelector<HTMLElement & { alternativeText: string }>('.tools > lightning-button-icon')!;
    sound.click();
    await Promise.resolve();
    expect(sound.alternativeText).toBe('Turn the scan sounds on');
    expect(localStorage.getItem('holdfast.scanSound')).toBe('muted');
  });

  it('says that scans are waiting', async () => {
    element['disturbance'] = 'No connection: 2 scans kept on this device.';
    await Promise.resolve();
    expect(element.shadowRoot!.querySelector('.disturbance')!.textContent).toContain('2 scans kept');
  });
});
