import { distanceText, eventWords, groupWords, kindWords, purposeWords, statusWords, taskWords, whenText } from 'c/reservationText';

describe('reservationText', () => {
  it('names every status and task state in words people use', () => {
    expect(['Reserved', 'Partial', 'Refused', 'Released', 'Expired', 'Fulfilled'].map((status) => statusWords(status).text)).toEqual(['Reserved', 'Partly reserved', 'Refused', 'Released', 'Expired', 'Handed over']);
    expect(taskWords('Ready')).toBe('Ready to collect');
    expect(taskWords('Somewhere')).toBe('Somewhere');
  });

  it('tells what is kept for a channel or a till from what a customer was promised', () => {
    expect(kindWords('Firm')).toBe('');
    expect([kindWords('Fence'), purposeWords('Fence', 'Ship')]).toEqual(['Fence, kept for its channel', 'Promises of the channel']);
    expect(purposeWords('Firm', 'Transfer')).toBe('Transfer to another location');
  });

  it('says of which group a line was asked', () => {
    expect(groupWords([{ groupCode: 'WEST' }, { groupCode: 'WEST' }, { groupCode: undefined }])).toBe('Any location of WEST');
    expect(groupWords([{}])).toBe('');
  });

  it('says how many of what happened', () => {
    expect(eventWords({ intent: 'ReservationReleased', quantity: 2 }).text).toBe('2 given back');
  });

  it('leaves the day out of today', () => {
    const now = Date.UTC(2026, 10, 22, 12);
    expect(whenText(now - 60_000, now)).not.toContain('Nov');
    expect(whenText(now - 3 * 86_400_000, now)).toContain('Nov');
  });

  it('tells near places to 100 metres and far ones to the kilometre', () => {
    expect([distanceText(4.24), distanceText(76.4), distanceText(null)]).toEqual(['4.2 km', '76 km', '']);
  });
});
