import { createElement } from 'lwc';
import GapList from 'c/gapList';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';

jest.mock('@salesforce/apex/IntegrationHealthController.getConcerns', () => ({ default: jest.fn() }), { virtual: true });

const NOW = 1_795_000_000_000;
const GAP = { exceptionId: 'x1', source: 'TILL', register: 'LON-01-2', businessDay: '2026-11-21', firstMissing: 11, lastMissing: 14, happenedAtMillis: NOW - 600_000 };
const mock = getConcerns as unknown as jest.Mock;

describe('c-gap-list', () => {
  let element: HTMLElement & { refresh(): Promise<void> };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  };
  const show = async (...pages: unknown[]): Promise<void> => {
    mock.mockReset();
    for (const page of pages) mock.mockResolvedValueOnce(page);
    element = createElement('c-gap-list', { is: GapList });
    Object.assign(element, { nowMillis: NOW });
    document.body.replaceChildren(element);
    await settle();
  };
  const rows = (): string[] => [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => row.textContent!);

  it('shows which numbers of which register are missing, and is accessible', async () => {
    await show({ rows: [GAP, { ...GAP, exceptionId: 'x2', firstMissing: 20, lastMissing: 20 }], isMore: false });
    expect(rows()[0]).toContain('11 to 14');
    expect(rows()[0]).toContain('10 min ago');
    expect(rows()[1]).toContain('20');
    await expect(element).toBeAccessible();
  });

  it('says that no number is missing', async () => {
    await show({ rows: [], isMore: false });
    expect(element.shadowRoot!.textContent).toContain('No number is missing.');
    await expect(element).toBeAccessible();
  });

  it('pages on, and keeps what is shown', async () => {
    await show({ rows: [GAP], isMore: true }, { rows: [{ ...GAP, exceptionId: 'x2', firstMissing: 30, lastMissing: 31 }], isMore: false });
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    await settle();
    expect(mock).toHaveBeenLastCalledWith({ type: 'SequenceGap', source: null, reason: null, afterId: 'x1' });
    expect(rows()).toHaveLength(2);
  });

  it('looks again when it is told to, and says what failed', async () => {
    await show({ rows: [GAP], isMore: false });
    mock.mockRejectedValueOnce({ body: { message: 'The org is busy.' } });
    await element.refresh();
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('The org is busy.');
    expect(rows()).toHaveLength(1);
    mock.mockResolvedValueOnce({ rows: [], isMore: false });
    await element.refresh();
    await settle();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toBe('');
  });
});
