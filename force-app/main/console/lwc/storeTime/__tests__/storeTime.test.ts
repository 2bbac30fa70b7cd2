import { storeClockTime, storeMoment } from '../storeTime';

const moment = Date.UTC(2026, 6, 1, 17, 5);

describe('storeTime', () => {
  it('shows the time on the wall of the store, wherever the browser is', () => {
    expect(storeClockTime(moment, 'Europe/London')).toMatch(/^(18:05|06:05 PM)$/);
    expect(storeClockTime(moment, 'Asia/Kolkata')).toMatch(/^(22:35|10:35 PM)$/);
  });

  it('names the day when it is another one', () => {
    expect(storeMoment(moment, moment, 'Europe/London')).toBe(storeClockTime(moment, 'Europe/London'));
    expect(storeMoment(moment + 86_400_000, moment, 'Europe/London')).toContain('Thu');
  });
});
