import { createElement } from 'lwc';
import ScanVerdict from 'c/scanVerdict';

jest.mock('@salesforce/apex/StoreTaskController.openTask', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/StoreTaskController.recordScans', () => ({ default: jest.fn() }), { virtual: true });

const verdict = (key: string, isGood: boolean): Record<string, unknown> => ({ key, outcome: isGood ? 'Accepted' : 'Wrong', isGood, title: isGood ? 'Blue mug' : 'Wrong item', detail: '1 of 3' });

describe('c-scan-verdict', () => {
  let element: HTMLElement & { verdict?: unknown; invitation?: string };
  const band = (): Element => element.shadowRoot!.querySelector('.band')!;
  const spoken = (): string => element.shadowRoot!.querySelector('[role="status"]')!.textContent!;

  beforeEach(() => {
    element = createElement('c-scan-verdict', { is: ScanVerdict });
    document.body.replaceChildren(element);
  });

  it('invites to scan what is next', async () => {
    element.invitation = 'Scan Blue mug';
    await Promise.resolve();
    expect(band().textContent).toContain('Scan Blue mug');
    expect(spoken()).toBe('');
    await expect(element).toBeAccessible();
  });

  it('tells right from wrong by words and sign, not by colour alone', async () => {
    element.verdict = verdict('1', true);
    await Promise.resolve();
    expect(spoken()).toContain('Right: Blue mug. 1 of 3');
    expect(band().querySelector<HTMLElement & { iconName: string }>('lightning-icon')!.iconName).toBe('utility:check');
    element.verdict = verdict('2', false);
    await Promise.resolve();
    expect(spoken()).toContain('Stop: Wrong item');
    expect(band().className).toContain('band_bad');
    expect(band().querySelector<HTMLElement & { iconName: string }>('lightning-icon')!.iconName).toBe('utility:close');
    await expect(element).toBeAccessible();
  });

  it('flashes and speaks again for the same verdict of another scan, and not for the same scan', async () => {
    element.verdict = verdict('1', false);
    await Promise.resolve();
    const first = [band().className, spoken()];
    element.verdict = { ...verdict('1', false) };
    await Promise.resolve();
    expect([band().className, spoken()]).toEqual(first);
    element.verdict = verdict('2', false);
    await Promise.resolve();
    expect(band().className).not.toBe(first[0]);
    expect(spoken()).not.toBe(first[1]);
    expect(spoken().trim()).toBe(first[1]!.trim());
  });
});
