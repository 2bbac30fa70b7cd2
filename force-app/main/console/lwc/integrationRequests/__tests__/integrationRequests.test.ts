import { createElement } from 'lwc';
import IntegrationRequests from 'c/integrationRequests';
import replay from '@salesforce/apex/IntegrationHealthController.replay';

jest.mock('@salesforce/apex/IntegrationHealthController.replay', () => ({ default: jest.fn() }), { virtual: true });

const mock = replay as unknown as jest.Mock;
const COMMANDS = [
  { name: 'IC-3', kind: 'Replay', state: 'Open', source: 'TILL', fromMillis: 0, toMillis: 3_600_000, askedBy: 'Ada', askedAtMillis: 0 },
  { name: 'IC-2', kind: 'Redrive', state: 'Open', source: 'SAP', reason: 'GW-UNMAPPED', askedBy: 'Ada', askedAtMillis: 0, takenBy: 'gateway-1' },
  { name: 'IC-1', kind: 'Discard', state: 'Failed', workCount: 2, askedBy: 'Ada', askedAtMillis: 0, outcome: 'It failed: no disk' },
];

describe('c-integration-requests', () => {
  let element: HTMLElement;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  const show = async (parts: object = {}): Promise<void> => {
    element = createElement('c-integration-requests', { is: IntegrationRequests });
    Object.assign(element, { commands: COMMANDS, sources: ['SAP', 'TILL'], canManage: true, ...parts });
    document.body.replaceChildren(element);
    await settle();
  };
  const fill = (name: string, value: string): void => {
    const field = element.shadowRoot!.querySelector<HTMLInputElement>(`[name=${name}]`)!;
    field.value = value;
    field.dispatchEvent(new CustomEvent(name === 'source' ? 'change' : 'input'));
  };
  const submit = async (): Promise<void> => {
    element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
  };

  beforeEach(() => mock.mockReset());

  it('shows what was asked for and what came of it, and is accessible', async () => {
    await show();
    const rows = [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => row.textContent!);
    expect(rows[0]).toContain('Replay: TILL');
    expect(rows[0]).toContain('No gateway has heard of it yet');
    expect(rows[1]).toContain('Deliver again: SAP · GW-UNMAPPED');
    expect(rows[1]).toContain('gateway-1 is at it');
    expect(rows[2]).toContain('Discard: 2 dead letters');
    expect(rows[2]).toContain('It failed: no disk');
    await expect(element).toBeAccessible();
  });

  it('asks for a replay of a time', async () => {
    await show();
    fill('source', 'TILL');
    fill('from', '2026-11-21T08:00');
    fill('to', '2026-11-21T09:00');
    fill('note', 'lost a disk');
    mock.mockResolvedValue(undefined);
    await submit();
    expect(mock).toHaveBeenCalledWith({ source: 'TILL', fromMillis: Date.parse('2026-11-21T08:00'), toMillis: Date.parse('2026-11-21T09:00'), note: 'lost a disk' });
  });

  it('refuses a time that ends before it begins, and says what the org refused', async () => {
    await show();
    fill('source', 'TILL');
    fill('from', '2026-11-21T09:00');
    fill('to', '2026-11-21T08:00');
    await submit();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('ends after it begins');
    expect(mock).not.toHaveBeenCalled();
    fill('to', '2026-11-21T10:00');
    mock.mockRejectedValue({ body: { message: 'At most 31 days.' } });
    await submit();
    expect(element.shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('At most 31 days.');
  });

  it('offers no replay to who may not, or before there is a source', async () => {
    await show({ canManage: false });
    expect(element.shadowRoot!.querySelector('form')).toBeNull();
    await show({ sources: [], commands: [] });
    expect(element.shadowRoot!.querySelector('form')).toBeNull();
    expect(element.shadowRoot!.textContent).toContain('Nothing has been asked for.');
  });
});
