import { promisableText } from 'c/promisableText';

const step = (fromDay: string, quantity: number): { fromDay: string; quantity: number } => ({ fromDay, quantity });

describe('c/promisableText', () => {
  it('says nothing where nothing changes', () => {
    expect(promisableText(undefined, 3)).toBeUndefined();
    expect(promisableText([step('2026-11-22', 3)], 3)).toBeUndefined();
  });

  it('says from which day on more can be promised', () => {
    expect(promisableText([step('2026-11-22', 3), step('2026-11-28', 20)], 3)).toBe('20 from Nov 28');
  });

  it('says how much of what is there later orders need', () => {
    expect(promisableText([step('2026-11-22', 2)], 10)).toBe('2 promisable today');
  });

  it('says two steps and that there are more', () => {
    const steps = [step('2026-11-22', 0), step('2026-11-23', 1), step('2026-11-24', 2), step('2026-11-25', 3)];
    expect(promisableText(steps, 0)).toBe('1 from Nov 23, 2 from Nov 24, more later');
  });
});
