import { createElement } from 'lwc';
import PutAway from 'c/putAway';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });

const line = (picked: number): Record<string, unknown> => ({ lineId: '1', sku: 'MUG', productName: 'Blue mug', quantity: 2, picked, missing: 0, remaining: 2 - picked, isDone: picked === 2 });

describe('c-put-away', () => {
  let element: HTMLElement & Record<string, unknown>;
  const desk = (): HTMLElement & Record<string, unknown> => element.shadowRoot!.querySelector('c-scan-desk')!;
  const finish = (): HTMLButtonElement | null => element.shadowRoot!.querySelector('button');

  beforeEach(() => {
    element = createElement('c-put-away', { is: PutAway }) as never;
    Object.assign(element, { lines: [line(1)], currentLineId: '1' });
    document.body.replaceChildren(element);
  });

  it('scans goods back like they were picked', async () => {
    const scans = jest.fn();
    element.addEventListener('scan', (event) => { scans((event as CustomEvent).detail); });
    desk().dispatchEvent(new CustomEvent('scan', { detail: { code: 'X', isTyped: false } }));
    expect(scans).toHaveBeenCalledWith({ code: 'X', isTyped: false });
    expect(desk()['kind']).toBe('PutAway');
    await expect(element).toBeAccessible();
  });

  it('can be finished when everything is back and counted', async () => {
    expect(finish()).toBeNull();
    element['lines'] = [line(2)];
    element['waitingScans'] = 1;
    await Promise.resolve();
    expect(finish()!.disabled).toBe(true);
    element['waitingScans'] = 0;
    await Promise.resolve();
    const finished = jest.fn();
    element.addEventListener('finish', finished);
    finish()!.click();
    expect(finished).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });
});
