import { createElement } from 'lwc';
import IntegrationAgreements from 'c/integrationAgreements';
import getAgreements from '@salesforce/apex/IntegrationHealthController.getAgreements';

jest.mock('@salesforce/apex/IntegrationHealthController.getAgreements', () => ({ default: jest.fn() }), { virtual: true });

const mock = getAgreements as unknown as jest.Mock;

describe('c-integration-agreements', () => {
  const show = async (): Promise<HTMLElement> => {
    const element = createElement('c-integration-agreements', { is: IntegrationAgreements });
    document.body.replaceChildren(element);
    for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
    return element;
  };

  it('shows policies, the usual one last, and who decides about what', async () => {
    mock.mockResolvedValue({
      policies: [{ source: 'Default', label: 'Any other source', mode: 'Final' }, { source: 'TILL', label: 'Tills', owner: 'Store systems', contract: 'pos-ingest 1.0.0', mode: 'ByDay', levelSeconds: 10, silenceMinutes: 60 }],
      authorities: [{ fact: 'Count', source: 'HOLDFAST', role: 'Owns', rank: 2 }, { fact: 'Sale', source: 'TILL', role: 'Owns', note: 'The till knows first.', rank: 1 }, { fact: 'Sale', source: 'SAP', role: 'Confirms', rank: 1 }],
    });
    const element = await show();
    const [policies, matrix] = [...element.shadowRoot!.querySelectorAll('table')].map((table) => [...table.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent!.trim())));
    expect(policies!.map(([label]) => label)).toEqual(['Tills TILL', 'Any other source Default']);
    expect(policies![0]!.slice(1)).toEqual(['Store systems', 'pos-ingest 1.0.0', 'Until confirmed, by day', '10 s', '60 min']);
    expect(matrix).toEqual([['Sale', '', 'Confirms', 'Owns itThe till knows first.'], ['Count', 'Owns it', '', '']]);
    await expect(element).toBeAccessible();
  });

  it('says what failed', async () => {
    mock.mockRejectedValue({ body: { message: 'The org is busy.' } });
    expect((await show()).shadowRoot!.querySelector<HTMLElement & { message?: string }>('c-problem-note')!.message).toContain('The org is busy.');
  });
});
