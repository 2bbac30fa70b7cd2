/**
 * What goods movements do to the books of the simulated ERP. It is the simulator's own knowledge: the gateway's movement map is not asked, so
 * that a wrong map shows.
 */

/** One item of a document. */
export interface Leg {
  readonly sign: 1 | -1;
  /** `undefined`: the one the posting names, unrestricted by default. */
  readonly stockType: string | undefined;
  /** At the plant and storage location of the posting, at those it moves goods to, or at the receiving plant as a whole (stock in transit has no shelf). */
  readonly place: 'own' | 'other' | 'otherPlant' | 'ownPlant';
}

const simple = (sign: 1 | -1, stockType?: string): readonly Leg[] => [{ sign, stockType, place: 'own' }];
const within = (from: string, to: string): readonly Leg[] => [{ sign: -1, stockType: from, place: 'own' }, { sign: 1, stockType: to, place: 'own' }];
const leaves = (to: Leg['place'], stockType: string): readonly Leg[] => [{ sign: -1, stockType: '01', place: 'own' }, { sign: 1, stockType, place: to }];
const arrives = (from: Leg['place'], stockType: string): readonly Leg[] => [{ sign: 1, stockType: '01', place: 'own' }, { sign: -1, stockType, place: from }];

/** The first leg is the item that was entered; a second is made by the ERP itself. */
const FORWARD: Readonly<Record<string, { readonly cancelledBy: string; readonly legs: readonly Leg[] }>> = {
  101: { cancelledBy: '102', legs: simple(1) },
  103: { cancelledBy: '104', legs: [] },
  105: { cancelledBy: '106', legs: simple(1) },
  122: { cancelledBy: '123', legs: simple(-1) },
  161: { cancelledBy: '162', legs: simple(-1) },
  201: { cancelledBy: '202', legs: simple(-1) },
  221: { cancelledBy: '222', legs: simple(-1) },
  251: { cancelledBy: '252', legs: simple(-1) },
  261: { cancelledBy: '262', legs: simple(-1) },
  301: { cancelledBy: '302', legs: leaves('other', '01') },
  303: { cancelledBy: '304', legs: leaves('otherPlant', '05') },
  305: { cancelledBy: '306', legs: arrives('ownPlant', '05') },
  311: { cancelledBy: '312', legs: leaves('other', '01') },
  313: { cancelledBy: '314', legs: leaves('other', '04') },
  315: { cancelledBy: '316', legs: arrives('own', '04') },
  321: { cancelledBy: '322', legs: within('02', '01') },
  343: { cancelledBy: '344', legs: within('07', '01') },
  349: { cancelledBy: '350', legs: within('07', '02') },
  351: { cancelledBy: '352', legs: leaves('otherPlant', '06') },
  453: { cancelledBy: '454', legs: within('03', '01') },
  501: { cancelledBy: '502', legs: simple(1) },
  551: { cancelledBy: '552', legs: simple(-1) },
  561: { cancelledBy: '562', legs: simple(1) },
  601: { cancelledBy: '602', legs: simple(-1) },
  641: { cancelledBy: '642', legs: leaves('otherPlant', '06') },
  651: { cancelledBy: '652', legs: simple(1, '03') },
  653: { cancelledBy: '654', legs: simple(1, '01') },
  655: { cancelledBy: '656', legs: simple(1, '02') },
  657: { cancelledBy: '658', legs: simple(1, '07') },
  701: { cancelledBy: '702', legs: simple(1) },
  703: { cancelledBy: '704', legs: simple(1, '02') },
  707: { cancelledBy: '708', legs: simple(1, '07') },
};

const opposite = (legs: readonly Leg[]): readonly Leg[] => legs.map((leg) => ({ ...leg, sign: leg.sign === 1 ? -1 : 1 }));
const LEGS = new Map(Object.entries(FORWARD).flatMap(([type, { cancelledBy, legs }]) => [[type, legs], [cancelledBy, opposite(legs)]] as const));
const CANCELLING = new Map(Object.entries(FORWARD).flatMap(([type, { cancelledBy }]) => [[type, cancelledBy], [cancelledBy, type]] as const));

/** `undefined`: the ERP has no such movement type. */
export function legsOf(movementType: string): readonly Leg[] | undefined {
  return LEGS.get(movementType);
}

/** The type that takes a movement back. */
export function cancellingTypeOf(movementType: string): string | undefined {
  return CANCELLING.get(movementType);
}

export const MOVEMENT_TYPES: readonly string[] = [...LEGS.keys()].sort();
