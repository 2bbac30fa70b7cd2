import { distanceText, eventWords, statusWords, taskWords, whenText } from 'c/reservationText';

describe('reservationText', () => {
  it('names every status and task state in words people use', () => {
    expect(['Reserved', 'Partial', 'Refused', 'Released', 'Expired', 'Fulfilled'].map((status) => statusWords(status).text)).toEqual(['Reserved', 'Partly reserved', 'Refused', 'Released', 'Expired', 'Handed over']);
    expect(taskWords('Ready')).toBe('Ready to collect');
    expect(taskWords('Somewhere')).toBe('Somewhere');
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
