import { queueWindow, scrollTopFor } from '../queueWindow';

describe('queueWindow', () => {
  it.each([0, 1, 56, 333, 5_000, 27_000, 28_000, 99_999])('holds every row that can be seen at %i pixels', (scrollTop) => {
    const { first, end } = queueWindow(scrollTop, 600, 56, 500);
    const top = Math.min(scrollTop, 500 * 56 - 600);
    expect(first).toBeLessThanOrEqual(Math.floor(top / 56));
    expect(end).toBeGreaterThanOrEqual(Math.min(500, Math.ceil((top + 600) / 56)));
    expect(end - first).toBeLessThan(40);
  });

  it('holds nothing of an empty list, and all of a short one', () => {
    expect(queueWindow(0, 600, 56, 0)).toEqual({ first: 0, end: 0 });
    expect(queueWindow(0, 600, 56, 3)).toEqual({ first: 0, end: 3 });
  });

  it('scrolls no further than it takes to see the row', () => {
    expect(scrollTopFor(5, 0, 600, 56)).toBeUndefined();
    expect(scrollTopFor(20, 0, 600, 56)).toBe(21 * 56 - 600);
    expect(scrollTopFor(2, 500, 600, 56)).toBe(112);
  });
});
