import { createElement } from 'lwc';
import IntegrationLinks from 'c/integrationLinks';

const NOW = 1_795_000_000_000;

describe('c-integration-links', () => {
  const show = async (parts: object = {}): Promise<HTMLElement> => {
    const element = createElement('c-integration-links', { is: IntegrationLinks });
    Object.assign(element, { nowMillis: NOW, ...parts });
    document.body.replaceChildren(element);
    await Promise.resolve();
    return element;
  };

  it('shows what answers, what is live and what is used, and is accessible', async () => {
    const element = await show({
      breakers: [{ gateway: 'g1', subject: 'SAP', state: 'open', sinceMillis: NOW - 5000 }, { gateway: 'g1', subject: 'org', state: 'closed', sinceMillis: NOW }],
      subscriptions: [{ gateway: 'g1', subject: '/event/A', state: 'Live', position: '42', behind: 3, lastEventAtMillis: NOW }, { gateway: 'g2', subject: '/event/B', state: 'Live', isSilent: true }],
      subscribers: [{ name: 'StockFactTrigger', topic: 'Stock_Fact__e', status: 'Error', position: -1, retries: 9, lastError: 'Too many SOQL queries' }, { name: 'T', topic: 'U', status: 'Running', position: 5, behind: 0, retries: 2 }],
      allowances: [{ name: 'DailyApiRequests', used: 90, maximum: 100 }, { name: 'DataStorageMB', used: 1, maximum: 0 }],
    });
    const rows = [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => row.textContent!.replace(/\s+/g, ' '));
    expect(rows[0]).toContain('Does not answer');
    expect(rows[1]).toContain('Answers');
    expect(rows[2]).toContain('Live');
    expect(rows[3]).toContain('not known');
    expect(rows[4]).toContain('Too many SOQL queries');
    expect(rows[5]).toContain('2 retries');
    expect(element.shadowRoot!.textContent).toContain('90 of 100 · 90 %');
    expect(element.shadowRoot!.querySelectorAll('.fill_scarce')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('says what nobody has told of', async () => {
    const element = await show();
    expect(element.shadowRoot!.textContent).toContain('No gateway has told of any.');
    await expect(element).toBeAccessible();
  });
});
