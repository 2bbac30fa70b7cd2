import { createElement } from 'lwc';
import SourceCard from 'c/sourceCard';

const NOW = 1_795_000_000_000;
const TILL = {
  source: 'TILL', label: 'Tills', kind: 'Till', owner: 'Store systems', contract: 'pos-ingest 1.0.0', levelSeconds: 10, level: 'AtRisk', lagSeconds: 9, isSilent: false, windowMinutes: 15,
  received: 300, applied: 290, duplicates: 10, absorbed: 2, quarantined: 1, conflicts: 0, waiting: 3, oldestWaitingAtMillis: NOW - 9000, dead: 2, lastEventAtMillis: NOW - 1500,
  hops: [{ name: 'gateway-to-org', p50Ms: 20, p95Ms: 80, p99Ms: 90, samples: 290 }, { name: 'source-to-org', p50Ms: 900, p95Ms: 9000, p99Ms: 12_000, samples: 290 }],
};

describe('c-source-card', () => {
  const show = async (source: object): Promise<HTMLElement> => {
    const element = createElement('c-source-card', { is: SourceCard });
    Object.assign(element, { source, nowMillis: NOW });
    document.body.replaceChildren(element);
    await Promise.resolve();
    return element;
  };
  const texts = (element: HTMLElement, selector: string): string[] => [...element.shadowRoot!.querySelectorAll(selector)].map((one) => one.textContent!.trim());

  it('tells lag against the service level in words, and is accessible', async () => {
    const element = await show(TILL);
    expect(texts(element, '.standing')[0]).toContain('Close to its limit');
    expect(texts(element, '.standing')[0]).toContain('9 s of 10 s agreed');
    expect(element.shadowRoot!.querySelector<HTMLElement>('.fill')!.getAttribute('style')).toContain('90%');
    await expect(element).toBeAccessible();
  });

  it('shows the whole way first, then its parts', async () => {
    expect(texts(await show(TILL), 'tbody tr')[0]).toContain('From the source to the ledger');
    expect(texts(await show(TILL), 'tbody tr')[1]).toContain('From the gateway to the ledger');
  });

  it('counts what came, what came twice, what waits and what was given up', async () => {
    const element = await show(TILL);
    const figures = [...element.shadowRoot!.querySelectorAll('.figure')].map((figure) => [...figure.querySelectorAll('dt, span')].map((part) => part.textContent));
    expect(figures).toEqual([['Received', '300', '20 a minute'], ['Repeated', '10', 'counted once'], ['Waiting', '3', 'oldest 9 s ago'], ['Given up', '2', 'see Dead letters'], ['Set aside', '1', '2 known already'], ['Last event', '2 s ago', '']]);
  });

  it('names who is responsible, or that nobody is', async () => {
    expect(texts(await show(TILL), '.foot')).toEqual(['Responsible: Store systems · pos-ingest 1.0.0']);
    expect(texts(await show({ ...TILL, owner: null, contract: null }), '.foot')).toEqual(['Nobody is responsible']);
  });

  it('needs no service level, and nothing that happened', async () => {
    const element = await show({ source: 'NEW', label: 'NEW', level: 'None', hops: [] });
    expect(texts(element, '.standing')[0]).toContain('No service level');
    expect(element.shadowRoot!.querySelector('.meter')).toBeNull();
    expect(element.shadowRoot!.querySelector('table')).toBeNull();
    expect(texts(element, '.figure').join()).toContain('never');
    await expect(element).toBeAccessible();
  });

  it('says for how long a source has been silent', async () => {
    expect(texts(await show({ ...TILL, isSilent: true, lastEventAtMillis: NOW - 7_200_000 }), '.silent')).toEqual(['Silent: nothing has come for 2 h.']);
  });
});
