import { createElement } from 'lwc';
import StagePanel from 'c/stagePanel';

describe('c-stage-panel', () => {
  let element: HTMLElement & { summary?: string };
  let bays: string[];
  const scan = async (code: string): Promise<void> => {
    element.shadowRoot!.querySelector('c-scan-field')!.dispatchEvent(new CustomEvent('scan', { detail: { code, isTyped: false } }));
    await Promise.resolve();
  };
  const problem = (): string => element.shadowRoot!.querySelector('[role="alert"]')!.textContent!;

  beforeEach(() => {
    bays = [];
    element = createElement('c-stage-panel', { is: StagePanel });
    element.summary = '2 × Blue mug';
    element.addEventListener('stage', (event) => bays.push((event as CustomEvent<{ bay: string }>).detail.bay));
    document.body.replaceChildren(element);
  });

  it.each([['b-07', 'B-07'], ['BAY-B-07', 'B-07'], [' shelf 3 ', 'SHELF 3']])('stages in the bay that %s names', async (code, bay) => {
    await scan(code);
    expect(bays).toEqual([bay]);
    expect(problem()).toBe('');
  });

  it.each([['4006381333931', 'barcode'], ['', 'no bay'], ['X'.repeat(41), 'at most 40']])('refuses %s and says why', async (code, text) => {
    await scan(code);
    expect(bays).toEqual([]);
    expect(problem()).toContain(text);
  });

  it('is accessible', async () => {
    await expect(element).toBeAccessible();
  });
});
