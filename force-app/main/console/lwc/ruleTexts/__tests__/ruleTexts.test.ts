import { momentField, momentOfField, ruleCountText, setName, standingIcon, validityText } from 'c/ruleTexts';

describe('c/ruleTexts', () => {
  it('names a set as entries and tasks do', () => {
    expect(setName({ name: 'SAFETY', version: 3 })).toBe('SAFETY v3');
  });

  it('says when a set counts', () => {
    const from = new Date(2026, 10, 27, 8, 5).getTime();
    expect(validityText({ standing: 'In force' })).toBe('always');
    expect(validityText({ standing: 'Begins later', fromMillis: from })).toMatch(/^from .*27.*2026/);
    expect(validityText({ standing: 'Over', untilMillis: from })).toMatch(/^until .*27/);
    expect(validityText({ standing: 'Draft', fromMillis: from })).toBe('Decides nothing yet');
    expect(validityText({ standing: 'Retired' })).toBe('Taken out of force');
  });

  it('takes moments to fields and back, to the minute', () => {
    const iso = new Date(2026, 10, 27, 8, 5).toISOString();
    expect(momentField(iso)).toBe('2026-11-27T08:05');
    expect(momentOfField('2026-11-27T08:05')).toBe(iso);
    expect(momentField('') + momentField('nonsense') + momentOfField('')).toBe('');
  });

  it('counts rules and has a picture for every standing', () => {
    expect([ruleCountText(1), ruleCountText(2)]).toEqual(['1 rule', '2 rules']);
    expect(standingIcon('In force').icon).toBe('utility:success');
    expect(standingIcon('something new').icon).toBe('utility:rules');
  });
});
