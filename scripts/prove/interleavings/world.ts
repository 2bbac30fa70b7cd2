/** A small world searched to its end: two products at two locations, three actors who reserve, sell, expire, fulfil, release and repeat, and a crash wherever one can be. */
import type { TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import { factOf, reservation, STARTS_AT, type ProvingOrg } from './org.ts';
import type { Scenario } from './scenarios.ts';

const FIRM = 'F0';
const OVERDUE = 'C0';

const ACTORS: Readonly<Record<string, (org: ProvingOrg) => TransactionCase>> = {
  reserve: (org) => org.rest('K1', '/reservations', reservation('K1', ['P', 'Q'], { purpose: 'Ship' })),
  again: (org) => org.rest('K1', '/reservations', reservation('K1', ['P', 'Q'], { purpose: 'Ship' })),
  cross: (org) => org.rest('K2', '/reservations', reservation('K2', ['Q@SHOP', 'P'], { purpose: 'Ship' })),
  sell: (org) => org.rest('sale', '/events', { events: [factOf({ key: 'sale', intent: 'StockSold', place: 'P', quantity: 1 })] }),
  expire: (org) => org.sweepOfCarts(),
  fulfil: (org) => org.rest('fulfil', `/reservations/${FIRM}/fulfil`, {}),
  release: (org) => org.rest('release', `/reservations/${FIRM}/release`, {}),
};

/** All three of them that can meet; a repetition needs what it repeats. */
function triples(): readonly (readonly string[])[] {
  const names = Object.keys(ACTORS);
  return names.flatMap((one, index) => names.slice(index + 1).flatMap((two, next) => names.slice(index + next + 2).map((three) => [one, two, three])))
    .filter((triple) => !triple.includes('again') || triple.includes('reserve'));
}

export const WORLD: Scenario = {
  name: 'world', what: 'three of reserve, reserve again, reserve crosswise, sell, expire, fulfil and release over two products at two locations, one of them crashing anywhere',
  stock: { P: 3, Q: 1, 'P@SHOP': 1, 'Q@SHOP': 1 }, search: 'exhaustive', lockOrder: 'given', clockJumps: 0, crashes: 1,
  startMs: STARTS_AT + 20 * 60_000,
  before: async (org) => {
    await org.call('/reservations', reservation(FIRM, ['P'], { purpose: 'Ship' }));
    await org.call('/reservations', reservation(OVERDUE, ['P', 'P@SHOP'], { kind: 'Cart', purpose: 'Ship' }));
  },
  cases: (org) => triples().map((triple) => triple.map((name) => ACTORS[name]!(org))),
};
