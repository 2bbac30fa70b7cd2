import { createElement } from 'lwc';
import RegisterList from 'c/registerList';
import getRegisters from '@salesforce/apex/IntegrationHealthController.getRegisters';

jest.mock('@salesforce/apex/IntegrationHealthController.getRegisters', () => ({ default: jest.fn() }), { virtual: true });

const NOW = 1_795_000_000_000;
const REGISTER = { key: 'TILL|LON-01-2', source: 'TILL', name: 'LON-01-2', businessDay: '2026-11-21', contiguous: 117, last: 130, openGaps: 1, lastEventAtMillis: NOW - 600_000 };
const mock = getRegisters as unknown as jest.Mock;

describe('c-register-list', () => {
  let element: HTMLElement & { refresh(): Promise<void> };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  };
  const show = async (...pages: unknown[]): Promise<void> => {
    mock.mockReset();
    for (const page of pages) mock.mockResolvedValueOnce(page);
    element = createElement('c-register-list', { is: RegisterList });
    Object.assign(element, { nowMillis: NOW });
    document.body.replaceChildren(element);
    await settle();
  };
  const rows = (): string[] => [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent).join(' '));
  const type = (text: string): void => {
    const input = element.shadowRoot!.querySelector('input')!;
    input.value = text;
    input.dispatchEvent(new CustomEvent('input'));
  };

  afterEach(() => jest.useRealTimers());

  it('shows how far each register has told, and is accessible', async () => {
    await show({ rows: [REGISTER, { key: 'TILL|MAN-01-1', source: 'TILL', name: 'MAN-01-1', contiguous: 9, last: 9, openGaps: 0, lastEventAtMillis: null }], isMore: false });
    expect(rows()).toEqual(['LON-01-2 TILL 2026-11-21 117 130 1 10 min ago', expect.stringContaining('MAN-01-1 TILL runs on 9 9 0')]);
    await expect(element).toBeAccessible();
  });

  it('finds what begins with what is typed, once typing has stopped', async () => {
    jest.useFakeTimers();
    await show({ rows: [REGISTER], isMore: false });
    mock.mockResolvedValue({ rows: [], isMore: false });
    type('L');
    type('LX');
    await jest.advanceTimersByTimeAsync(300);
    expect(mock).toHaveBeenCalledTimes(2);
    expect(mock).toHaveBeenLastCalledWith({ startsWith: 'LX', afterKey: null });
    expect(element.shadowRoot!.textContent).toContain('No register begins with “LX”.');
  });

  it('pages on after the last one it shows', async () => {
    await show({ rows: [REGISTER], isMore: true }, { rows: [{ ...REGISTER, key: 'TILL|LON-01-3', name: 'LON-01-3' }], isMore: false });
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(mock).toHaveBeenLastCalledWith({ startsWith: '', afterKey: 'TILL|LON-01-2' });
    expect(rows()).toHaveLength(2);
  });

  it('shows the answer to what was asked last, and says what failed', async () => {
    let answerLate: (page: unknown) => void = () => undefined;
    await show({ rows: [REGISTER], isMore: false });
    mock.mockReturnValueOnce(new Promise((resolve) => { answerLate = resolve; })).mockRejectedValueOnce({ body: { message: 'The org is busy.' } });
    void element.refresh();
    await element.refresh();
    answerLate({ rows: [], isMore: false });
    await settle();
    expect(rows()).toHaveLength(1);
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('The org is busy.');
  });
});
