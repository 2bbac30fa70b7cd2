import { agoText, allowanceText, countText, driftText, durationText, hopRank, hopText, levelText, momentText, reasonAdvice, several } from 'c/integrationTexts';

describe('c/integrationTexts', () => {
  it.each([
    [0, '0 ms'], [42.4, '42 ms'], [999, '999 ms'], [1000, '1 s'], [1250, '1.3 s'], [119_900, '119.9 s'], [120_000, '2 min'], [7_199_000, '120 min'], [7_200_000, '2 h'], [172_800_000, '2 days'],
  ])('says %d milliseconds as %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });

  it('says that nothing is known with a dash', () => {
    expect([durationText(null), durationText(undefined), momentText(null)]).toEqual(['–', '–', '–']);
  });

  it('says how long ago something was, and never that it is to come', () => {
    expect([agoText(null, 5), agoText(5000, 5000), agoText(9000, 5000), agoText(5000, 17_400), agoText(0, 3_600_000)]).toEqual(['never', 'now', 'now', '12 s ago', '60 min ago']);
  });

  it('counts in words', () => {
    expect([countText(1234), countText(undefined), several(1, 'fact', 'facts'), several(0, 'fact', 'facts')]).toEqual(['1,234', '0', '1 fact', '0 facts']);
  });

  it('has words for what it knows, and shows the code of what it does not', () => {
    expect(levelText('Missed').text).toBe('Too slow');
    expect(levelText('New').text).toBe('Not known');
    expect([hopText('source-to-org'), hopText('new-hop')]).toEqual(['From the source to the ledger', 'new-hop']);
    expect(hopRank('source-to-org')).toBeLessThan(hopRank('new-hop'));
    expect([driftText('TrueLoss').title, driftText('New').title, driftText(null).title]).toEqual(['Really missing', 'New', 'Not known']);
    expect(reasonAdvice('GW-UNMAPPED')).toContain('Movement Map');
    expect(reasonAdvice('HF-NEW')).toContain('Read the message');
    expect([allowanceText('DailyApiRequests'), allowanceText('New')]).toEqual(['API calls in 24 hours', 'New']);
  });
});
