import { createElement } from 'lwc';
import RuleTable from 'c/ruleTable';

const ROWS = [{ ruleId: 'r1', name: 'Lamps', priority: 10, scope: 'LAMP-1', effect: 'Quantity 4' }, { ruleId: 'r2', name: 'All', scope: 'Everything', effect: 'Quantity 1' }];

describe('c-rule-table', () => {
  let element: HTMLElement;
  const place = (settings: Record<string, unknown>): void => {
    element = createElement('c-rule-table', { is: RuleTable });
    Object.assign(element, { rows: ROWS, mayEdit: true, ...settings });
    document.body.replaceChildren(element);
  };

  it('shows the rules in the order in which they decide', async () => {
    place({});
    const rows = [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td:not(.verbs), th')].map((cell) => cell.textContent).join('|'));
    expect(rows).toEqual(['1|Lamps|10|LAMP-1|Quantity 4', '2|All|last|Everything|Quantity 1']);
    await expect(element).toBeAccessible();
  });

  it('tells which rule is to be edited or removed', () => {
    place({});
    const told: string[] = [];
    for (const name of ['edit', 'remove']) element.addEventListener(name, (event) => told.push(`${name} ${(event as CustomEvent<string>).detail}`));
    for (const button of element.shadowRoot!.querySelectorAll<HTMLButtonElement>('tbody tr:last-child button')) button.click();
    expect(told).toEqual(['edit r2', 'remove r2']);
  });

  it('offers nothing to change where nothing may be', async () => {
    place({ mayEdit: false });
    expect(element.shadowRoot!.querySelectorAll('button')).toHaveLength(0);
    place({ mayEdit: true, rows: [] });
    expect(element.shadowRoot!.textContent).toContain('Add the first one');
    await expect(element).toBeAccessible();
  });
});
