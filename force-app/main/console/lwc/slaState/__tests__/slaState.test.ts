import { durationText, slaNews, slaStateOf, slaText } from '../slaState';

const NOW = Date.UTC(2026, 10, 22, 12);
const minutes = (count: number): number => count * 60_000;

describe('slaState', () => {
  it('is calm before the warning, soon from it on, late from the due time on', () => {
    const times = { dueAt: NOW + minutes(60), warnAt: NOW + minutes(45) };
    expect(slaStateOf(times, NOW + minutes(45) - 1)).toBe('calm');
    expect(slaStateOf(times, NOW + minutes(45))).toBe('soon');
    expect(slaStateOf(times, NOW + minutes(60) - 1)).toBe('soon');
    expect(slaStateOf(times, NOW + minutes(60))).toBe('late');
  });

  it('stands still while paused, however late it is', () => {
    expect(slaStateOf({ dueAt: NOW - minutes(10), pausedAt: NOW - minutes(20) }, NOW)).toBe('paused');
    expect(slaText({ dueAt: NOW - minutes(10), pausedAt: NOW - minutes(20) }, NOW)).toBe('paused 20 min');
  });

  it('has no state without a due time', () => {
    expect(slaStateOf({ dueAt: null }, NOW)).toBe('none');
    expect(slaText({ dueAt: undefined }, NOW)).toBe('');
  });

  it.each([
    [minutes(12) + 30_000, 'due in 12 min'],
    [minutes(2), 'due in 2 min'],
    [minutes(2) - 1_000, 'due in 1:59'],
    [45_000, 'due in 0:45'],
    [1, 'due in 0:01'],
    [0, 'overdue 0:00'],
    [-minutes(3), 'overdue 3 min'],
    [minutes(125), 'due in 2 h 05'],
    [-minutes(60 * 24 * 3 + 60 * 4), 'overdue 3 d 4 h'],
  ])('says of a due time %i milliseconds away: %s', (away, text) => {
    expect(slaText({ dueAt: NOW + away }, NOW)).toBe(text);
  });

  it('has words of its own for a customer who is waited for', () => {
    expect(slaText({ dueAt: NOW + minutes(90) }, NOW, 'collect')).toBe('collect in 1 h 30');
    expect(slaText({ dueAt: NOW - minutes(90) }, NOW, 'collect')).toBe('not collected, 1 h 30');
  });

  it('counts no seconds where minutes are enough', () => {
    expect(durationText(59_000, 'minutes')).toBe('0 min');
  });

  it('says what a change of state means', () => {
    expect(slaNews('T-000007', 'late')).toBe('T-000007 is overdue.');
  });
});
