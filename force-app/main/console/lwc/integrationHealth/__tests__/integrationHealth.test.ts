import { createElement } from 'lwc';
import IntegrationHealth from 'c/integrationHealth';
import getAgreements from '@salesforce/apex/IntegrationHealthController.getAgreements';
import getConcerns from '@salesforce/apex/IntegrationHealthController.getConcerns';
import getRegisters from '@salesforce/apex/IntegrationHealthController.getRegisters';
import getOverview from '@salesforce/apex/IntegrationHealthController.getOverview';

jest.mock('@salesforce/apex/IntegrationHealthController.acceptDrift', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.discard', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.getAgreements', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.getConcerns', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.getOverview', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.getRegisters', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.recountDrift', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.redrive', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.redriveReason', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.replay', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/IntegrationHealthController.retireGateways', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Integrations', () => ({ default: true }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Integrations', () => ({ default: true }), { virtual: true });

const NOW = Date.UTC(2026, 10, 21, 12);
const mock = (method: unknown): jest.Mock => method as jest.Mock;
const overview = (changes: object = {}, health: object = {}): object => ({
  health: { nowMillis: NOW, gateways: [{ name: 'g1', gatewayGroup: 'g', reportedAtMillis: NOW - 2000, isSilent: false }], sources: [{ source: 'TILL', label: 'Tills', level: 'Met', levelSeconds: 10, lagSeconds: 1, hops: [] }], subscriptions: [], breakers: [], ...health },
  alerts: [], deadReasons: [], gaps: 0, drifts: 0, shortages: 0, quarantined: 0, pending: 0, overduePending: 0, subscribers: [], allowances: [], commands: [], ...changes,
});

describe('c-integration-health', () => {
  let element: HTMLElement;
  const text = (): string => element.shadowRoot!.textContent!;
  const children = (name: string): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>(name)];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  const choose = async (title: string): Promise<void> => {
    children('nav button').find((one) => one.textContent!.includes(title))!.click();
    await settle();
  };
  const show = async (): Promise<void> => {
    element = createElement('c-integration-health', { is: IntegrationHealth });
    document.body.replaceChildren(element);
    await settle();
  };

  beforeEach(() => {
    jest.useFakeTimers();
    jest.resetAllMocks();
    mock(getConcerns).mockResolvedValue({ rows: [], isMore: false });
    mock(getRegisters).mockResolvedValue({ rows: [], isMore: false });
    mock(getAgreements).mockResolvedValue({ policies: [], authorities: [] });
  });
  afterEach(() => {
    element.remove();
    jest.useRealTimers();
  });

  it('shows sources, what waits and how old it is, and is accessible', async () => {
    mock(getOverview).mockResolvedValue(overview({ pending: 3, oldestPendingAtMillis: NOW - 7_200_000, overduePending: 1, quarantined: 2, shortages: 1 }));
    await show();
    expect(children('c-source-card')).toHaveLength(1);
    expect(text()).toContain('1 of 1 gateway heard');
    expect(text()).toContain('oldest 2 h ago, 1 overdue');
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });

  it('looks again every ten seconds until it is left', async () => {
    mock(getOverview).mockResolvedValue(overview());
    await show();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(mock(getOverview)).toHaveBeenCalledTimes(3);
    element.remove();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(mock(getOverview)).toHaveBeenCalledTimes(3);
  });

  it('keeps what it shows when it cannot look again, and says so', async () => {
    mock(getOverview).mockResolvedValueOnce(overview()).mockRejectedValueOnce({ body: { message: 'The org is busy.' } }).mockResolvedValue(overview());
    await show();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(children('.notice')[0]!.textContent).toContain('It could not be looked at again: The org is busy.');
    expect(children('c-source-card')).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(children('.notice')).toHaveLength(0);
  });

  it('offers to try again when nothing could be fetched', async () => {
    mock(getOverview).mockRejectedValueOnce({ body: { message: 'The org is busy.' } }).mockResolvedValue(overview());
    await show();
    expect(text()).toContain('could not be fetched');
    children('lightning-button')[0]!.click();
    await settle();
    expect(children('c-source-card')).toHaveLength(1);
  });

  it('says that no gateway reports any more', async () => {
    mock(getOverview).mockResolvedValue(overview({}, { gateways: [{ name: 'g1', reportedAtMillis: NOW - 300_000, isSilent: true }] }));
    await show();
    expect(children('.notice')[0]!.textContent).toContain('No gateway has reported for 5 min.');
  });

  it('says that none ever did, and that nothing came yet', async () => {
    mock(getOverview).mockResolvedValue(overview({}, { gateways: [], sources: [] }));
    await show();
    expect(text()).toContain('No gateway has reported yet');
    mock(getOverview).mockResolvedValue(overview({}, { sources: [] }));
    await show();
    expect(text()).toContain('Nothing has come yet');
  });

  it('lists alerts', async () => {
    mock(getOverview).mockResolvedValue(overview({ alerts: [{ exceptionId: 'a1', message: 'Tills is slower than agreed.', raisedAtMillis: NOW - 60_000 }] }));
    await show();
    const [list] = children('c-alert-list');
    expect(list!.shadowRoot!.textContent).toContain('Tills is slower than agreed.');
  });

  it('counts what is to be looked at, and shows what is chosen', async () => {
    mock(getOverview).mockResolvedValue(overview({ deadReasons: [{ source: 'SAP', reason: 'R', count: 3 }, { source: 'TILL', reason: 'R', count: 1 }], gaps: 2, drifts: 1, commands: [{ name: 'IC-1', state: 'Open' }] }, { sources: [{ source: 'TILL', label: 'Tills', level: 'Missed' }, { source: 'SAP', label: 'SAP', level: 'Met', isSilent: true }] }));
    await show();
    expect(children('.badge').map((badge) => badge.textContent)).toEqual(['2', '4', '2', '1', '1']);
    for (const [title, name] of [['Dead letters', 'c-dead-letter-list'], ['Sequence gaps', 'c-gap-list'], ['Drift', 'c-drift-list'], ['Requests', 'c-integration-requests'], ['Connections', 'c-integration-links'], ['Agreements', 'c-integration-agreements']] as const) {
      await choose(title);
      expect(children(name)).toHaveLength(1);
      expect(children('[aria-current=true]')[0]!.textContent).toContain(title);
    }
  });

  it('looks again at once when something was asked for', async () => {
    mock(getOverview).mockResolvedValue(overview());
    await show();
    await choose('Drift');
    children('c-drift-list')[0]!.dispatchEvent(new CustomEvent('asked'));
    await settle();
    expect(mock(getOverview)).toHaveBeenCalledTimes(2);
  });
});
