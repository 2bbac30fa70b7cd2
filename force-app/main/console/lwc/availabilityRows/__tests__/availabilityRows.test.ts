import { mergeAnswer, mergeChange } from '../availabilityRows';
import type { AvailabilityChange, LocationRow } from '../availabilityRows';

const row = (location: string, available: number, version: number): LocationRow => ({
  location,
  locationName: `Store ${location}`,
  town: null,
  onHand: available + 2,
  reserved: 0,
  safety: 2,
  available,
  version,
});

const change = (location: string, available: number, version: number): AvailabilityChange => ({
  Position_Key__c: `SKU|${location}|0`,
  SKU__c: 'SKU',
  Location_Code__c: location,
  Available__c: available,
  On_Hand__c: available + 2,
  Reserved__c: 0,
  Version__c: version,
});

describe('mergeAnswer', () => {
  it('puts the best promise first when nothing was shown before', () => {
    expect(mergeAnswer([], [row('A', 1, 1), row('B', 5, 1), row('C', 5, 1)]).rows.map(({ location }) => location)).toEqual(['B', 'C', 'A']);
  });

  it('keeps the order of known rows, so nothing moves under the pointer', () => {
    const update = mergeAnswer([row('A', 1, 1), row('B', 5, 1)], [row('B', 9, 2), row('A', 1, 1), row('C', 3, 1)]);
    expect(update.rows.map(({ location }) => location)).toEqual(['A', 'B', 'C']);
  });

  it('does not let an answer undo a newer event', () => {
    const update = mergeAnswer([row('A', 3, 7)], [row('A', 4, 6)]);
    expect(update.rows[0]).toMatchObject({ available: 3, version: 7 });
    expect(update.changes).toEqual([]);
  });

  it('says which promises changed, and not which only appeared', () => {
    const update = mergeAnswer([row('A', 3, 1)], [row('A', 1, 2), row('B', 8, 1)]);
    expect(update.changes).toEqual([{ location: 'A', locationName: 'Store A', availableBefore: 3, availableNow: 1 }]);
  });

  it('drops a location that the answer no longer has', () => {
    expect(mergeAnswer([row('A', 3, 1), row('B', 1, 1)], [row('B', 1, 1)]).rows.map(({ location }) => location)).toEqual(['B']);
  });
});

describe('mergeChange', () => {
  it('asks for a whole answer where fences or buffers make it another figure for the channel', () => {
    expect(mergeChange([{ ...row('A', 3, 1), buffer: 2 }], change('A', 2, 2))).toBeUndefined();
    expect(mergeChange([{ ...row('A', 3, 1), ownFence: 1 }], change('A', 2, 2))).toBeUndefined();
  });

  it('takes newer numbers over and tells the difference', () => {
    const update = mergeChange([row('A', 3, 1)], change('A', 2, 2));
    expect(update?.rows[0]).toMatchObject({ available: 2, onHand: 4, version: 2 });
    expect(update?.changes).toEqual([{ location: 'A', locationName: 'Store A', availableBefore: 3, availableNow: 2 }]);
  });

  it('ignores an event that is repeated or late', () => {
    const rows = [row('A', 3, 5)];
    expect(mergeChange(rows, change('A', 9, 5))).toEqual({ rows, changes: [] });
    expect(mergeChange(rows, change('A', 9, 4))).toEqual({ rows, changes: [] });
  });

  it('comes to the same rows in whatever order events arrive', () => {
    const events = [change('A', 2, 2), change('A', 5, 3), change('A', 4, 4)];
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    const ends = orders.map((order) => order.reduce((rows, index) => mergeChange(rows, events[index]!)!.rows, [row('A', 3, 1)] as readonly LocationRow[]));
    for (const end of ends) expect(end[0]).toMatchObject({ available: 4, version: 4 });
  });

  it('asks for a whole answer when the location is not shown', () => {
    expect(mergeChange([row('A', 3, 1)], change('B', 1, 1))).toBeUndefined();
  });
});
