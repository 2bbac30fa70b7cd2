import { createElement } from 'lwc';
import RuleFindings from 'c/ruleFindings';

const GAP = { kind: 'Gap', message: 'No rule decides here.', example: 'any other product at LYON', blocks: false };
const CONFLICT = { kind: 'Conflict', message: 'A says 1, B says 2.', example: 'LAMP-1 at LYON', blocks: true };

describe('c-rule-findings', () => {
  let element: HTMLElement;
  const place = (settings: Record<string, unknown>): string => {
    element = createElement('c-rule-findings', { is: RuleFindings });
    Object.assign(element, settings);
    document.body.replaceChildren(element);
    return element.shadowRoot!.textContent ?? '';
  };

  it('puts first what keeps the set from being activated, each with its case', async () => {
    const text = place({ findings: [GAP, CONFLICT] });
    expect(text).toContain('1 finding must be settled before the set can be activated, and 1 remark.');
    expect([...element.shadowRoot!.querySelectorAll('.kind')].map((kind) => kind.textContent)).toEqual(['Conflict', 'Gap']);
    expect(text).toContain('For example: LAMP-1 at LYON');
    await expect(element).toBeAccessible();
  });

  it('says that remarks do not keep it', () => {
    expect(place({ findings: [GAP] })).toContain('1 remark. The set can be activated.');
  });

  it('says so when nothing is wrong, when it checks, and when nobody has checked', () => {
    expect(place({ findings: [] })).toContain('Nothing is wrong');
    expect(place({ findings: [], isChecking: true })).toContain('Checking every case…');
    expect(place({})).toContain('A check looks at every case');
  });
});
