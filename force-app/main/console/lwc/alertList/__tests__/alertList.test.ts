import { createElement } from 'lwc';
import AlertList from 'c/alertList';
import retireGateways from '@salesforce/apex/IntegrationHealthController.retireGateways';

jest.mock('@salesforce/apex/IntegrationHealthController.retireGateways', () => ({ default: jest.fn() }), { virtual: true });

const NOW = 1_795_000_000_000;
const SLOW = { exceptionId: 'a1', type: 'ServiceLevel', message: 'Tills is slower than agreed.', raisedAtMillis: NOW - 60_000 };
const SILENT = { exceptionId: 'a2', type: 'GatewaySilent', message: 'Nothing has been heard of gateway G.', raisedAtMillis: NOW - 120_000 };
const mock = (method: unknown): jest.Mock => method as jest.Mock;

describe('c-alert-list', () => {
  let element: HTMLElement;
  let toasts: { title: string }[];
  let asked: number;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const all = <Found extends HTMLElement>(selector: string): Found[] => [...element.shadowRoot!.querySelectorAll<Found>(selector)];
  const click = async (text: string): Promise<void> => {
    all('button').find((one) => one.textContent!.includes(text))!.click();
    await settle();
  };
  const show = async (canManage = true): Promise<void> => {
    element = createElement('c-alert-list', { is: AlertList });
    toasts = [];
    asked = 0;
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent).detail as never));
    element.addEventListener('asked', () => (asked += 1));
    Object.assign(element, { alerts: [SLOW, SILENT], nowMillis: NOW, canManage });
    document.body.replaceChildren(element);
    await settle();
  };
  const retire = async (why: string): Promise<void> => {
    await click('Retire this gateway…');
    const input = all<HTMLInputElement>('input.note')[0]!;
    input.value = why;
    input.dispatchEvent(new CustomEvent('input'));
    all('form')[0]!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
  };

  beforeEach(() => jest.resetAllMocks());

  it('tells what is wrong and for how long, and is accessible', async () => {
    await show();
    expect(all('.alert').map((alert) => alert.textContent)).toEqual([expect.stringMatching(/Tills is slower than agreed\..*60 s ago/), expect.stringMatching(/Nothing has been heard of gateway G\..*2 min/)]);
    await expect(element).toBeAccessible();
    await click('Retire this gateway…');
    await expect(element).toBeAccessible();
  });

  it('offers to retire a silent gateway only, and only to who may', async () => {
    await show();
    expect(all('button')).toHaveLength(1);
    await show(false);
    expect(all('button')).toHaveLength(0);
  });

  it('retires with a reason, which Escape takes back', async () => {
    mock(retireGateways).mockResolvedValue(true);
    await show();
    await click('Retire this gateway…');
    all('form')[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(all('form')).toHaveLength(0);
    await retire('moved to the cloud');
    expect(mock(retireGateways)).toHaveBeenCalledWith({ exceptionId: 'a2', note: 'moved to the cloud' });
    expect(toasts).toEqual([expect.objectContaining({ title: 'Retired' })]);
    expect(asked).toBe(1);
    expect(all('form')).toHaveLength(0);
  });

  it('says that there is more, and why it was refused', async () => {
    mock(retireGateways).mockResolvedValueOnce(false).mockRejectedValueOnce({ body: { message: 'Gateway G is not gone.' } });
    await show();
    await retire('moved');
    expect(toasts).toEqual([expect.objectContaining({ title: 'Not all of it yet' })]);
    await retire('moved');
    expect(all<HTMLElement & { message?: string }>('c-problem-note')[0]!.message).toContain('Gateway G is not gone.');
    expect(all('form')).toHaveLength(1);
  });
});
